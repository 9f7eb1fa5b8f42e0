import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Signer,
  checkpointText,
  leafHash,
  parseCheckpoint,
  signNote,
  signerFrom,
  verifierKey,
  verifyInclusion,
} from '#proof';
import { CommandLine, charterLongAgo, give } from '../../test/support/command-line.js';
import { checkInThreads } from './check-in-threads.js';
import { checkInOrder } from './check-lines.js';
import { checksumsOf } from './checksums.js';
import type { ExportManifest } from './export-format.js';
import { readExportCheckpoint } from './read-export.js';

const verifier = fileURLToPath(new URL('../../bin/wavebook-verify.js', import.meta.url));
const thief = (origin: string): Signer => signerFrom(origin, Buffer.alloc(32, 9));
const units = 8;

let cli: CommandLine;
let root: string;
/** Of all books, of one book, and the earlier one of all books: as the real command line made them. */
let whole: string;
let part: string;
let early: string;

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as ExportManifest;
const bookOf = (folder: string, at = 0) => join(folder, manifestOf(folder).books[at]!.file);
const keyOf = (folder: string) => readFileSync(join(folder, 'verifier-key.txt'), 'utf8').trim();
const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').slice(0, -1);

beforeAll(async () => {
  cli = await CommandLine.open();
  root = mkdtempSync(join(tmpdir(), 'wavebook-export-'));
  [whole, part, early] = [join(root, 'whole'), join(root, 'part'), join(root, 'early')];
  const programmes: string[] = [];
  await cli.withLedger(async (ledger) => {
    for (const name of ['First programme', 'Second programme']) programmes.push(await charterLongAgo(ledger, name));
  });
  expect(await cli.run('export', '--out', early)).toMatchObject({ code: 0 });
  await cli.withLedger(async (ledger) => {
    // In turns, so that the books lie between each other in the ledger.
    for (let n = 0; n < units; n++)
      for (const programmeId of programmes)
        await give(ledger, programmeId, 'enrolUnit', { name: `Skole Å${n}`, eligible: 10 }, '2016-08-01');
  });
  expect(await cli.run('export', '--out', whole)).toMatchObject({ code: 0 });
  expect(await cli.run('export', '--programme', 'Second programme', '--out', part)).toMatchObject({ code: 0 });
}, 120_000);
afterAll(async () => {
  await cli.remove();
  rmSync(root, { recursive: true, force: true });
});

let copies = 0;
const copied = (folder: string): string => {
  const copy = join(root, `copy-${++copies}`);
  cpSync(folder, copy, { recursive: true });
  return copy;
};

/** The separate program on a folder, as an auditor runs it. */
const verified = (folder: string, ...flags: readonly string[]): Promise<{ code: number | null; out: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [verifier, folder, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (out += String(chunk)));
    child.once('close', (code) => resolve({ code, out }));
  });

const editLines = (file: string, edit: (lines: string[]) => readonly string[]): void =>
  writeFileSync(
    file,
    edit(linesOf(file))
      .map((line) => `${line}\n`)
      .join(''),
  );
/** Makes the checksums fit what was done, as whoever does it on purpose would. */
const renewChecksums = async (folder: string) => writeFileSync(join(folder, 'SHA256SUMS'), await checksumsOf(folder));
const rewriteManifest = (folder: string, change: (manifest: ExportManifest) => object): void =>
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ ...manifestOf(folder), ...change(manifestOf(folder)) }),
  );

