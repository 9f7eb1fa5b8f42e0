import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type ProofLog,
  onTree,
  checkpointText,
  leafHash,
  notesIn,
  openNote,
  openSqliteProofLog,
  parseCheckpoint,
  rootAt,
  signNote,
  signerFrom,
} from '#proof';
import { appendCheckpoint } from './checkpoint-file.js';
import type { PublishingError } from './publishing-error.js';

const signer = signerFrom('wavebook/test', Buffer.alloc(32, 7));
const witness = signerFrom('witness.example', Buffer.alloc(32, 9));
let folder: string;
let file: string;
let log: ProofLog;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wavebook-published-'));
  file = join(folder, 'checkpoints.txt');
  log = openSqliteProofLog(join(folder, 'proof.db'));
  const leaves = Array.from({ length: 9 }, (_, n) => ({ position: BigInt(n + 1), hash: leafHash(`${n}`) }));
  await log.append(0n, leaves, () => ({ note: '', sealedAt: '2018-01-15T12:00:00.000Z' }));
});
afterEach(async () => {
  await log.close();
  rmSync(folder, { recursive: true });
});

const rootOf = (size: bigint) => onTree(log, (hashAt) => rootAt(size, hashAt));
const noteAt = async (size: bigint, by = signer, other?: Buffer): Promise<string> => {
  const root = other ?? (await rootOf(size));
  return signNote(checkpointText({ origin: by.name, size, root }), by);
};
const append = (note: string) => appendCheckpoint({ file, origin: signer.name, log }, note);
const sizes = () => notesIn(readFileSync(file, 'utf8')).map((note) => parseCheckpoint(openNote(note, signer)).size);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'written',
    ({ code }: PublishingError) => code,
  );

describe('a file of checkpoints', () => {
  it('holds one note after the other, with an empty line between them', async () => {
    await append(await noteAt(2n));
    await append(await noteAt(5n));
    expect(readFileSync(file, 'utf8')).toBe(`${await noteAt(2n)}\n${await noteAt(5n)}`);
    expect(sizes()).toEqual([2n, 5n]);
  });

  it('gets none that covers no more than its last one: another process, or an earlier start, was faster', async () => {
    for (const size of [5n, 5n, 3n]) await append(await noteAt(size));
    expect(sizes()).toEqual([5n]);
  });

  it('is whole again after an append that was cut off at any byte', async () => {
    const whole = Buffer.from(await noteAt(2n));
    const second = Buffer.from(`\n${await noteAt(5n)}`);
    for (let bytes = 0; bytes < second.length; bytes++) {
      writeFileSync(file, Buffer.concat([whole, second.subarray(0, bytes)]));
      await append(await noteAt(7n));
      expect(sizes()).toEqual([2n, 7n]);
    }
    for (let bytes = 0; bytes < whole.length; bytes++) {
      writeFileSync(file, whole.subarray(0, bytes));
      await append(await noteAt(7n));
      expect(sizes()).toEqual([7n]);
    }
  });

  it('keeps every signature of its last note that was written whole', async () => {
    const witnessed = signNote(checkpointText({ origin: signer.name, size: 2n, root: await rootOf(2n) }), witness);
    const line = Buffer.from(`${witnessed.split('\n').at(-2)!}\n`);
    for (let bytes = 0; bytes <= line.length; bytes++) {
      writeFileSync(file, Buffer.concat([Buffer.from(await noteAt(2n)), line.subarray(0, bytes)]));
      await append(await noteAt(5n));
      expect(sizes()).toEqual([2n, 5n]);
    }
    expect(openNote(notesIn(readFileSync(file, 'utf8'))[0]!, witness)).toContain(signer.name);
  });

  it.each([
    ['a letter', () => 'Dear reader,\nthis is something else.\n'],
    ['another log', () => noteAt(2n, signerFrom('wavebook/other', Buffer.alloc(32, 7)))],
    ['something else after its notes', async () => `${await noteAt(2n)}\nDear reader`],
    ['a note that is no checkpoint', () => signNote('not a checkpoint\n', signer)],
  ])('that holds %s is left as it is', async (_what, content) => {
    const held = await content();
    writeFileSync(file, held);
    expect(await codeOf(append(await noteAt(5n)))).toBe('FILE_FOREIGN');
    expect(readFileSync(file, 'utf8')).toBe(held);
  });

  it.each([
    ['more lines than the ledger has', () => noteAt(99n, signer, Buffer.alloc(32))],
    ['other lines', () => noteAt(4n, signer, Buffer.alloc(32, 1))],
  ])('whose last checkpoint stands for %s tells that the ledger was changed', async (_what, content) => {
    const held = await content();
    writeFileSync(file, held);
    expect(await codeOf(append(await noteAt(5n)))).toBe('CHECKPOINT_DIFFERS');
  });

  it('that cannot be written is told as such, in a sentence', async () => {
    mkdirSync(file);
    await expect(append(await noteAt(5n))).rejects.toMatchObject({
      code: 'FILE_NOT_WRITTEN',
      message: `${file} cannot be written: it is a folder, where a file is needed`,
    });
    rmSync(file, { recursive: true });
    await append(await noteAt(5n));
    expect(statSync(file).mode & 0o022).toBe(0);
  });
});
