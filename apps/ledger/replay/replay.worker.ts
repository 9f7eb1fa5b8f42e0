import { parentPort, workerData } from 'node:worker_threads';
import { bookCatalogue, bookCorrection, bookProjections } from '#book';
import { servePastRows } from '#read-models';
import { type LedgerPlace, openLedgerAt } from '../ledger-place.js';

/** The thread that folds the past of books, so that the server goes on answering meanwhile. */
const store = await openLedgerAt(workerData as LedgerPlace);
servePastRows(parentPort!, { store, catalogue: bookCatalogue, correction: bookCorrection }, bookProjections);