describe('an export', () => {
  it('of all books is checked by the separate program, with the key and an earlier checkpoint', async () => {
    const { code, out } = await verified(whole, '--key', keyOf(whole), '--checkpoint', join(early, 'checkpoint'));
    expect(out).toContain('20 lines in 2 books: each is what was sealed under the checkpoint of 20 lines.');
    expect(out).toContain('They are all lines of the log.');
    expect(out).toContain('signed with the key that you gave');
    expect(out).toContain('It begins with the 4 lines that your checkpoint stands for.');
    expect(code).toBe(0);
  });
  it('of one book is proved line by line, and says what cannot be told from it', async () => {
    const { code, out } = await verified(part, '--checkpoint', join(early, 'checkpoint'));
    expect(out).toContain('10 lines in 1 book: each is what was sealed under the checkpoint of 20 lines.');
    expect(out).toContain('They are a part of the log');
    expect(out).toContain('cannot be told from a part');
    expect(out).toContain('The key was taken from the export itself');
    expect(code).toBe(0);
  });
  it('is checked and folded again by the command line', async () => {
    expect(await cli.run('verify', whole, '--json')).toMatchObject({ code: 0 });
    const { out } = await cli.run('verify', whole, '--json', '--key', keyOf(whole));
    expect(JSON.parse(out)).toMatchObject({ lines: 20, books: 2, whole: true, trusted: true, finding: null });
  });
  it('can be checked with SHA-256 alone, as its README says', () => {
    const text = linesOf(bookOf(whole, 1))[3]!;
    const line = JSON.parse(text) as Record<string, string>;
    const digest = (content: string) => createHash('sha256').update(content).digest('hex');
    const data = digest(text.slice(text.indexOf(',"data":') + ',"data":'.length, -1));
    const leaf = `{"data":"${data}","id":"${line['id']}","metadata":"${digest(line['metadata']!)}","revision":"${line['revision']}","stream":"${line['subject']}","type":"${line['type']}"}`;
    const note = readFileSync(join(whole, 'checkpoint'), 'utf8');
    const { size, root: treeRoot } = parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
    const proof = line['inclusion']!.split(',').map((hash) => Buffer.from(hash, 'base64'));
    const index = BigInt(line['leafindex']!);
    expect(verifyInclusion({ index, size, leaf: leafHash(leaf), proof, root: treeRoot })).toBe(true);
  });
  it('is CloudEvents 1.0: the attributes that must be there, and no objects among them but data', () => {
    for (const text of linesOf(bookOf(whole))) {
      const { data, ...attributes } = JSON.parse(text) as Record<string, unknown>;
      expect(attributes).toMatchObject({ specversion: '1.0', datacontenttype: 'application/json' });
      for (const name of ['id', 'source', 'type', 'time', 'subject']) expect(typeof attributes[name]).toBe('string');
      for (const name of Object.keys(attributes)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
      expect(Object.values(attributes).every((value) => typeof value === 'string')).toBe(true);
      expect(typeof data).toBe('object');
      expect(existsSync(join(whole, String(attributes['dataschema'])))).toBe(true);
    }
  });
  it('is for its owner alone', () => {
    for (const name of readdirSync(whole, { recursive: true, encoding: 'utf8' }))
      expect([name, statSync(join(whole, name)).mode & 0o077]).toEqual([name, 0]);
  });
});

type Manipulation = readonly [what: string, act: (folder: string) => void | Promise<void>, code: string, place: string];

/** Another line of the first book than there was: it was never sealed. */
const invented = (lines: readonly string[], at: number): string =>
  lines[at]!.replace(/"id":"[^"]+"/, '"id":"ffffffff-ffff-4fff-8fff-ffffffffffff"');

const manipulations: readonly Manipulation[] = [
  [
    'a letter of a text changed',
    (f) => editLines(bookOf(f), (all) => all.map((line, at) => (at === 4 ? line.replace('Skole', 'Skule') : line))),
    'LINE_CHANGED',
    'line 5',
  ],
  [
    'an author changed',
    (f) =>
      editLines(bookOf(f), (all) =>
        all.map((line, at) => (at === 6 ? line.replace('\\"role\\":\\"admin\\"', '\\"role\\":\\"owner\\"') : line)),
      ),
    'LINE_CHANGED',
    'line 7',
  ],
  [
    'a time changed in the envelope alone',
    (f) =>
      editLines(bookOf(f), (all) =>
        all.map((line, at) => (at === 2 ? line.replace(/"time":"20/, '"time":"19') : line)),
      ),
    'LINE_CHANGED',
    'line 3',
  ],
  [
    'a position changed',
    (f) =>
      editLines(bookOf(f), (all) =>
        all.map((line, at) => (at === 5 ? line.replace(/"position":"\d+"/, '"position":"1"') : line)),
      ),
    'LINE_CHANGED',
    'line 6',
  ],
  [
    'a space put into a line',
    (f) => editLines(bookOf(f), (all) => all.map((line, at) => (at === 5 ? line.replace('","', '", "') : line))),
    'LINE_CHANGED',
    'line 6',
  ],
  [
    'a byte flipped',
    (f) => {
      const bytes = readFileSync(bookOf(f));
      bytes[bytes.length - 40]! ^= 0x80;
      writeFileSync(bookOf(f), bytes);
    },
    'LINE_UNREADABLE',
    'line 10',
  ],
  [
    'a field taken out',
    (f) =>
      editLines(bookOf(f), (all) => all.map((line, at) => (at === 1 ? line.replace(/"revision":"1",/, '') : line))),
    'LINE_UNREADABLE',
    'line 2',
  ],
  [
    'the file cut off in a line',
    (f) => writeFileSync(bookOf(f), readFileSync(bookOf(f)).subarray(0, -50)),
    'LINE_TRUNCATED',
    'line 10',
  ],
  ['the last two lines removed', (f) => editLines(bookOf(f), (all) => all.slice(0, -2)), 'LINES_CUT_OFF', 'line 8'],
  [
    'the last two lines removed, and manifest and checksums made to fit',
    async (f) => {
      editLines(bookOf(f), (all) => all.slice(0, -2));
      rewriteManifest(f, ({ books: [first, ...others] }) => ({
        books: [{ ...first, lines: first!.lines - 2 }, ...others],
      }));
      await renewChecksums(f);
    },
    'MANIFEST_DIFFERS',
    'manifest.json',
  ],
  [
    'a line removed in the middle',
    (f) => editLines(bookOf(f), (all) => all.filter((_, at) => at !== 4)),
    'LINE_MISSING',
    'line 5',
  ],
  [
    'two lines swapped',
    (f) => editLines(bookOf(f), ([a, b, c, d, ...rest]) => [a!, b!, d!, c!, ...rest]),
    'LINES_SWAPPED',
    'line 3',
  ],
  [
    'a line repeated',
    (f) => editLines(bookOf(f), (all) => all.flatMap((line, at) => (at === 3 ? [line, line] : [line]))),
    'LINE_DUPLICATED',
    'line 5',
  ],
  [
    'a line put in',
    (f) => editLines(bookOf(f), (all) => all.flatMap((line, at) => (at === 3 ? [invented(all, 3), line] : [line]))),
    'LINE_INSERTED',
    'line 4',
  ],
  [
    'a line of the other book put in',
    (f) => editLines(bookOf(f), (all) => [...all.slice(0, 2), linesOf(bookOf(f, 1))[2]!, ...all.slice(2)]),
    'LINE_INSERTED',
    'line 3',
  ],
  ['a book removed', (f) => rmSync(bookOf(f)), 'FILE_MISSING', 'books/'],
  ['a file put in', (f) => writeFileSync(join(f, 'books', 'more.jsonl'), ''), 'FILE_UNKNOWN', 'books/more.jsonl'],
  [
    'a schema changed',
    (f) => writeFileSync(join(f, 'schemas', 'UnitEnrolled.v1.json'), '{}'),
    'CHECKSUM_DIFFERS',
    'schemas/UnitEnrolled.v1.json',
  ],
  ['the README changed', (f) => writeFileSync(join(f, 'README.md'), 'Trust me.'), 'CHECKSUM_DIFFERS', 'README.md'],
  [
    'another root in the checkpoint',
    (f) =>
      writeFileSync(join(f, 'checkpoint'), readFileSync(join(early, 'checkpoint'), 'utf8').replace(/\n4\n/, '\n20\n')),
    'SIGNATURE_WRONG',
    'checkpoint',
  ],
  [
    'another size in the manifest',
    (f) => rewriteManifest(f, () => ({ size: '19' })),
    'MANIFEST_DIFFERS',
    'manifest.json',
  ],
  [
    'a manifest of something else',
    (f) => writeFileSync(join(f, 'manifest.json'), '{"format":"other"}'),
    'EXPORT_FOREIGN',
    'manifest.json',
  ],
  [
    'a manifest of a newer Wavebook',
    (f) => rewriteManifest(f, () => ({ version: 2 })),
    'EXPORT_NEWER',
    'manifest.json',
  ],
];

describe('what was done to an export is found where it was done:', () => {
  it.each(manipulations)('%s', async (_what, act, code, place) => {
    const folder = copied(whole);
    await act(folder);
    const told = await verified(folder, '--key', keyOf(whole));
    expect(told.out).toMatch(new RegExp(`^${code} at .*${place.replace(/[.]/g, '\\.')}`));
    expect(told.code).toBe(1);
  });

  it('a tree signed anew with another key is found by the key that is trusted, and by no other', async () => {
    const folder = copied(whole);
    const note = readFileSync(join(folder, 'checkpoint'), 'utf8');
    const checkpoint = parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
    const signer = thief(checkpoint.origin);
    writeFileSync(join(folder, 'checkpoint'), signNote(checkpointText(checkpoint), signer));
    writeFileSync(join(folder, 'verifier-key.txt'), `${verifierKey(signer)}\n`);
    await renewChecksums(folder);
    expect(await verified(folder)).toMatchObject({ code: 0 });
    const { code, out } = await verified(folder, '--key', keyOf(whole));
    expect([code, out]).toEqual([1, expect.stringMatching(/^SIGNATURE_MISSING at checkpoint/)]);
  });

  it.each([
    [
      'of another log',
      () =>
        signNote(
          checkpointText({ origin: 'wavebook/other', size: 4n, root: Buffer.alloc(32) }),
          thief('wavebook/other'),
        ),
      () => verifierKey(thief('wavebook/other')),
      'SIGNATURE_MISSING',
    ],
    [
      'that stands for more lines',
      () => readFileSync(join(whole, 'checkpoint'), 'utf8'),
      () => keyOf(whole),
      'CHECKPOINT_AHEAD',
    ],
  ])('a kept checkpoint %s', async (_what, note, key, code) => {
    const file = join(root, `kept-${++copies}`);
    writeFileSync(file, note());
    const told = await verified(early, '--key', key(), '--checkpoint', file);
    expect(told).toMatchObject({ code: 1, out: expect.stringMatching(new RegExp(`^${code} `)) });
  });

  it('a beginning that is not the one of a kept checkpoint', async () => {
    // The owner seals another history under the true key: only what was given away before shows it.
    const note = readFileSync(join(early, 'checkpoint'), 'utf8');
    const { origin, size } = parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
    const signer = thief(origin);
    const file = join(root, 'kept-other');
    writeFileSync(file, signNote(checkpointText({ origin, size, root: Buffer.alloc(32, 1) }), signer));
    const folder = copied(whole);
    const now = readFileSync(join(whole, 'checkpoint'), 'utf8');
    writeFileSync(
      join(folder, 'checkpoint'),
      signNote(checkpointText(parseCheckpoint(now.slice(0, now.lastIndexOf('\n\n') + 1))), signer),
    );
    await renewChecksums(folder);
    const told = await verified(folder, '--key', verifierKey(signer), '--checkpoint', file);
    expect(told).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^CHECKPOINT_DIFFERS: The first 4 lines/),
    });
  });

  it('the same is told by the command line, as JSON with file, line and position', async () => {
    const folder = copied(whole);
    editLines(bookOf(folder), (all) => all.map((line, at) => (at === 4 ? line.replace('Skole', 'Skule') : line)));
    const { code, out } = await cli.run('verify', folder, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      finding: { code: 'LINE_CHANGED', file: manifestOf(whole).books[0]!.file, line: 5, position: '9' },
    });
  });

  it('used wrongly, it tells how', async () => {
    for (const flags of [['--nothing'], [whole, whole]])
      expect(await verified(flags[0]!, ...flags.slice(1))).toMatchObject({
        code: 2,
        out: expect.stringContaining('wavebook-verify FOLDER'),
      });
    expect(await verified(whole, '--key', 'nonsense')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^VERIFIER_KEY_MALFORMED/),
    });
  });
});

