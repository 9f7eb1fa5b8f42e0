import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventStore, openSqliteEventStore } from '#event-store';
import {
  checkpointText,
  onTree,
  openSqliteProofLog,
  rootAt,
  runSealer,
  signNote,
  signerFrom,
  verifierKey,
} from '#proof';
import Database from '#sqlite';
import { v4 } from 'uuid';
import { filesIn } from '../../ledger/config.js';
import { CommandLine, charterLongAgo, give } from '../../../test/support/command-line.js';

const lines = 20;
const signer = signerFrom('wavebook/test', Buffer.alloc(32, 7));
const thief = signerFrom('wavebook/test', Buffer.alloc(32, 8));
const columns = 'stream, revision, id, type, data, metadata';

let root: string;
let sealed: string;
let cli: CommandLine;
let keptNote: string;

const noteAt = async (size: bigint, origin = signer): Promise<string> => {
  const log = openSqliteProofLog(filesIn(sealed).proof);
  const root = await onTree(log, (hashAt) => rootAt(size, hashAt));
  const note = signNote(checkpointText({ origin: origin.name, size, root }), origin);
  await log.close();
  return note;
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'wavebook-verify-'));
  sealed = join(root, 'sealed');
  cli = await CommandLine.open();
  await cli.withLedger(async (ledger) => {
    for (const name of ['First', 'Second']) {
      const programmeId = await charterLongAgo(ledger, name);
      for (let n = 2; n < lines / 2; n++)
        await give(ledger, programmeId, 'enrolUnit', { name: `Skole Å${n}`, eligible: 10 }, '2016-08-01');
    }
  });
  cpSync(cli.folder, sealed, { recursive: true });
  const store: EventStore = await openSqliteEventStore({ file: filesIn(sealed).ledger });
  const log = openSqliteProofLog(filesIn(sealed).proof);
  const ending = new AbortController();
  const sealer = runSealer({ store, log, signer, signal: ending.signal });
  expect(await sealer.waitFor(BigInt(lines), 20_000)).toBe(true);
  ending.abort();
  await sealer.done;
  await log.close();
  await store.close();
  keptNote = await noteAt(12n);
});
afterAll(async () => {
  await cli.remove();
  rmSync(root, { recursive: true, force: true });
});

let copies = 0;

/** A copy of the sealed ledger, changed as somebody would who has the disk. */
const changed = (...statements: readonly string[]): string => {
  const data = join(root, `copy-${++copies}`);
  cpSync(sealed, data, { recursive: true });
  const db = new Database(filesIn(data).ledger);
  const triggers = db
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  for (const statement of statements) db.exec(statement);
  for (const { sql } of triggers) db.exec(sql);
  db.pragma('journal_mode = WAL');
  db.close();
  return data;
};

const verified = async (data: string, ...flags: readonly string[]) => {
  const { child, ended } = cli.start(['verify', '--json', ...flags], { WAVEBOOK_DATA: data });
  expect(child.pid).toBeGreaterThan(0);
  const { code, out } = await ended;
  const told = JSON.parse(out) as { finding?: { code: string; position: string } | null; error?: { code: string } };
  return { code, told };
};

const keep = (name: string, note: string): string => {
  const file = join(root, name);
  writeFileSync(file, note);
  return file;
};

/** Puts a line into the place of another: `from` and everything after it moves on by one. */
const movedOn = (from: number) =>
  `UPDATE event SET position = position + 1000, revision = revision + 1000 WHERE position >= ${from};
   UPDATE event SET position = position - 999, revision = revision - 999 WHERE position >= 1000`;

