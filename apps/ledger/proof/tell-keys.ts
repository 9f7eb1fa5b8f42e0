import { inclusionPath, leafEnvelopeOf, onTree, verifierKey } from '#proof';
import type { CheckpointKey, Rotation } from './checkpoint-keys.js';
import type { Proof } from './open-proof.js';
import { type ToldCheckpoint, checkpointAt } from './prove.js';

export interface ToldHandOver extends Omit<Rotation, 'event'> {
  /** As it is stored: what the leaf is made over. */
  readonly data: string;
  readonly leafIndex: bigint;
  readonly leafEnvelope: string;
  readonly hashes: readonly string[];
  readonly checkpoint: ToldCheckpoint;
}

export interface ToldKey {
  readonly verifierKey: string;
  readonly from: bigint | null;
  readonly until: bigint | null;
  readonly handOver: ToldHandOver | null;
}

const handOverOf = async (
  proof: Proof,
  { rotation }: CheckpointKey,
  size: bigint | undefined,
): Promise<ToldHandOver | null> => {
  if (!rotation || size === undefined) return null;
  const { event, ...told } = rotation;
  const leafIndex = size - 1n;
  const hashes = await onTree(proof.log, (hashAt) => inclusionPath(leafIndex, size, hashAt));
  return {
    ...told,
    data: JSON.stringify(event.data),
    leafIndex,
    leafEnvelope: leafEnvelopeOf(event),
    hashes: hashes.map((hash) => hash.toString('base64')),
    checkpoint: await checkpointAt(proof, size),
  };
};

/** The keys of a ledger, each with the sizes that it signs and the proof of how it followed on the one before. */
export const tellKeys = async (proof: Proof): Promise<readonly ToldKey[]> => {
  await proof.catchUp();
  const { keys } = proof;
  const told = keys.all.map(async (key, at) => {
    const from = keys.from(key);
    const next = keys.all[at + 1];
    return {
      verifierKey: verifierKey(key.verifier),
      from: from ?? null,
      until: (next && keys.from(next)) ?? null,
      handOver: await handOverOf(proof, key, from),
    };
  });
  return Promise.all(told);
};
