import type { EventStore, StoredEvent } from '#event-store';
import { leafEnvelopeOf, leafHash } from '#proof';
import { copyLines, treeOver } from '../copy-lines.js';
import { CommandRefused } from '../outcome.js';
import { exitCodes } from '../terminal.js';

/** A ledger as it arrived. */
export interface Moved {
  readonly events: number;
  /** How many of them were there already, from an attempt that did not come to its end. */
  readonly resumedAt: number;
  /** Of the tree over all lines, here and there. */
  readonly root: Buffer;
  /** Where each line stands now, in order. */
  readonly positions: readonly bigint[];
}

interface Ledgers {
  readonly from: Pick<EventStore, 'readAll' | 'head'>;
  readonly to: Pick<EventStore, 'readAll' | 'append'>;
}

const placeOf = ({ stream, revision, type }: StoredEvent): string => `${type}, ${stream}@${revision}`;

const hashOf = (line: StoredEvent): Buffer => leafHash(leafEnvelopeOf(line));

const refused = (code: string, message: string): CommandRefused => new CommandRefused(code, message, exitCodes.fault);

/** Goes past the lines that are there already. @throws CommandRefused TARGET_DIFFERS: they are not the first ones of this ledger */
const passFound = async (source: AsyncIterator<StoredEvent, void>, { to }: Ledgers): Promise<number> => {
  let found = 0;
  for await (const there of to.readAll()) {
    const { done, value: here } = await source.next();
    if (done || !hashOf(here).equals(hashOf(there)))
      throw refused(
        'TARGET_DIFFERS',
        `There are lines of another ledger already: line ${found + 1} there (${placeOf(there)}) is not line ${found + 1} here. Move to a place that is empty.`,
      );
    found++;
  }
  return found;
};

const rest = (source: AsyncIterator<StoredEvent, void>): AsyncIterable<StoredEvent> => ({
  [Symbol.asyncIterator]: () => ({ next: () => source.next() }),
});

/**
 * Copies a ledger from one store to another, and reads both to their ends before it counts: the same lines, in the same
 * order, under the same root. Goes on where an earlier attempt ended.
 * @throws CommandRefused TARGET_DIFFERS, LEDGER_MOVED_ON: somebody wrote meanwhile, stop the servers and give the command again
 */
export const moveLedger = async (
  ledgers: Ledgers,
  onProgress: (done: number) => void = () => undefined,
): Promise<Moved> => {
  const { from, to } = ledgers;
  const source = from.readAll()[Symbol.asyncIterator]() as AsyncIterator<StoredEvent, void>;
  const resumedAt = await passFound(source, ledgers);
  await copyLines(to, rest(source), (done) => onProgress(resumedAt + done));
  const positions: bigint[] = [];
  const here = await treeOver(from);
  const there = await treeOver(to, ({ position }) => void positions.push(position));
  const root = there.root();
  if (here.size > there.size)
    throw refused(
      'LEDGER_MOVED_ON',
      'Lines were added while it was moved. Stop the servers, and give the command again.',
    );
  if (!here.root().equals(root))
    throw refused('MOVED_DIFFERS', 'What arrived has another root: somebody else writes there, too.');
  return { events: positions.length, resumedAt, root, positions };
};
