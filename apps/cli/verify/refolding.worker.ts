import { serveBooks } from '../../verify/serve-books.js';
import { refolding } from './refolding.js';

serveBooks(refolding());
