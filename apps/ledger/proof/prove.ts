import { type Recorded, type Refusal, isRefusal } from '#kernel';
import {
  type KeptCosignature,
  checkpointText,
  consistencyPath,
  inclusionPath,
  leafEnvelopeOf,
  leafHash,
  onTree,
  rootAt,
  verifierKey,
} from '#proof';
import type { EventStore } from '#event-store';
import { refuseProof } from './proof.words.js';
import type { Proof } from './open-proof.js';

/** How long a line that was written just now is waited for. */
export const sealWaitMsMax = 2_000;

export interface ToldCheckpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly rootHash: string;
  readonly note: string;
  readonly verifierKey: string;
  readonly cosignatures: readonly ToldCosignature[];
}

export interface ToldCosignature {
  readonly witness: string;
  readonly signedAt: string;
  readonly verifierKey: string;
}

export interface ToldInclusion {
  readonly event: Recorded;
  readonly leafIndex: bigint;
  readonly leafEnvelope: string;
  readonly leafHash: string;
  readonly hashes: readonly string[];
  readonly checkpoint: ToldCheckpoint;
}

export interface ToldConsistency {
  readonly from: ToldCheckpoint;
  readonly to: ToldCheckpoint;
  readonly hashes: readonly string[];
}

const coded = (hashes: readonly Buffer[]): readonly string[] => hashes.map((hash) => hash.toString('base64'));

const toldCosignature = ({ verifierKey: key, signedAt }: KeptCosignature): ToldCosignature => ({
  witness: key.split('+', 1)[0]!,
  signedAt,
  verifierKey: key,
});

/** The checkpoint of a size, signed anew where it is not the newest: the tree of a size never changes. */
export const checkpointAt = async (proof: Proof, size: bigint): Promise<ToldCheckpoint> => {
  const { log, keys, cosignatures } = proof;
  await proof.catchUp();
  const { origin } = keys;
  const root = await onTree(log, (hashAt) => rootAt(size, hashAt));
  const newest = await log.newest();
  const cosigned = await cosignatures.of(size);
  const own = newest?.size === size ? newest.note : keys.sign(checkpointText({ origin, size, root }), size);
  const [{ verifier }] = keys.at(size);
  return {
    origin,
    size,
    rootHash: root.toString('base64'),
    note: own + cosigned.map(({ line }) => line).join(''),
    verifierKey: verifierKey(verifier),
    cosignatures: cosigned.map(toldCosignature),
  };
};

const sealedSize = async (
  { log }: Proof,
  field: string,
  asked: bigint | null | undefined,
): Promise<bigint | Refusal> => {
  const { size: sealed } = await log.end();
  const size = asked ?? sealed;
  return size > sealed ? refuseProof('SIZE_NOT_SEALED', { field, size, sealed }, field) : size;
};

export const proveCheckpoint = async (proof: Proof, asked?: bigint | null): Promise<ToldCheckpoint | Refusal> => {
  const size = await sealedSize(proof, 'size', asked);
  return isRefusal(size) ? size : checkpointAt(proof, size);
};

/** Proves that a line stands in the tree. What its leaf holds is made of the line as the ledger holds it now. */
export const proveInclusion = async (
  proof: Proof,
  store: Pick<EventStore, 'readAt'>,
  event: Recorded,
  asked?: bigint | null,
): Promise<ToldInclusion | Refusal> => {
  const { log } = proof;
  const { position } = event;
  await proof.waitFor(position, sealWaitMsMax);
  const size = await sealedSize(proof, 'size', asked);
  if (isRefusal(size)) return size;
  const index = await log.indexOf(position);
  if (index === undefined || index >= size) return refuseProof('EVENT_NOT_SEALED', { position, size }, 'eventId');
  const stored = await store.readAt(position);
  if (!stored) throw new Error(`the ledger has no line at position ${position}, which is sealed`);
  const envelope = leafEnvelopeOf(stored);
  return {
    event,
    leafIndex: index,
    leafEnvelope: envelope,
    leafHash: leafHash(envelope).toString('base64'),
    hashes: coded(await onTree(log, (hashAt) => inclusionPath(index, size, hashAt))),
    checkpoint: await checkpointAt(proof, size),
  };
};

export const proveConsistency = async (
  proof: Proof,
  { from, to: asked }: { readonly from: bigint; readonly to?: bigint | null | undefined },
): Promise<ToldConsistency | Refusal> => {
  const to = await sealedSize(proof, 'to', asked);
  if (isRefusal(to)) return to;
  const earlier = await sealedSize(proof, 'from', from);
  if (isRefusal(earlier)) return earlier;
  if (from > to) return refuseProof('SIZES_REVERSED', { from, to }, 'from');
  return {
    from: await checkpointAt(proof, from),
    to: await checkpointAt(proof, to),
    hashes: coded(await onTree(proof.log, (hashAt) => consistencyPath(from, to, hashAt))),
  };
};
