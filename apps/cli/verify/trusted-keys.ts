import type { EventStore, StoredEvent } from '#event-store';
import { ledgerStream } from '#kernel';
import {
  NoteError,
  type ProofLog,
  type Verifier,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  verifierKey,
} from '#proof';
import { CheckpointKeyRotated, ledgerCatalogue } from '../../ledger/proof/checkpoint-key.events.js';
import type { Held } from './compare.js';

/** Keys that may be believed because of the one that was given. */
export interface TrustedKeys {
  readonly verifiers: readonly Verifier[];
  /** With these each of them handed over to the next: the ledger must begin with them, and with the very line of the change. */
  readonly handOvers: readonly Held[];
}

/** The text of a note that one of the keys signed. @throws NoteError SIGNATURE_MISSING, SIGNATURE_WRONG, NOTE_MALFORMED */
export const openNoteBy = (note: string, verifiers: readonly Verifier[]): string => {
  let missing: unknown;
  for (const verifier of verifiers) {
    try {
      return openNote(note, verifier);
    } catch (error) {
      if (!(error instanceof NoteError) || error.code !== 'SIGNATURE_MISSING') throw error;
      missing ??= error;
    }
  }
  throw missing;
};

const opened = (note: string, verifiers: readonly Verifier[]): string | undefined => {
  try {
    return openNoteBy(note, verifiers);
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
};

/** The new key that a line tells; undefined when it cannot be read, which is found where it is compared with its leaf. */
const newKeyIn = (event: StoredEvent): Verifier | undefined => {
  if (event.type !== CheckpointKeyRotated.type) return undefined;
  try {
    return parseVerifierKey(ledgerCatalogue.decode(event).data.newVerifierKey);
  } catch {
    return undefined;
  }
};

/** The new key signs the hand-over, too: it does not follow on itself. */
const isKnown = (key: Verifier, verifiers: readonly Verifier[]): boolean =>
  verifiers.some((each) => verifierKey(each) === verifierKey(key));

/** Follows the changes of the key from the one that was given. @throws NoteError VERIFIER_KEY_MALFORMED */
export const trustedKeys = async (
  store: Pick<EventStore, 'read'>,
  log: Pick<ProofLog, 'handOvers' | 'indexOf'>,
  key: string,
): Promise<TrustedKeys> => {
  const verifiers = [parseVerifierKey(key)];
  const handOvers: Held[] = [];
  const noteOf = new Map((await log.handOvers()).map(({ size, note }) => [size, note]));
  for await (const event of store.read(ledgerStream)) {
    const next = newKeyIn(event);
    const index = await log.indexOf(event.position);
    const note = index === undefined ? undefined : noteOf.get(index + 1n);
    const text = next && note && opened(note, verifiers);
    if (!next || !text || isKnown(next, verifiers)) continue;
    verifiers.push(next);
    handOvers.push({ ...parseCheckpoint(text), endsAt: event.position });
  }
  return { verifiers, handOvers };
};
