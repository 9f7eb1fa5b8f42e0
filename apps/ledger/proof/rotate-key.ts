import { randomUUID } from 'node:crypto';
import { type EventStore, isEventStoreError } from '#event-store';
import { dateIn, ledgerStream } from '#kernel';
import type { Vault } from '#privacy';
import { signerFrom, verifierKey } from '#proof';
import { CheckpointKeyRotated, ledgerCatalogue } from './checkpoint-key.events.js';
import { type CheckpointKeys, keyName } from './checkpoint-keys.js';

export interface RotationParts {
  readonly store: Pick<EventStore, 'append'>;
  readonly vault: Pick<Vault, 'secret'>;
  /** As the ledger tells them now. */
  readonly keys: CheckpointKeys;
  readonly reason: string;
  /** A pseudonym. */
  readonly actorId: string;
  readonly timeZone: string;
  readonly now?: Date;
}

export interface Rotated {
  readonly position: bigint;
  readonly oldVerifierKey: string;
  readonly newVerifierKey: string;
}

/**
 * Makes a new key, safe in the vault before the ledger tells of it, and records that it signs from then on. Who seals finds
 * it there. Undefined when another one was faster: nothing was recorded.
 */
export const rotateKey = async (parts: RotationParts): Promise<Rotated | undefined> => {
  const { store, vault, keys, reason, actorId, timeZone, now = new Date() } = parts;
  const known = keys.all.length;
  const oldVerifierKey = verifierKey(keys.all.at(-1)!.verifier);
  const newVerifierKey = verifierKey(signerFrom(keys.origin, await vault.secret(keyName(known + 1))));
  const commandId = randomUUID();
  const { type, version, data } = CheckpointKeyRotated({ number: known + 1, oldVerifierKey, newVerifierKey, reason });
  const event = ledgerCatalogue.encode({
    id: randomUUID(),
    type,
    version,
    data,
    programmeId: '',
    revision: (keys.revision ?? -1n) + 1n,
    occurredOn: dateIn(timeZone)(now),
    recordedAt: now.toISOString(),
    actor: { id: actorId, role: 'admin' },
    commandId,
    correlationId: commandId,
    evidence: [],
  });
  try {
    const { position } = await store.append(ledgerStream, keys.revision ?? 'no_stream', [event]);
    return { position, oldVerifierKey, newVerifierKey };
  } catch (error) {
    if (isEventStoreError(error, 'WRONG_EXPECTED_REVISION')) return undefined;
    throw error;
  }
};
