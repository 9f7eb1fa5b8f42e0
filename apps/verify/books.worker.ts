import { serveBooks } from './serve-books.js';

/** The thread of a program that is put together of several files; `wavebook-verify` is its own. */
serveBooks();
