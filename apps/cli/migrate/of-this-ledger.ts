import type { EventStore } from '#event-store';
import { MerkleBuilder, leafEnvelopeOf, leafHash, onTree, openSqliteProofLog, rootAt } from '#proof';
import { filesIn } from '../../ledger/config.js';
import { CommandRefused } from '../outcome.js';
import { exitCodes } from '../terminal.js';
import { fitFolder } from './fit-folder.js';

const differs = (why: string): CommandRefused =>
  new CommandRefused(
    'SOURCE_DIFFERS',
    `What lies there is of another ledger than the one here: ${why}`,
    exitCodes.fault,
  );

/**
 * Holds the first line of a ledger against what is known of the one that something belongs to.
 * @throws CommandRefused SOURCE_DIFFERS
 */
export const assertOfLedger = async (known: string | undefined, store: Pick<EventStore, 'readAll'>): Promise<void> => {
  if (known === undefined) return;
  for await (const { id } of store.readAll({ max: 1 })) if (id === known) return;
  throw differs('its first line is another one.');
};

const treeIn = async (file: string): Promise<{ readonly size: bigint; readonly root: Buffer }> => {
  const log = openSqliteProofLog(file);
  try {
    const { size } = await log.end();
    return { size, root: await onTree(log, (hashAt) => rootAt(size, hashAt)) };
  } finally {
    await log.close();
  }
};

/**
 * Holds a tree of proofs in a folder against the lines of the ledger, and tells it where they stand: the ledger may have moved
 * since. @throws CommandRefused SOURCE_DIFFERS
 */
export const fitToLedger = async (folder: string, store: Pick<EventStore, 'readAll'>): Promise<void> => {
  const { size, root } = await treeIn(filesIn(folder).proof);
  const tree = new MerkleBuilder();
  const positions: bigint[] = [];
  for await (const line of store.readAll()) {
    if (tree.size === size) break;
    tree.append(leafHash(leafEnvelopeOf(line)));
    positions.push(line.position);
  }
  if (tree.size < size) throw differs(`it sealed ${size} lines, and here are ${tree.size}.`);
  if (!tree.root().equals(root)) throw differs('its lines were sealed under another root.');
  fitFolder(folder, positions);
};
