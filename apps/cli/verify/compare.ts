import type { EventStore, StoredEvent } from '#event-store';
import { type Checkpoint, MerkleBuilder, type ProofLog, hashesOf, leafEnvelopeOf, leafHash, tileWidth } from '#proof';

export type VerifyCode =
  | 'LINE_CHANGED'
  | 'LINE_MISSING'
  | 'LINE_INSERTED'
  | 'LINES_SWAPPED'
  | 'LINES_CUT_OFF'
  | 'CHECKPOINT_DIFFERS'
  | 'LEDGER_SHORTER';

/** The first thing that is not as it was sealed. */
export interface Finding {
  readonly code: VerifyCode;
  /** Of the line that it was found at, or where the line would stand. */
  readonly position: bigint;
  readonly found: string;
}

export interface Compared {
  readonly events: number;
  /** How many of them the tree covers. */
  readonly sealed: bigint;
  /** Of the tree over the sealed lines, as they are now. */
  readonly root: Buffer;
  readonly finding: Finding | undefined;
}

/** A checkpoint that the ledger must begin with. */
export interface Held extends Checkpoint {
  /** Position of its last line, where it must be that very line. */
  readonly endsAt?: bigint;
}

const whole = BigInt(tileWidth);

/** Leaves of the sealed tree: those of the tile where somebody is, and of the ones beside it. */
class SealedLeaves {
  readonly #tiles = new Map<bigint, readonly Buffer[]>();

  constructor(private readonly log: Pick<ProofLog, 'tiles'>) {}

  /** To be waited for at the first leaf of each tile. */
  async enter(tile: bigint): Promise<void> {
    const missing = [tile, tile + 1n].filter((n) => !this.#tiles.has(n));
    const read = await this.log.tiles(missing.map((n) => ({ level: 0, n })));
    for (const [at, n] of missing.entries()) this.#tiles.set(n, hashesOf(read[at]!));
    this.#tiles.delete(tile - 2n);
  }

  at(index: bigint): Buffer | undefined {
    return index < 0n ? undefined : this.#tiles.get(index / whole)?.[Number(index % whole)];
  }
}

/** What was done at the first line that is not the sealed one, seen from it and the line after it. */
const findingAt = (
  { position, stream, revision, type }: StoredEvent,
  here: Buffer,
  next: Buffer | undefined,
  sealed: (offset: bigint) => Buffer | undefined,
): Finding => {
  const is = (hash: Buffer | undefined, offset: bigint) =>
    hash !== undefined && (sealed(offset)?.equals(hash) ?? false);
  const line = `position ${position} (${type}, ${stream}@${revision})`;
  if (is(here, 1n) && is(next, 0n))
    return { code: 'LINES_SWAPPED', position, found: `The line at ${line} and the one after it have changed places.` };
  if (is(here, 1n)) return { code: 'LINE_MISSING', position, found: `A line is missing before the one at ${line}.` };
  if (is(next, 0n))
    return { code: 'LINE_INSERTED', position, found: `The line at ${line} was put in: it was never sealed.` };
  return { code: 'LINE_CHANGED', position, found: `The line at ${line} is not the one that was sealed.` };
};

/** Goes through the ledger beside the sealed tree. The first thing that is found counts. */
class Comparison {
  readonly tree = new MerkleBuilder();
  finding: Finding | undefined;
  /** Root of the tree of the sealed lines, as they are now; of no lines, where there are fewer. */
  root = this.tree.root();
  #last = 0n;
  #wrong: { readonly event: StoredEvent; readonly hash: Buffer; readonly index: bigint } | undefined;
  /** Those that are still to be held against, the smallest first. */
  readonly #kept: Held[];
  readonly #sealed: SealedLeaves;

  constructor(
    private readonly log: ProofLog,
    readonly size: bigint,
    kept: readonly Held[],
  ) {
    this.#sealed = new SealedLeaves(log);
    this.#kept = kept.toSorted((one, other) => Number(one.size - other.size));
    this.#holdKept();
  }

  async take(event: StoredEvent): Promise<void> {
    const { tree, size } = this;
    if (tree.size % whole === 0n) await this.#sealed.enter(tree.size / whole);
    const hash = leafHash(leafEnvelopeOf(event));
    this.#settle(hash);
    const index = tree.size;
    if (!this.finding && index < size && !this.#sealed.at(index)!.equals(hash)) this.#wrong = { event, hash, index };
    tree.append(hash);
    this.#last = event.position;
    if (tree.size === size) this.root = tree.root();
    this.#holdKept();
  }

  async end(): Promise<void> {
    const { tree, size, log } = this;
    this.#settle(undefined);
    if (tree.size < size)
      this.finding ??= {
        code: 'LINES_CUT_OFF',
        position: (await log.positionOf(tree.size))!,
        found: `The ledger ends at position ${this.#last}, and ${size - tree.size} lines after it were sealed.`,
      };
    const longest = this.#kept.at(-1);
    if (longest)
      this.finding ??= {
        code: 'LEDGER_SHORTER',
        position: this.#last,
        found: `The ledger has ${tree.size} lines, and a checkpoint stands for ${longest.size}.`,
      };
  }

  /** What was wrong with the last line is told when the next one is known. */
  #settle(next: Buffer | undefined): void {
    if (!this.#wrong) return;
    const { event, hash, index } = this.#wrong;
    this.#wrong = undefined;
    this.finding ??= findingAt(event, hash, next, (offset) => this.#sealed.at(index + offset));
  }

  #holdKept(): void {
    while (this.#kept[0]?.size === this.tree.size) this.#hold(this.#kept.shift()!);
  }

  #hold({ size, root, endsAt = this.#last }: Held): void {
    this.#settle(undefined);
    if (this.tree.root().equals(root) && endsAt === this.#last) return;
    this.finding ??= {
      code: 'CHECKPOINT_DIFFERS',
      position: this.#last,
      found: `The first ${size} lines, up to position ${this.#last}, are not those that the checkpoint stands for.`,
    };
  }
}

/**
 * Makes every leaf anew, in the order of the ledger, in little memory, and compares it with the sealed tree and, at its
 * size, with each checkpoint that was kept outside. It goes to the end whatever it finds.
 */
export const compareWithSealed = async (
  store: Pick<EventStore, 'readAll' | 'head'>,
  log: ProofLog,
  kept: readonly Held[],
  onProgress: (done: number, all: number) => void,
): Promise<Compared> => {
  const all = Number(await store.head());
  const comparison = new Comparison(log, (await log.end()).size, kept);
  let events = 0;
  for await (const event of store.readAll()) {
    await comparison.take(event);
    if (++events % 10_000 === 0) onProgress(events, all);
  }
  await comparison.end();
  const { size, tree, root, finding } = comparison;
  return { events, sealed: size < tree.size ? size : tree.size, root, finding };
};
