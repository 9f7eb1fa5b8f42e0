import { setTimeout as delay } from 'node:timers/promises';
import type { Batch, EventStore, StoredEvent } from '#event-store';
import { checkpointText } from './checkpoint.js';
import { leafEnvelopeOf } from './leaf.js';
import { leafHash } from './merkle.js';
import { type Signer, signNote } from './note.js';
import { onTree } from './on-tree.js';
import type { LogEnd, PlacedLeaf, ProofLog } from './proof-log.js';

/** Events gather for so long before they are sealed together: a busy ledger makes few checkpoints, a quiet one prompt ones. */
const gatherMs = 100;
const retryMs = 1_000;
/** Leaves beside the last one that are held against the ledger at a start. */
const sampledLeaves = 32;

/** The ledger does not hold what was sealed: it was changed, or goes with another tree. Nothing more is sealed. */
export interface Diverged {
  /** Position of the first event that was found not to be the one that was sealed. */
  readonly position: bigint;
  readonly found: string;
}

export interface SealerStatus {
  readonly size: bigint;
  /** Everything up to here is sealed. */
  readonly position: bigint;
  readonly diverged?: Diverged;
  readonly failing?: string;
}

/** What the sealer says of its work; pino's loggers fit. */
export interface SealerLog {
  error(fields: object, message: string): void;
}

/** Who signs a checkpoint, where that changes on the way. */
export interface CheckpointSigners {
  /**
   * Learns from an event who signs from then on; of one that is about to be sealed also which leaf it will be. True when a
   * checkpoint is to be made right after it.
   */
  learn(event: StoredEvent, leafIndex?: bigint): boolean | Promise<boolean>;
  /** The text of a checkpoint of a size, with the signatures that it is to have. */
  sign(text: string, size: bigint): string;
}

export interface SealerParts {
  readonly store: Pick<EventStore, 'subscribe' | 'readAt' | 'head'>;
  readonly log: ProofLog;
  /** Signs checkpoints; its name is the log's origin. */
  readonly signer: Signer;
  /** Where more than one key signs; the signer alone when absent. */
  readonly signers?: CheckpointSigners;
  readonly signal: AbortSignal;
  readonly now?: () => Date;
  readonly logger?: SealerLog;
}

export interface Sealer {
  status(): SealerStatus;
  /** Resolves with true when everything up to the position is sealed, with false when that takes longer. */
  waitFor(position: bigint, timeoutMs: number): Promise<boolean>;
  /** Resolves when the signal has aborted. Never rejects. */
  readonly done: Promise<void>;
}

const leafOf = (event: StoredEvent): PlacedLeaf => ({
  position: event.position,
  hash: leafHash(leafEnvelopeOf(event)),
});

/** The leaves to look at: the last, and some spread over the tree, others at each start. */
const sampled = (size: bigint): readonly bigint[] => {
  if (size === 0n) return [];
  const some = Array.from({ length: sampledLeaves }, () => BigInt(Math.floor(Math.random() * Number(size))));
  return [...new Set([...some, size - 1n])].sort((a, b) => (a < b ? -1 : 1));
};

/** Holds the tree against the ledger, as far as that can be done at a start. `wavebook check` looks at all of it. */
const divergence = async (parts: SealerParts): Promise<Diverged | undefined> => {
  const { log } = parts;
  const { size } = await log.end();
  const indexes = sampled(size);
  const leaves = await onTree(log, (hashAt) => indexes.map((index) => hashAt(0, index)));
  for (const [at, index] of indexes.entries()) {
    const position = (await log.positionOf(index))!;
    const event = await parts.store.readAt(position);
    if (event === undefined) return { position, found: 'the event that was sealed is gone' };
    if (!leafOf(event).hash.equals(leaves[at]!)) return { position, found: 'the event is not the one that was sealed' };
  }
  return undefined;
};

/** Follows the ledger and seals what is appended: in a tree, under a signed checkpoint. See docs/adr/0014. */
export const runSealer = (parts: SealerParts): Sealer => {
  const { store, log, signer, signal, now = () => new Date(), logger } = parts;
  const { signers = { learn: () => false, sign: (text: string) => signNote(text, signer) } } = parts;
  const waiting = new Set<() => void>();
  let end: LogEnd = { size: 0n, head: 0n };
  let diverged: Diverged | undefined;
  let failing: string | undefined;

  const seal = async (leaves: readonly PlacedLeaf[], isHandOver = false): Promise<boolean> => {
    const { size } = end;
    const sealed = size + BigInt(leaves.length);
    const isSealed = await log.append(size, leaves, (root) => {
      const text = checkpointText({ origin: signer.name, size: sealed, root });
      return { note: signers.sign(text, sealed), sealedAt: now().toISOString(), isHandOver };
    });
    if (isSealed) end = { size: sealed, head: leaves.at(-1)?.position ?? end.head };
    return isSealed;
  };

  /** False when another process was faster. */
  const take = async ({ events }: Batch): Promise<boolean> => {
    let leaves: PlacedLeaf[] = [];
    for (const event of events) {
      // What another process has sealed meanwhile is not sealed again.
      const isSealed = event.position <= end.head;
      const leafIndex = isSealed ? undefined : end.size + BigInt(leaves.length);
      const isHandOver = await signers.learn(event, leafIndex);
      if (isSealed) continue;
      leaves.push(leafOf(event));
      if (!isHandOver) continue;
      if (!(await seal(leaves, isHandOver))) return false;
      leaves = [];
    }
    if (leaves.length > 0 && !(await seal(leaves))) return false;
    failing = undefined;
    for (const look of waiting) look();
    return true;
  };

  const follow = async (): Promise<void> => {
    for (const look of waiting) look();
    // Also an empty ledger has a checkpoint: of a tree without leaves.
    if ((await log.newest()) === undefined) await seal([]);
    for await (const batch of store.subscribe({ after: end.head, signal })) {
      while (!(await take(batch))) end = await log.end();
      if (batch.caughtUp) await delay(gatherMs, undefined, { signal }).catch(() => undefined);
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted && diverged === undefined) {
      try {
        end = await log.end();
        diverged = await divergence(parts);
        if (diverged)
          logger?.error(
            { ...diverged, position: String(diverged.position) },
            'the ledger is not what was sealed: nothing more is sealed',
          );
        else await follow();
      } catch (error) {
        if (signal.aborted) return;
        failing = error instanceof Error ? error.message : String(error);
        logger?.error({ err: error }, 'sealing failed; it is tried again');
        await delay(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  };

  const done = run();
  return {
    done,
    status: () => ({
      size: end.size,
      position: end.head,
      ...(diverged ? { diverged } : {}),
      ...(failing === undefined ? {} : { failing }),
    }),
    waitFor(position, timeoutMs) {
      if (end.head >= position) return Promise.resolve(true);
      return new Promise((resolve) => {
        const settle = (reached: boolean) => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve(reached);
        };
        const look = () => {
          if (end.head >= position) settle(true);
        };
        const timer = setTimeout(() => settle(end.head >= position), timeoutMs);
        waiting.add(look);
      });
    },
  };
};
