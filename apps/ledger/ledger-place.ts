import { existsSync } from 'node:fs';
import { type EventStore, openEventStoreDbEventStore, openSqliteEventStore } from '#event-store';
import { type Config, filesIn } from './config.js';

/** Where the lines of all books are kept: a file of the data folder, or EventStoreDB. Threads are told of it, so that it is plain data. */
export type LedgerPlace = { readonly file: string } | { readonly url: string };

/** The streams of a ledger: what others keep on the same server is none of it. */
const streams = '^(programme-|ledger$)';

/**
 * What tells where a ledger is, in a data folder or on EventStoreDB where there is an address; and where its read models
 * are, in the same folder or on PostgreSQL.
 */
export type LedgerHere = Pick<Config, 'data'> & Partial<Pick<Config, 'eventStoreUrl' | 'readDatabaseUrl'>>;

export const ledgerPlace = ({ data, eventStoreUrl }: LedgerHere): LedgerPlace =>
  eventStoreUrl === undefined ? { file: filesIn(data).ledger } : { url: eventStoreUrl };

/** Opens the ledger where it is. @throws EventStoreError: the message tells what cannot be opened, and why */
export const openLedgerAt = (place: LedgerPlace): Promise<EventStore> =>
  'file' in place ? openSqliteEventStore(place) : openEventStoreDbEventStore({ ...place, streams });

/**
 * What is said where the ledger is another one than the folder's; undefined where all is well. A ledger that was moved is not
 * begun anew by accident, and one that is in the folder is not left alone in silence.
 */
export const misplacedLedger = (here: LedgerHere): string | undefined => {
  const { ledger, movedLedger } = filesIn(here.data);
  const isHere = existsSync(ledger);
  if (here.eventStoreUrl !== undefined && isHere)
    return `EVENTSTORE_URL is set, and ${here.data} holds a ledger, too. Move it there with “wavebook migrate --to”, or name another folder with WAVEBOOK_DATA.`;
  if (here.eventStoreUrl === undefined && !isHere && existsSync(movedLedger))
    return `The ledger of ${here.data} was moved to EventStoreDB. Set EVENTSTORE_URL to where it is.`;
  return undefined;
};
