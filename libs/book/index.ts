import {
  type Catalogue,
  type Context,
  type Event,
  type Line,
  type Projection,
  type Refusal,
  catalogueOf,
  none,
} from '#kernel';
import type { RecordInput } from '#schema';
import { type Book, type BookEvent, bookEvents, emptyBook, evolveBook } from './book.state.js';
import { championProjections } from './champion/champion.projection.js';
import { correctionProjections } from './correction/correction.projection.js';
import { OccurredOnCorrected } from './correction/correction.events.js';
import { decideInBook } from './decide.js';
import { decisionProjections } from './decision/decision.projection.js';
import { checkInput } from './input.js';
import { labels } from './history/label.projection.js';
import { personProjections } from './person/person.projection.js';
import { pilotProjections } from './pilot/pilot.projection.js';
import { programmeProjections } from './programme/programme.projection.js';
import { unitProjections } from './unit/unit.projection.js';
import { waveProjections } from './wave/wave.projection.js';

/** Every event that a book can hold. */
export const bookCatalogue: Catalogue<BookEvent> = catalogueOf<BookEvent>(bookEvents);

/** How a book folds and how commands are decided on it: what the ledger runs. */
export const bookModel: {
  initial: Book;
  evolve: (book: Book, line: Line) => Book;
  decide: (command: string, input: unknown, book: Book, context: Context) => readonly Event[] | readonly Refusal[];
  checkRecord: (record: RecordInput) => { readonly value: RecordInput } | { readonly refusals: readonly Refusal[] };
} = {
  initial: emptyBook,
  evolve: evolveBook,
  decide: decideInBook,
  checkRecord: (record) => {
    const checked = checkInput('RecordInput', record, none(), 'record');
    return 'refusals' in checked ? checked : { value: checked.value as RecordInput };
  },
};

/** Every read model. */
export const bookProjections = [
  labels,
  ...programmeProjections,
  ...unitProjections,
  ...decisionProjections,
  ...pilotProjections,
  ...waveProjections,
  ...championProjections,
  ...personProjections,
  ...correctionProjections,
] as readonly Projection[];

/** How the projection engine recognises a corrected world date. */
export const bookCorrection = {
  type: OccurredOnCorrected.type,
  of: (event: { readonly data: unknown }) => {
    const { revision, occurredOn } = event.data as { revision: number; occurredOn: string };
    return { revision: BigInt(revision), occurredOn };
  },
};

export type { Book } from './book.state.js';
export { decisionLabels } from './decision/decision.words.js';
export { nodeOf, nodeTables } from './node-of.js';
export type { Reading, Submitted, TableName, UserError } from './reading.js';
export { evidenceOf } from './evidence/evidence.queries.js';
export { describe, refusalPhrases, sayCode, sayDay, sayRefusal } from './say.js';
export type { Tables } from './tables.js';
export { checkArgument, checkInput, listLengthMax } from './input.js';
export { refuseInput } from './input.words.js';
export { programmesDue } from './due.queries.js';
export { rehearse } from './rehearse.js';
export { type AdoptionProgress, adoptionProgressOf } from './wave/adoption-progress.queries.js';