describe('books that several threads check', () => {
  const program = new URL('./books.worker.js', import.meta.url);
  const toCheck = (folder: string) => {
    const { books } = manifestOf(folder);
    return { folder, books, whole: true, checkpoint: readExportCheckpoint(folder, undefined) };
  };
  const inThreads = (folder: string) => checkInThreads({ ...toCheck(folder), program });

  it('are found right as in order: the same lines, checksums and tree', async () => {
    const threaded = await inThreads(whole);
    const { lines, checksums } = await checkInOrder(toCheck(whole));
    expect(threaded).toMatchObject({ lines });
    expect(new Map([...threaded!.checksums].sort())).toEqual(new Map([...checksums].sort()));
    expect(() => threaded!.leaves!.check(undefined)).not.toThrow();
    expect(() => threaded!.leaves!.check(readExportCheckpoint(early, undefined))).not.toThrow();
  });
  it.each([
    ['changed', (all: string[]) => all.map((line, at) => (at === 4 ? line.replace('Skole', 'Skule') : line))],
    ['cut off', (all: string[]) => all.slice(0, -1)],
    ['swapped', (all: string[]) => [all[1]!, all[0]!, ...all.slice(2)]],
  ])('are not found right when lines were %s', async (_what, edit) => {
    const folder = copied(whole);
    editLines(bookOf(folder, 1), edit);
    expect(await inThreads(folder)).toBeUndefined();
  });
  it('are not found right when a leaf is there twice', async () => {
    const { books, ...others } = toCheck(whole);
    expect(await checkInThreads({ ...others, program, books: [...books, books[0]!] })).toBeUndefined();
  });
  it('are not found right when a thread ends before its work', async () =>
    expect(await checkInThreads({ ...toCheck(whole), program: new URL('data:text/javascript,') })).toBeUndefined());
});

