import { type EventStore } from '#event-store';
import { type Catalogue, type Entities, type Instant, type Line, none, streamOf } from '#kernel';
import type { Model } from './ledger.js';

/** What the book remembers of a command that wrote in it. */
export interface WrittenCommand {
  readonly digest: string | undefined;
  readonly firstRevision: bigint;
  readonly lastRevision: bigint;
}

/** A book folded up to a revision. Immutable: the durable one and the one that is ahead of the disk share structure. */
export interface FoldedBook<State> {
  readonly state: State;
  /** Revision of the last line folded in; -1 before the first. */
  readonly revision: bigint;
  readonly commands: Entities<WrittenCommand>;
  readonly lastRecordedAt: Instant;
}

export const unwritten = <State>(model: Model<State>): FoldedBook<State> => ({
  state: model.initial,
  revision: -1n,
  commands: none(),
  lastRecordedAt: '',
});

const remember = (commands: Entities<WrittenCommand>, line: Line): Entities<WrittenCommand> => {
  const firstRevision = commands.get(line.commandId)?.firstRevision ?? line.revision;
  return commands.set(line.commandId, { digest: line.commandDigest, firstRevision, lastRevision: line.revision });
};

export const foldLine = <State>(model: Model<State>, book: FoldedBook<State>, line: Line): FoldedBook<State> => ({
  state: model.evolve(book.state, line),
  revision: line.revision,
  commands: remember(book.commands, line),
  lastRecordedAt: line.recordedAt > book.lastRecordedAt ? line.recordedAt : book.lastRecordedAt,
});

/** The book with everything that was stored since. @throws UnreadableEvent */
export const readOn = async <State>(
  parts: { store: EventStore; catalogue: Catalogue; model: Model<State> },
  programmeId: string,
  book: FoldedBook<State>,
): Promise<FoldedBook<State>> => {
  let { state, lastRecordedAt, revision } = book;
  const commands = book.commands.asMutable();
  for await (const stored of parts.store.read(streamOf(programmeId), { from: revision + 1n })) {
    const line = parts.catalogue.decode(stored);
    state = parts.model.evolve(state, line);
    remember(commands, line);
    revision = line.revision;
    if (line.recordedAt > lastRecordedAt) lastRecordedAt = line.recordedAt;
  }
  return { state, revision, commands: commands.asImmutable(), lastRecordedAt };
};
