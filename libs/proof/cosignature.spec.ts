import { describe, expect, it } from '@jest/globals';
import { TestWitness } from '../../test/support/witness.js';
import {
  CosignatureError,
  checkCosignature,
  checkpointText,
  emptyRoot,
  openNote,
  parseVerifierKey,
  parseWitnessKey,
  signNote,
  signerFrom,
  verifierKey,
} from './index.js';

const signer = signerFrom('wavebook/test', Buffer.alloc(32, 7));
const text = checkpointText({ origin: 'wavebook/test', size: 0n, root: emptyRoot });
const note = signNote(text, signer);
const witness = new TestWitness('witness.example/one');
const trusted = [parseWitnessKey(witness.verifierKey)];

const check = (line: string, over = text) => {
  try {
    return checkCosignature(over, line.trimEnd(), trusted).signedAt;
  } catch (error) {
    if (error instanceof CosignatureError) return error.code;
    throw error;
  }
};

/** The line with some bytes of the signature changed. */
const withBytes = (line: string, change: (bytes: Buffer) => Buffer): string =>
  line.replace(/\S+\n$/, (coded) => `${change(Buffer.from(coded, 'base64')).toString('base64')}\n`);

describe('a signature of a witness', () => {
  it('is believed with the time that it tells, as another implementation made it', () => {
    expect(check(witness.cosign(note, 1_516_017_600))).toBe('2018-01-15T12:00:00.000Z');
    expect(verifierKey(trusted[0]!)).toBe(witness.verifierKey);
  });

  it.each([
    ['over another checkpoint', () => check(witness.cosign(note), text.replace('\n0\n', '\n1\n')), 'SIGNATURE_WRONG'],
    [
      'with another time',
      () => check(withBytes(witness.cosign(note), (bytes) => Buffer.from(bytes.with(11, 9)))),
      'SIGNATURE_WRONG',
    ],
    ['of a stranger', () => check(new TestWitness('stranger.example').cosign(note)), 'WITNESS_UNKNOWN'],
    ['of the same name with another key', () => check(new TestWitness(witness.name).cosign(note)), 'WITNESS_UNKNOWN'],
    [
      'without a time',
      () =>
        check(
          withBytes(witness.cosign(note), (bytes) => Buffer.from([...bytes.subarray(0, 4), ...bytes.subarray(12)])),
        ),
      'COSIGNATURE_MALFORMED',
    ],
    ['at no time', () => check(witness.cosign(note, 0)), 'COSIGNATURE_MALFORMED'],
    ['after all days', () => check(witness.cosign(note, 253_402_300_800)), 'COSIGNATURE_MALFORMED'],
    ['that is none', () => check('Thank you!'), 'COSIGNATURE_MALFORMED'],
  ])('%s is refused by name', (_what, work, code) => expect(work()).toBe(code));

  it('does not keep a note from opening, and is none of the log’s own', () => {
    const cosigned = note + witness.cosign(note);
    expect(openNote(cosigned, signer)).toBe(text);
    expect(() => parseVerifierKey(witness.verifierKey)).toThrow('VERIFIER_KEY_MALFORMED');
    expect(() => parseWitnessKey(verifierKey(signer))).toThrow('VERIFIER_KEY_MALFORMED');
  });
});
