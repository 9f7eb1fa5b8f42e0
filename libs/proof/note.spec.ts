import { describe, expect, it } from '@jest/globals';
import {
  NoteError,
  checkpointText,
  emptyRoot,
  leafEnvelope,
  leafEnvelopeOf,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  signNote,
  signerFrom,
  verifierKey,
} from './index.js';

const signer = signerFrom('wavebook/test', Buffer.alloc(32, 7));
const other = signerFrom('wavebook/test', Buffer.alloc(32, 8));
const text = checkpointText({ origin: 'wavebook/test', size: 0n, root: emptyRoot });

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof NoteError) return error.code;
    throw error;
  }
  return 'none';
};

describe('a signed note', () => {
  it('opens for the key that signed it, as a text alone', () => {
    const note = signNote(text, signer);
    expect(note).toBe(`${text}\n${note.slice(text.length + 1)}`);
    expect(openNote(note, parseVerifierKey(verifierKey(signer)))).toBe(text);
    expect(parseCheckpoint(openNote(note, signer))).toEqual({ origin: 'wavebook/test', size: 0n, root: emptyRoot });
  });
  it('opens beside signatures of others', () => {
    const note = signNote(text, other);
    expect(openNote(note + signNote(text, signer).slice(text.length + 1), signer)).toBe(text);
  });
  it.each([
    ['another key', (note: string) => note, other, 'SIGNATURE_MISSING'],
    ['a changed text', (note: string) => note.replace('\n0\n', '\n1\n'), signer, 'SIGNATURE_WRONG'],
    ['no signature', () => text, signer, 'NOTE_MALFORMED'],
    ['a cut line', (note: string) => note.slice(0, -1), signer, 'NOTE_MALFORMED'],
    ['nothing', () => '', signer, 'NOTE_MALFORMED'],
  ])('does not open with %s', (_what, change, verifier, code) =>
    expect(codeOf(() => openNote(change(signNote(text, signer)), verifier))).toBe(code),
  );
  it.each(['', 'wavebook/test', 'wavebook/test+00000000+AQ==', verifierKey(signer).replace('test', 'best')])(
    'has no key “%s”',
    (key) => expect(codeOf(() => parseVerifierKey(key))).toBe('VERIFIER_KEY_MALFORMED'),
  );
  it.each(['', 'log\n1\n', 'log\n01\nAAAA\n', `log\n1\n${emptyRoot.toString('hex')}\n`, text.slice(0, -1)])(
    'is no checkpoint when it says “%s”',
    (said) => expect(codeOf(() => parseCheckpoint(said))).toBe('CHECKPOINT_MALFORMED'),
  );
});

describe('the envelope of an event', () => {
  const event = { stream: 'programme-1', revision: 12n, id: 'e1', type: 'WaveOpened', data: '{"a":1}', metadata: '{}' };

  it('is canonical JSON of hashes, places and names, and holds no content', () => {
    expect(leafEnvelope(event)).toBe(
      '{"data":"015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862","id":"e1",' +
        '"metadata":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",' +
        '"revision":"12","stream":"programme-1","type":"WaveOpened"}',
    );
    expect(leafEnvelopeOf({ ...event, data: { a: 1 }, metadata: {} })).toBe(leafEnvelope(event));
  });
});
