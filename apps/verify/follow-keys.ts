import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ledgerStream } from '#kernel';
import {
  NoteError,
  type Verifier,
  leafHash,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  verifierKey,
  verifyInclusion,
} from '#proof/check';
import { type KeyChange } from './export-format.js';
import { exportNames } from './export-names.js';

const changeType = 'CheckpointKeyRotated';

const changesIn = (folder: string): readonly Partial<KeyChange>[] => {
  const path = join(folder, exportNames.keyChanges);
  if (!existsSync(path)) return [];
  try {
    const told = JSON.parse(readFileSync(path, 'utf8')) as unknown;
    return Array.isArray(told) ? (told as Partial<KeyChange>[]) : [];
  } catch {
    return [];
  }
};

/** The checkpoint of a note that one of the keys signed; undefined where none did. */
const signedBy = (note: string, verifiers: readonly Verifier[]) => {
  for (const verifier of verifiers)
    try {
      return parseCheckpoint(openNote(note, verifier));
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
    }
  return undefined;
};

const isChange = (envelope: string, data: string): boolean => {
  const leaf = JSON.parse(envelope) as { readonly data?: unknown; readonly stream?: unknown; readonly type?: unknown };
  const digest = createHash('sha256').update(data).digest('hex');
  return leaf.stream === ledgerStream && leaf.type === changeType && leaf.data === digest;
};

/** The key that a change brings in, where one of the keys signed that it does. */
const newKeyOf = (change: Partial<KeyChange>, verifiers: readonly Verifier[]): Verifier | undefined => {
  const { note = '', leafEnvelope = '', data = '', hashes = [] } = change;
  const signed = signedBy(note, verifiers);
  if (!signed || !isChange(leafEnvelope, data)) return undefined;
  const { size, root } = signed;
  const proof = hashes.map((hash) => Buffer.from(hash, 'base64'));
  // The checkpoint that hands over ends with the line of the change.
  if (!verifyInclusion({ index: size - 1n, size, leaf: leafHash(leafEnvelope), proof, root })) return undefined;
  return parseVerifierKey((JSON.parse(data) as { newVerifierKey: string }).newVerifierKey);
};

/**
 * The keys that may be believed because of the one that was given: it, and each that followed on it as the export shows.
 * What shows nothing is passed over: then the signature that is looked for is missing. @throws NoteError VERIFIER_KEY_MALFORMED
 */
export const keysFrom = (folder: string, key: string): readonly Verifier[] => {
  const verifiers = [parseVerifierKey(key)];
  for (const change of changesIn(folder))
    try {
      const next = newKeyOf(change, verifiers);
      if (next && !verifiers.some((each) => verifierKey(each) === verifierKey(next))) verifiers.push(next);
    } catch {
      // Not of its form: it shows nothing.
    }
  return verifiers;
};
