import type { NewEvent } from '#event-store';
import { type Catalogue, type Event, type Line, type LineMetadata, type LocalDate, streamOf } from '#kernel';
import type { Vault } from '#privacy';
import { type FoldedBook, foldLine } from './folded-book.js';
import { eventIdOf } from './ids.js';
import type { Model } from './ledger.js';
import { assertSealed, sealPersonal } from './seal-personal.js';

export interface WritingParts<State> {
  readonly catalogue: Catalogue;
  readonly model: Model<State>;
  readonly vault: Vault;
}

interface Written {
  readonly line: Line;
  readonly stored: NewEvent;
  /** UTF-8 bytes of its data. */
  readonly bytes: number;
}

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
  const { type, version } = event;
  const definition = parts.catalogue.definitions.get(type);
  if (!definition) throw new Error(`there is no event ${type}`);
  const data = sealPersonal(parts.vault, event, id, definition);
  assertSealed(type, data, definition);
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

/** Writes the events of one command at the end of a book: not on the disk yet. @throws VaultError PERSON_ERASED */
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
