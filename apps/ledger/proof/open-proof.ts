import type { EventStore } from '#event-store';
import type { Vault } from '#privacy';
import { type ProofLog, type Sealer, type Signer, openSqliteProofLog, runSealer, signerFrom } from '#proof';

/** Names of secrets in the vault: they are kept, wrapped and backed up with the keys of persons. */
const keyName = 'checkpoint-key-1';
const originName = 'ledger-origin';
const originCharacters = 32;

/** The tree of the ledger, who signs for it, and what keeps it up to date. */
export interface Proof {
  readonly log: ProofLog;
  readonly signer: Signer;
  /** Undefined where this process seals nothing: a visitor's. */
  readonly sealer: Sealer | undefined;
}

export interface ProofParts {
  readonly file: string;
  readonly store: EventStore;
  readonly vault: Pick<Vault, 'secret'>;
  readonly seals: boolean;
  readonly signal: AbortSignal;
  readonly logger?: Parameters<typeof runSealer>[0]['logger'];
  readonly now?: (() => Date) | undefined;
}

/** Opens the tree of a ledger and, where this process is to, keeps it up to date. The key is made at the first start. */
export const openProof = ({ file, store, vault, seals, signal, logger, now }: ProofParts): Proof => {
  const log = openSqliteProofLog(file);
  const origin = `wavebook/${vault.secret(originName).toString('hex').slice(0, originCharacters)}`;
  const signer = signerFrom(origin, vault.secret(keyName));
  const clock = now ? { now } : {};
  const sealer = seals ? runSealer({ store, log, signer, signal, ...(logger ? { logger } : {}), ...clock }) : undefined;
  return { log, signer, sealer };
};