describe('an export after the key was changed', () => {
  it('holds what the ledger tells of itself, and is signed by the new key', async () => {
    const [data, out] = [join(root, 'rotated'), join(root, 'rotated-export')];
    cpSync(cli.folder, data, { recursive: true });
    const run = (...args: string[]) => cli.start(args, { WAVEBOOK_DATA: data }).ended;
    expect(await run('checkpoint-key', 'rotate', '--reason', 'Synthetic')).toMatchObject({ code: 0 });
    expect(await run('export', '--out', out)).toMatchObject({ code: 0 });
    expect(
      manifestOf(out)
        .books.map(({ file, lines }) => [file, lines])
        .at(-1),
    ).toEqual(['books/ledger.jsonl', 1]);
    expect(await verified(out, '--key', keyOf(out))).toMatchObject({ code: 0 });
    expect(await run('verify', out, '--key', keyOf(out))).toMatchObject({ code: 0 });
    // The checkpoint of the hand-over bears both signatures, so that the old key opens it still.
    expect(await verified(out, '--key', keyOf(whole))).toMatchObject({ code: 0 });
  });
});

describe('what cannot be exported is refused:', () => {
  const refusal = async (...args: readonly string[]) => {
    const { code, out } = await cli.run('export', '--json', ...args);
    return [code, (JSON.parse(out) as { error: { code: string } }).error.code];
  };
  it('into a folder that is not empty', async () =>
    expect(await refusal('--out', whole)).toEqual([2, 'FOLDER_NOT_EMPTY']));
  it('into the data folder', async () =>
    expect(await refusal('--out', join(cli.folder, 'export'))).toEqual([2, 'FOLDER_INSIDE_DATA']));
  it('of a programme that is not there', async () =>
    expect(await refusal('--programme', 'Third', '--out', join(root, 'third'))).toEqual([2, 'PROGRAMME_NOT_FOUND']));
  it('without saying what', async () => {
    const { code, err } = await cli.run('export');
    expect([code, err]).toEqual([2, expect.stringContaining('Name “units” or “usage”')]);
  });
  it('and leaves nothing behind', () =>
    expect(readdirSync(root).filter((name) => name.includes('third') || name.includes('draft'))).toEqual([]));
});

