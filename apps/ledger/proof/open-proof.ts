import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import type { Vault } from '#privacy';
import { type ProofLog, type Sealer, openSqliteProofLog, runSealer } from '#proof';
import type { PublishingConfig } from '../publishing/checkpoint-variables.js';
import { CheckpointKeys } from './checkpoint-keys.js';
import { Cosignatures } from './cosignatures.js';

/** The tree of the ledger, who signs for it, and what keeps it up to date. */
export interface Proof {
  readonly log: ProofLog;
  readonly keys: CheckpointKeys;
  readonly cosignatures: Cosignatures;
  /** Undefined where this process seals nothing: a visitor's. */
  readonly sealer: Sealer | undefined;
  /** Resolves with true when everything up to the position is sealed, by whomever, with false when that takes longer. */
  waitFor(position: bigint, timeoutMs: number): Promise<boolean>;
  /** Learns who signs by now; the process that seals knows it by itself. */
  catchUp(): Promise<void>;
}

/** How often one who does not seal looks whether others have. */
const lookMs = 50;

const sealedByOthers = async (log: ProofLog, position: bigint, timeoutMs: number): Promise<boolean> => {
  for (const deadline = Date.now() + timeoutMs; ; await delay(lookMs)) {
    if ((await log.end()).head >= position) return true;
    if (Date.now() > deadline) return false;
  }
};

export interface ProofParts {
  readonly file: string;
  readonly store: EventStore;
  readonly vault: Pick<Vault, 'secret' | 'findSecret'>;
  readonly seals: boolean;
  /** Tells whose signatures are kept; nobody's when undefined. */
  readonly publishing: Pick<PublishingConfig, 'witnesses'> | undefined;
  readonly signal: AbortSignal;
  readonly logger?: Parameters<typeof runSealer>[0]['logger'];
  readonly now?: (() => Date) | undefined;
}

/** Opens the tree of a ledger and, where this process is to, keeps it up to date. The key is made at the first start. */
export const openProof = async (parts: ProofParts): Promise<Proof> => {
  const { file, store, vault, seals, publishing, signal, logger, now } = parts;
  const log = openSqliteProofLog(file);
  try {
    const keys = await CheckpointKeys.open({ store, vault }, log);
    const told = { ...(logger ? { logger } : {}), ...(now ? { now } : {}) };
    const sealer = seals ? runSealer({ store, log, signer: keys.first, signers: keys, signal, ...told }) : undefined;
    const { witnesses = [] } = publishing ?? {};
    return {
      log,
      keys,
      cosignatures: new Cosignatures({ log, origin: keys.origin, witnesses }),
      sealer,
      waitFor: (position, timeoutMs) =>
        sealer ? sealer.waitFor(position, timeoutMs) : sealedByOthers(log, position, timeoutMs),
      catchUp: () => (sealer ? Promise.resolve() : keys.catchUp(store)),
    };
  } catch (error) {
    await log.close();
    throw error;
  }
};
