import { verify } from 'node:crypto';
import { type Verifier, parseKey, signatureIn } from './note.js';

/** The signature type of witnesses (C2SP tlog-cosignature, cosignature/v1). */
const cosignatureV1 = 4;
const timestampBytes = 8;
const signatureBytes = 64;
/** The end of the year 9999, in seconds since 1970: what a day can be told of. */
const secondsMax = 253_402_300_799n;

/** A witness says that it saw a checkpoint, and none that contradicts it, by a moment of its own clock. */
export interface Cosignature {
  readonly witness: Verifier;
  /** In UTC, ISO 8601. */
  readonly signedAt: string;
  /** As it stands below the note, with its line break. */
  readonly line: string;
}

export type CosignatureErrorCode = 'COSIGNATURE_MALFORMED' | 'WITNESS_UNKNOWN' | 'SIGNATURE_WRONG';

/** What is wrong with a line that should be the signature of a witness: do not keep it. */
export class CosignatureError extends Error {
  override readonly name = 'CosignatureError';
  constructor(
    readonly code: CosignatureErrorCode,
    message: string,
    /** Whose it says that it is. */
    readonly signer?: string,
  ) {
    super(`${code}: ${message}`);
  }
}

/** The key of a witness, in the form of a verifier key. @throws NoteError VERIFIER_KEY_MALFORMED */
export const parseWitnessKey = (text: string): Verifier => parseKey(text, cosignatureV1);

/** What a witness signs: the text of a checkpoint below its own name and time. */
export const cosignedText = (text: string, seconds: bigint): string => `cosignature/v1\ntime ${seconds}\n${text}`;

/**
 * Checks a line of signature over the text of a checkpoint.
 * @throws CosignatureError COSIGNATURE_MALFORMED, WITNESS_UNKNOWN: it is of nobody who is trusted; SIGNATURE_WRONG
 */
export const checkCosignature = (text: string, line: string, witnesses: readonly Verifier[]): Cosignature => {
  const found = signatureIn(line);
  if (!found) throw new CosignatureError('COSIGNATURE_MALFORMED', 'it is no line of signature');
  const { name, keyId, rest } = found;
  const wrong = (code: CosignatureErrorCode, what: string) =>
    new CosignatureError(code, `the signature of ${name} ${what}`, name);
  const witness = witnesses.find((each) => each.name === name && each.keyId.equals(keyId));
  if (!witness) throw wrong('WITNESS_UNKNOWN', `with the key ${keyId.toString('hex')} is of no witness here`);
  const seconds = rest.length === timestampBytes + signatureBytes ? rest.readBigUInt64BE(0) : 0n;
  if (seconds === 0n || seconds > secondsMax) throw wrong('COSIGNATURE_MALFORMED', 'is not of cosignature/v1');
  if (!verify(null, Buffer.from(cosignedText(text, seconds)), witness.publicKey, rest.subarray(timestampBytes)))
    throw wrong('SIGNATURE_WRONG', 'is not over this checkpoint');
  return { witness, signedAt: new Date(Number(seconds) * 1_000).toISOString(), line: `${line}\n` };
};
