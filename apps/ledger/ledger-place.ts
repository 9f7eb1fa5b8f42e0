import { type EventStore, openEventStoreDbEventStore, openSqliteEventStore } from '#event-store';
import { type Config, filesIn } from './config.js';

/** Where the lines of all books are kept: a file of the data folder, or EventStoreDB. Threads are told of it, so that it is plain data. */
export type LedgerPlace = { readonly file: string } | { readonly url: string };

/** The streams of a ledger: what others keep on the same server is none of it. */
const streams = '^(programme-|ledger$)';

/** What tells where a ledger is: in a data folder, or on EventStoreDB where there is an address. */
export type LedgerHere = Pick<Config, 'data'> & Partial<Pick<Config, 'eventStoreUrl'>>;

export const ledgerPlace = ({ data, eventStoreUrl }: LedgerHere): LedgerPlace =>
  eventStoreUrl === undefined ? { file: filesIn(data).ledger } : { url: eventStoreUrl };

/** Opens the ledger where it is. @throws EventStoreError: the message tells what cannot be opened, and why */
export const openLedgerAt = (place: LedgerPlace): Promise<EventStore> =>
  'file' in place ? openSqliteEventStore(place) : openEventStoreDbEventStore({ ...place, streams });