describe('a ledger restored from an export', () => {
  const restore = (folder: string, data: string) =>
    cli.start(['restore', folder, '--json'], { WAVEBOOK_DATA: data }).ended;

  it('has the same lines in the same order, and the same root', async () => {
    const data = join(root, 'again');
    const { code, out } = await restore(whole, data);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ events: 20, rootHash: manifestOf(whole).rootHash });
    expect(await cli.linesIn(data)).toEqual(await cli.lines());
    expect(statSync(join(data, 'ledger.db')).mode & 0o077).toBe(0);
  });
  it('can be exported again: the books are the same, byte for byte but for the name of the log', async () => {
    const data = join(root, 'again');
    writeFileSync(join(data, 'master.key'), readFileSync(join(cli.folder, 'master.key')), { mode: 0o600 });
    cpSync(join(cli.folder, 'keys.db'), join(data, 'keys.db'));
    const out = join(root, 'exported-again');
    expect(await cli.start(['export', '--out', out], { WAVEBOOK_DATA: data }).ended).toMatchObject({ code: 0 });
    // With its keys it goes on under its name, so that nothing differs at all.
    expect(manifestOf(out).rootHash).toBe(manifestOf(whole).rootHash);
    for (const { file } of manifestOf(whole).books)
      expect(readFileSync(join(out, file), 'utf8')).toBe(readFileSync(join(whole, file), 'utf8'));
    expect(await verified(out, '--key', keyOf(whole), '--checkpoint', join(early, 'checkpoint'))).toMatchObject({
      code: 0,
    });
  });
  it.each([
    ['a part of a ledger', () => part, 'EXPORT_NOT_WHOLE'],
    [
      'a damaged one',
      () => {
        const folder = copied(whole);
        editLines(bookOf(folder), (all) => all.slice(0, -1));
        return folder;
      },
      'LINES_CUT_OFF',
    ],
  ])('is not made of %s, and nothing is left', async (_what, folder, code) => {
    const data = join(root, `refused-${++copies}`);
    const told = await restore(folder(), data);
    expect([told.code, (JSON.parse(told.out) as { error: { code: string } }).error.code]).toEqual([1, code]);
    expect(existsSync(join(data, 'ledger.db'))).toBe(false);
  });
  it('is not put over another', async () => {
    const told = await restore(whole, cli.folder);
    expect([told.code, (JSON.parse(told.out) as { error: { code: string } }).error.code]).toEqual([
      2,
      'FOLDER_NOT_EMPTY',
    ]);
  });
});
