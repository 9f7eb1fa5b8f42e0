import { type KeyObject, createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

export type NoteErrorCode =
  'NOTE_MALFORMED' | 'SIGNATURE_MISSING' | 'SIGNATURE_WRONG' | 'VERIFIER_KEY_MALFORMED' | 'CHECKPOINT_MALFORMED';

/** What is wrong with a signed note or a key: do not believe what it says. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
  constructor(
    readonly code: NoteErrorCode,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

/** The signature type of Ed25519 in signed notes (C2SP signed-note). */
const ed25519 = 1;
const seedBytes = 32;
/** DER before the 32 bytes of an Ed25519 private key (RFC 8410), and before those of a public one. */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** Checks what one signer signs. */
export interface Verifier {
  /** The signer's name: no spaces, no `+`. */
  readonly name: string;
  readonly publicKey: KeyObject;
  /** Type of its signatures: 1 for notes (Ed25519), 4 for cosignatures. */
  readonly kind: number;
  /** Four bytes that tell the keys of one name apart. */
  readonly keyId: Buffer;
}

export interface Signer extends Verifier {
  readonly privateKey: KeyObject;
}

const rawOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);

const keyIdOf = (name: string, publicKey: KeyObject, kind: number): Buffer =>
  createHash('sha256').update(`${name}\n`).update(Buffer.of(kind)).update(rawOf(publicKey)).digest().subarray(0, 4);

const isName = (name: string): boolean => name !== '' && !/[\s+]/u.test(name);

/** The signer whose Ed25519 key grows from 32 secret bytes. */
export const signerFrom = (name: string, seed: Buffer): Signer => {
  if (seed.length !== seedBytes || !isName(name)) throw new Error('a signer has a name without spaces and 32 bytes');
  const privateKey = createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return { name, kind: ed25519, privateKey, publicKey, keyId: keyIdOf(name, publicKey, ed25519) };
};

/** The public half in the form that notaries exchange: `name+keyid+base64` (C2SP signed-note, Go's sumdb/note). */
export const verifierKey = ({ name, kind, publicKey, keyId }: Verifier): string =>
  `${name}+${keyId.toString('hex')}+${Buffer.concat([Buffer.of(kind), rawOf(publicKey)]).toString('base64')}`;

/** A key for signatures of one type. @throws NoteError VERIFIER_KEY_MALFORMED */
export const parseKey = (text: string, kind: number): Verifier => {
  const malformed = () => new NoteError('VERIFIER_KEY_MALFORMED', 'a key is name+keyid+base64 of an Ed25519 key');
  const [, name, id, coded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text.trim()) ?? [];
  const key = Buffer.from(coded ?? '', 'base64');
  if (name === undefined || key.length !== 1 + seedBytes || key[0] !== kind) throw malformed();
  const der = Buffer.concat([publicPrefix, key.subarray(1)]);
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const keyId = keyIdOf(name, publicKey, kind);
  if (keyId.toString('hex') !== id) throw malformed();
  return { name, kind, publicKey, keyId };
};

/** @throws NoteError VERIFIER_KEY_MALFORMED */
export const parseVerifierKey = (text: string): Verifier => parseKey(text, ed25519);

const signatureBy = (text: string, { name, keyId, privateKey }: Signer): string => {
  const signature = Buffer.concat([keyId, sign(null, Buffer.from(text), privateKey)]);
  return `\u2014 ${name} ${signature.toString('base64')}\n`;
};

/** A text with the signatures of one or several below it. The text ends with a line break. */
export const signNote = (text: string, ...signers: readonly Signer[]): string =>
  `${text}\n${signers.map((signer) => signatureBy(text, signer)).join('')}`;

const signatureLine = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/u;

/** Whose a line of signature says that it is, and what stands in it; undefined for what is no such line. */
export const signatureIn = (
  line: string,
): { readonly name: string; readonly keyId: Buffer; readonly rest: Buffer } | undefined => {
  const [, name, coded] = signatureLine.exec(line) ?? [];
  if (name === undefined || coded === undefined) return undefined;
  const bytes = Buffer.from(coded, 'base64');
  return { name, keyId: bytes.subarray(0, 4), rest: bytes.subarray(4) };
};

const split = (note: string): { text: string; lines: readonly string[] } => {
  const at = note.lastIndexOf('\n\n');
  const lines = note.slice(at + 2).split('\n');
  if (at < 0 || lines.pop() !== '' || lines.length === 0 || !lines.every((line) => signatureLine.test(line)))
    throw new NoteError('NOTE_MALFORMED', 'a note is a text, an empty line, and lines of signatures');
  return { text: note.slice(0, at + 1), lines };
};

/** The text that a note's signatures stand below, whoever they are of. @throws NoteError NOTE_MALFORMED */
export const textOfNote = (note: string): string => split(note).text;

/** The lines of signature below a note, whoever they are of. @throws NoteError NOTE_MALFORMED */
export const signaturesOf = (note: string): readonly string[] => split(note).lines;

/**
 * The notes of a file that holds one or several, with an empty line between them. The texts have no empty lines in them, as
 * those of checkpoints. @throws NoteError NOTE_MALFORMED
 */
export const notesIn = (file: string): readonly string[] => {
  const blocks = file.trim().split(/\n{2,}/u);
  const notes = Array.from({ length: Math.ceil(blocks.length / 2) }, (_, at) => {
    const note = `${blocks.slice(2 * at, 2 * at + 2).join('\n\n')}\n`;
    split(note);
    return note;
  });
  return notes;
};

/**
 * The text of a note that this verifier signed. Signatures of others are passed over.
 * @throws NoteError NOTE_MALFORMED, SIGNATURE_MISSING: signed by others, or by another key; SIGNATURE_WRONG
 */
export const openNote = (note: string, { name, keyId, publicKey }: Verifier): string => {
  const { text, lines } = split(note);
  for (const line of lines) {
    const signature = signatureIn(line)!;
    if (signature.name !== name || !signature.keyId.equals(keyId)) continue;
    if (verify(null, Buffer.from(text), publicKey, signature.rest)) return text;
    throw new NoteError('SIGNATURE_WRONG', `the signature of ${name} is not over this text`);
  }
  throw new NoteError('SIGNATURE_MISSING', `there is no signature of ${name} with the key ${keyId.toString('hex')}`);
};