describe('wavebook verify', () => {
  it('finds every line to be what was sealed, and checks the signature where it is given a key', async () => {
    const key = verifierKey(signer);
    const { code, told } = await verified(sealed, '--key', key, '--checkpoint', keep('kept.txt', keptNote));
    expect({ code, told }).toMatchObject({
      code: 0,
      told: { events: lines, sealed: String(lines), signatureChecked: true, finding: null },
    });
    const { out } = await cli.start(['verify'], { WAVEBOOK_DATA: sealed }).ended;
    expect(out).toMatch(
      /^20 lines: each is what was sealed\. Root \S{44}\.\n2 books folded again: .*\nNo signature was checked/,
    );
  }, 60_000);
  it.each([
    [
      'a character of a text',
      [`UPDATE event SET data = replace(data, 'Å', 'Ä') WHERE position = 7`],
      'LINE_CHANGED',
      '7',
    ],
    [
      'another id',
      [`UPDATE event SET id = 'ffffffff-ffff-4fff-8fff-ffffffffffff' WHERE position = 3`],
      'LINE_CHANGED',
      '3',
    ],
    ['another author', [`UPDATE event SET metadata = '{"actor":"x"}' WHERE position = 20`], 'LINE_CHANGED', '20'],
    ['the last lines cut off', ['DELETE FROM event WHERE position > 17'], 'LINES_CUT_OFF', '18'],
    [
      'a line removed, and the gap closed',
      [
        'DELETE FROM event WHERE position = 5',
        'UPDATE event SET position = position - 1 WHERE position > 5',
        'UPDATE event SET revision = revision - 1 WHERE position BETWEEN 5 AND 9',
      ],
      'LINE_CHANGED',
      '5',
    ],
    ['a line removed, and the gap left', ['DELETE FROM event WHERE position = 5'], 'LINE_MISSING', '6'],
    [
      'a line put in',
      [
        'UPDATE event SET position = position + 1000 WHERE position > 10',
        'UPDATE event SET position = position - 999 WHERE position > 1000',
        `INSERT INTO event (position, ${columns}) VALUES (11, 'programme-x', 0, '${v4()}', 'Noted', '{}', '{}')`,
      ],
      'LINE_INSERTED',
      '11',
    ],
    [
      'two lines swapped, each with its place in its book',
      [
        'UPDATE event SET position = 1000 WHERE position = 4',
        'UPDATE event SET position = 4 WHERE position = 5',
        'UPDATE event SET position = 5 WHERE position = 1000',
      ],
      'LINES_SWAPPED',
      '4',
    ],
    [
      'a line repeated under another id',
      [
        movedOn(11),
        `INSERT INTO event (position, ${columns}) SELECT 11, stream, 10, '${v4()}', type, data, metadata FROM event WHERE position = 10`,
      ],
      'LINE_CHANGED',
      '11',
    ],
  ])(
    'finds %s',
    async (_what, statements, code, position) => {
      const result = await verified(changed(...statements));
      expect(result).toMatchObject({ code: 1, told: { finding: { code, position } } });
    },
    60_000,
  );
  it('needs no keys of persons, nor the master key', async () => {
    const data = changed();
    rmSync(filesIn(data).masterKey);
    expect(await verified(data)).toMatchObject({ code: 0, told: { finding: null } });
    rmSync(filesIn(data).keys);
    expect(await verified(data)).toMatchObject({ code: 0, told: { finding: null } });
  }, 60_000);
  it('finds a ledger and its tree that were both made anew, by a checkpoint that was kept outside', async () => {
    const data = changed(`UPDATE event SET data = replace(data, 'Å', 'Ä') WHERE position = 7`);
    rmSync(filesIn(data).proof);
    const store = await openSqliteEventStore({ file: filesIn(data).ledger });
    const log = openSqliteProofLog(filesIn(data).proof);
    const ending = new AbortController();
    const sealer = runSealer({ store, log, signer, signal: ending.signal });
    await sealer.waitFor(BigInt(lines), 20_000);
    ending.abort();
    await sealer.done;
    await log.close();
    await store.close();
    // What is shown to people still tells what was written: they forgot the read models, which are compared as well.
    expect(await verified(data, '--key', verifierKey(signer))).toMatchObject({
      code: 1,
      told: { finding: { code: 'ROW_DIFFERS', position: '7' } },
    });
    rmSync(filesIn(data).readModels, { recursive: true });
    expect((await verified(data, '--key', verifierKey(signer))).code).toBe(0);
    const result = await verified(data, '--key', verifierKey(signer), '--checkpoint', keep('outside.txt', keptNote));
    expect(result).toMatchObject({ code: 1, told: { finding: { code: 'CHECKPOINT_DIFFERS', position: '12' } } });
  }, 60_000);
  it.each([
    ['signed with another key', () => noteAt(12n, thief), 'SIGNATURE_MISSING'],
    ['of which a number was changed', () => keptNote.replace('\n12\n', '\n13\n'), 'SIGNATURE_WRONG'],
    ['of another log', () => noteAt(12n, signerFrom('wavebook/other', Buffer.alloc(32, 7))), 'SIGNATURE_MISSING'],
    ['that is no checkpoint', () => 'a letter', 'NOTE_MALFORMED'],
  ])(
    'refuses a checkpoint %s',
    async (_what, note, code) => {
      const result = await verified(
        sealed,
        '--key',
        verifierKey(signer),
        '--checkpoint',
        keep('wrong.txt', await note()),
      );
      expect(result).toMatchObject({ code: 1, told: { error: { code } } });
    },
    60_000,
  );
  it('tells a checkpoint of another log from one of this log, also without a key', async () => {
    const file = keep('other.txt', await noteAt(12n, signerFrom('wavebook/other', Buffer.alloc(32, 7))));
    expect(await verified(sealed, '--checkpoint', file)).toMatchObject({
      code: 1,
      told: { error: { code: 'CHECKPOINT_OF_ANOTHER_LOG' } },
    });
  }, 60_000);
  it('finds a ledger that is shorter than what a kept checkpoint stands for', async () => {
    const later = readFileSync(
      keep('later.txt', signNote(checkpointText({ origin: signer.name, size: 25n, root: Buffer.alloc(32) }), signer)),
      'utf8',
    );
    const result = await verified(sealed, '--checkpoint', keep('longer.txt', later));
    expect(result).toMatchObject({ code: 1, told: { finding: { code: 'LEDGER_SHORTER', position: '20' } } });
  }, 60_000);
  it('holds the ledger against every checkpoint of a file, and names the first that it does not begin with', async () => {
    const key = verifierKey(signer);
    const whole = keep('several.txt', [await noteAt(20n), await noteAt(3n), keptNote].join('\n'));
    expect(await verified(sealed, '--key', key, '--checkpoint', whole)).toMatchObject({
      code: 0,
      told: { checkpoints: 3, finding: null },
    });
    const other = signNote(checkpointText({ origin: signer.name, size: 7n, root: Buffer.alloc(32) }), signer);
    const mixed = keep('mixed.txt', [await noteAt(20n), other, keptNote].join('\n'));
    expect(await verified(sealed, '--key', key, '--checkpoint', mixed)).toMatchObject({
      code: 1,
      told: { finding: { code: 'CHECKPOINT_DIFFERS', position: '7' } },
    });
    const torn = keep('torn.txt', `${keptNote}\n${keptNote.slice(0, 60)}`);
    expect(await verified(sealed, '--checkpoint', torn)).toMatchObject({
      code: 1,
      told: { error: { code: 'NOTE_MALFORMED' } },
    });
  }, 60_000);
  it('says so when nothing was ever sealed', async () => {
    const data = changed();
    rmSync(filesIn(data).proof);
    expect(await verified(data)).toMatchObject({ code: 1, told: { error: { code: 'NOTHING_SEALED' } } });
  }, 60_000);
});
