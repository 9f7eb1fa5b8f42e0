import { existsSync } from 'node:fs';
import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import { type EventStore, openSqliteEventStore } from '#event-store';
import type { Language } from '#kernel';
import { type ReadModels, openReadModels } from '#read-models';
import { type Config, backupInPlace, filesIn } from '../ledger/config.js';
import type { PartsLog } from '../ledger/parts.js';
import { refuse } from './import/import.words.js';
import { sayFileRefusal } from './import/report.js';
import { FileRefused } from './import/sheet.js';
import { CommandRefused } from './outcome.js';
import { quietLog } from './terminal.js';

/** The books of a ledger, to be read: no vault, so that no master key is needed and no name can be shown. */
export interface Books {
  readonly store: EventStore;
  readonly readModels: ReadModels<Tables>;
}

/** @throws CommandRefused LEDGER_MISSING, before anything is made in the folder */
export const assertLedgerIn = (data: string, language: Language = 'en'): void => {
  if (!existsSync(filesIn(data).ledger))
    throw new CommandRefused('LEDGER_MISSING', sayFileRefusal(refuse('LEDGER_MISSING', { folder: data }), language));
};

/** @throws CommandRefused BACKUP_IN_PLACE */
export const assertNoBackup = (data: string): void => {
  const refusal = backupInPlace(data);
  if (refusal !== undefined) throw new CommandRefused('BACKUP_IN_PLACE', refusal);
};

export interface BooksOptions extends Pick<Config, 'data'>, Partial<Pick<Config, 'readDatabaseUrl'>> {
  readonly language?: Language;
  readonly log?: PartsLog;
}

/**
 * Opens the books of a data folder for as long as the work takes, beside a server or without one. What is refused in
 * the words of the import is told in the language. @throws CommandRefused, EventStoreError
 */
export const withBooks = async <Result>(
  { data, readDatabaseUrl, language = 'en', log = quietLog }: BooksOptions,
  work: (books: Books) => Promise<Result>,
): Promise<Result> => {
  assertLedgerIn(data, language);
  assertNoBackup(data);
  const files = filesIn(data);
  const store = await openSqliteEventStore({ file: files.ledger });
  try {
    const readModels = await openReadModels<Tables>({
      directory: files.readModels,
      url: readDatabaseUrl,
      projections: bookProjections,
      catalogue: bookCatalogue,
      correction: bookCorrection,
      store,
      logger: log,
    });
    const running = new AbortController();
    // What follows the ledger keeps no process alive by itself; a command that waits for it does.
    const alive = setInterval(() => undefined, 60_000);
    const stopped = readModels.run(running.signal);
    try {
      return await work({ store, readModels });
    } finally {
      running.abort();
      clearInterval(alive);
      await stopped;
      await readModels.close();
    }
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    throw new CommandRefused(error.refusal.refused, sayFileRefusal(error.refusal, language));
  } finally {
    await store.close();
  }
};
