import { bookCatalogue } from '#book';
import type { StoredEvent } from '#event-store';
import { type Recorded, ledgerStream } from '#kernel';
import { ledgerCatalogue } from '../../ledger/proof/checkpoint-key.events.js';

/**
 * The line of a book that an event is. Undefined for what the ledger records of itself, which is read all the same.
 * @throws UnreadableEvent
 */
export const lineOfBook = (event: StoredEvent): Recorded | undefined => {
  if (event.stream !== ledgerStream) return bookCatalogue.decode(event);
  ledgerCatalogue.decode(event);
  return undefined;
};
