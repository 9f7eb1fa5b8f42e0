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
}

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
    return { log, keys, cosignatures: new Cosignatures({ log, origin: keys.origin, witnesses }), sealer };
  } catch (error) {
    log.close();
    throw error;
  }
};
