import { bookCatalogue, bookModel } from '#book';
import { type StoredEvent, ledgerStream } from '#kernel';
import { ledgerCatalogue } from '../../ledger/proof/checkpoint-key.events.js';

/** Folds the books again, one after the other: what the domain cannot read, it says of which line. */
export const refolding = () => {
  let stream: string | undefined;
  let book = bookModel.initial;
  return (event: StoredEvent): string | undefined => {
    if (event.stream !== stream) [stream, book] = [event.stream, bookModel.initial];
    try {
      if (stream === ledgerStream) ledgerCatalogue.decode(event);
      else book = bookModel.evolve(book, bookCatalogue.decode(event));
      return undefined;
    } catch (error) {
      return `It cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
};
