import type { TileName } from './tiles.js';

/** A leaf, and the position of its event in the ledger. */
export interface PlacedLeaf {
  readonly position: bigint;
  readonly hash: Buffer;
}

export interface KeptCheckpoint {
  readonly size: bigint;
  /** The signed note. */
  readonly note: string;
  /** In UTC, ISO 8601. */
  readonly sealedAt: string;
}

/** A line of signature that a witness put below the checkpoint of a size. */
export interface KeptCosignature {
  readonly size: bigint;
  /** Of the witness. */
  readonly verifierKey: string;
  /** In UTC, ISO 8601. */
  readonly signedAt: string;
  /** With its line break. */
  readonly line: string;
}

/** A checkpoint as it is made. */
export interface MadeCheckpoint extends Pick<KeptCheckpoint, 'note' | 'sealedAt'> {
  /** It shows how one key handed over to the next, and is kept for ever. */
  readonly isHandOver?: boolean;
}

/** Where the tree ends. */
export interface LogEnd {
  /** Leaves. */
  readonly size: bigint;
  /** Position of the event of the last leaf; 0 when there is none. */
  readonly head: bigint;
}

/** The tree of a ledger, as it is kept: leaves in the order of the ledger, numbered from 0 without gaps. */
export interface ProofLog {
  end(): Promise<LogEnd>;
  /** For each tile the hashes that there are of it, one after the other; none when there is no such tile. */
  tiles(names: readonly TileName[]): Promise<readonly Buffer[]>;
  /** The leaf of the event at a position; undefined when it is not sealed. */
  indexOf(position: bigint): Promise<bigint | undefined>;
  /** Position of a leaf's event; undefined when there is no such leaf. */
  positionOf(index: bigint): Promise<bigint | undefined>;
  /**
   * Appends leaves, and the checkpoint that is made of the root of the tree with them: all of it or nothing, durably. False
   * when the tree is not of this size any more: another process was faster.
   */
  append(size: bigint, leaves: readonly PlacedLeaf[], seal: (root: Buffer) => MadeCheckpoint): Promise<boolean>;
  /** The newest checkpoint; undefined before the first. */
  newest(): Promise<KeptCheckpoint | undefined>;
  /** The checkpoints with which keys handed over, the smallest first. */
  handOvers(): Promise<readonly KeptCheckpoint[]>;
  /** Keeps what witnesses signed; of several of one witness for one size, the latest. Durable when it resolves. */
  keepCosignatures(cosignatures: readonly KeptCosignature[]): Promise<void>;
  /** What witnesses signed of a size. */
  cosignatures(size: bigint): Promise<readonly KeptCosignature[]>;
  /** The largest size that a witness has signed; undefined when none has signed any. */
  newestCosigned(): Promise<bigint | undefined>;
  close(): Promise<void>;
}
