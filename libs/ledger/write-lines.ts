import type { NewEvent } from '#event-store';
import {
  type Catalogue,
  type Event,
  type EventDefinition,
  type Line,
  type LineMetadata,
  type LocalDate,
  streamOf,
} from '#kernel';
import type { Vault } from '#privacy';
import { type FoldedBook, foldLine } from './folded-book.js';
import { eventIdOf } from './ids.js';
import type { Model } from './ledger.js';
import { assertSealed, personalFieldsOf, sealPersonal } from './seal-personal.js';

export interface WritingParts<State> {
  readonly catalogue: Catalogue;
  readonly model: Model<State>;
  readonly vault: Pick<Vault, 'seal'>;
}

interface Written {
  readonly line: Line;
  readonly stored: NewEvent;
  /** UTF-8 bytes of its data. */
  readonly bytes: number;
}

const definitionOf = ({ catalogue }: Pick<WritingParts<unknown>, 'catalogue'>, type: string): EventDefinition => {
  const definition = catalogue.definitions.get(type);
  if (!definition) throw new Error(`there is no event ${type}`);
  return definition;
};

/**
 * The events of one command with what is personal in them sealed; at once, and not as a promise, when there is none.
 * Rejects with VaultError PERSON_ERASED.
 */
export const sealEvents = (
  parts: Pick<WritingParts<unknown>, 'catalogue' | 'vault'>,
  commandId: string,
  events: readonly Event[],
): readonly Event[] | Promise<readonly Event[]> => {
  const fields = events.map((event) => personalFieldsOf(event, definitionOf(parts, event.type)));
  if (fields.every(({ length }) => length === 0)) return events;
  return Promise.all(
    events.map((event, index) => sealPersonal(parts.vault, event, eventIdOf(commandId, index), fields[index]!)),
  );
};

type Place = Pick<Line, 'programmeId' | 'revision'>;

/**
 * Makes a line of an event. It is read back before it is ever stored: what this build writes it can read, and the state
 * folds over exactly what the next process will find on the disk.
 */
const writeLine = <State>(
  parts: WritingParts<State>,
  event: Event,
  metadata: LineMetadata & Place,
  index: number,
): Written => {
  const id = eventIdOf(metadata.commandId, index);
  const { type, version, data } = event;
  assertSealed(type, data, definitionOf(parts, type));
  const encoded = parts.catalogue.encode({ id, type, version, data, ...metadata });
  const json = JSON.stringify(encoded.data);
  const stored: NewEvent = { ...encoded, data: JSON.parse(json) as unknown };
  const place = { stream: streamOf(metadata.programmeId), revision: metadata.revision, position: 0n };
  const { position: _notYet, ...line } = parts.catalogue.decode({ ...stored, ...place });
  return { line, stored, bytes: Buffer.byteLength(json) };
};

export interface WrittenLines<State> {
  readonly lines: readonly Line[];
  readonly events: readonly NewEvent[];
  readonly bytes: number;
  readonly after: FoldedBook<State>;
}

/** Writes the events of one command, sealed, at the end of a book: not on the disk yet. */
export const writeLines = <State>(
  parts: WritingParts<State>,
  book: FoldedBook<State>,
  events: readonly Event[],
  common: Omit<LineMetadata, 'occurredOn'> & Pick<Line, 'programmeId'>,
  occurredOn: LocalDate,
): WrittenLines<State> => {
  if (events.length === 0) throw new Error('a command that is not refused leads to at least one event');
  const written = events.map((event, index) =>
    writeLine(
      parts,
      event,
      { occurredOn: event.occurredOn ?? occurredOn, revision: book.revision + 1n + BigInt(index), ...common },
      index,
    ),
  );
  const lines = written.map(({ line }) => line);
  return {
    lines,
    events: written.map(({ stored }) => stored),
    bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
    after: lines.reduce((folded, line) => foldLine(parts.model, folded, line), book),
  };
};
