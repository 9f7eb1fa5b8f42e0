import { existsSync } from 'node:fs';
import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import type { EventStore } from '#event-store';
import type { Language } from '#kernel';
import { type ReadModels, openReadModels } from '#read-models';
import { backupInPlace, filesIn } from '../ledger/config.js';
import { type LedgerHere, ledgerPlace, misplacedLedger, openLedgerAt } from '../ledger/ledger-place.js';
import type { PartsLog } from '../ledger/parts-log.js';
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

/** @throws CommandRefused LEDGER_MISSING, LEDGER_MISPLACED, before anything is made in the folder */
export const assertLedger = (here: LedgerHere, language: Language = 'en'): void => {
  const { data, eventStoreUrl } = here;
  const misplaced = misplacedLedger(here);
  if (misplaced !== undefined) throw new CommandRefused('LEDGER_MISPLACED', misplaced);
  if (eventStoreUrl === undefined && !existsSync(filesIn(data).ledger))
    throw new CommandRefused('LEDGER_MISSING', sayFileRefusal(refuse('LEDGER_MISSING', { folder: data }), language));
};

/**
 * For what works on the files of a data folder. @throws CommandRefused LEDGER_MISSING; LEDGER_ELSEWHERE: the ledger is on
 * EventStoreDB, and `instead` says what is done there
 */
export const assertLedgerFile = (here: LedgerHere, instead: string): void => {
  if (here.eventStoreUrl !== undefined)
    throw new CommandRefused(
      'LEDGER_ELSEWHERE',
      `EVENTSTORE_URL is set: the ledger is on EventStoreDB, and not in ${here.data}. ${instead}`,
    );
  assertLedger(here);
};

/** @throws CommandRefused BACKUP_IN_PLACE */
export const assertNoBackup = (data: string): void => {
  const refusal = backupInPlace(data);
  if (refusal !== undefined) throw new CommandRefused('BACKUP_IN_PLACE', refusal);
};

/**
 * Opens the books of a ledger for as long as the work takes, beside a server or without one. What is refused in
 * the words of the import is told in the language. @throws CommandRefused, EventStoreError
 */
export const withBooks = async <Result>(
  here: LedgerHere,
  { language = 'en', log = quietLog }: { readonly language?: Language; readonly log?: PartsLog },
  work: (books: Books) => Promise<Result>,
): Promise<Result> => {
  assertLedger(here, language);
  assertNoBackup(here.data);
  const store = await openLedgerAt(ledgerPlace(here));
  try {
    const readModels = await openReadModels<Tables>({
      directory: filesIn(here.data).readModels,
      url: here.readDatabaseUrl,
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
