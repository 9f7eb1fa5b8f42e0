import { parentPort, workerData } from 'node:worker_threads';
import { bookCatalogue, bookCorrection, bookProjections } from '#book';
import { openSqliteEventStore } from '#event-store';
import { servePastRows } from '#read-models';

/** The thread that folds the past of books, so that the server goes on answering meanwhile. */
const store = await openSqliteEventStore({ file: (workerData as { file: string }).file });
servePastRows(parentPort!, { store, catalogue: bookCatalogue, correction: bookCorrection }, bookProjections);
