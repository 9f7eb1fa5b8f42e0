import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bookCatalogue } from '#book';
import { openSqliteEventStore } from '#event-store';
import { type Recorded, isSealed } from '#kernel';
import { filesIn } from '../../ledger/config.js';
import { type Parts, openParts } from '../../ledger/parts.js';
import { quietLog } from '../terminal.js';
import { lastSchools, middleSchools, pilotSchools, pupilsInAll, tenSchools } from './baerum.facts.js';
import { baerumStory } from './baerum.story.js';
import { type DemoMarker, demoIn, removeDemo, writeDemoFolder } from './demo-folder.js';
import { writeDemo } from './write-demo.js';

let root: string;
let data: string;
let marker: DemoMarker;
let lines: readonly Recorded[];
let parts: Parts;

const write = (folder: string) => writeDemo({ data: folder, masterKey: undefined, timeZone: 'Europe/Oslo' });

const linesIn = async (folder: string): Promise<Recorded[]> => {
  const store = await openSqliteEventStore({ file: filesIn(folder).ledger });
  const all: Recorded[] = [];
  for await (const stored of store.readAll()) all.push(bookCatalogue.decode(stored));
  await store.close();
  return all;
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'wavebook-demo-'));
  data = join(root, 'demo');
  marker = await write(data);
  lines = await linesIn(data);
  parts = await openParts({ data, masterKey: undefined, timeZone: 'Europe/Oslo', log: quietLog });
  await parts.readModels.waitFor(await parts.store.head(), { timeoutMs: 20_000 });
});
afterAll(async () => {
  await parts.close();
  await rm(root, { recursive: true, force: true });
});

const ofType = <Data>(type: string) =>
  lines.filter((line) => line.type === type) as unknown as readonly (Recorded & { readonly data: Data })[];
const rows = (table: 'unit' | 'adoption' | 'wave' | 'decision') =>
  parts.readModels.db.selectFrom(table).selectAll().execute() as Promise<Record<string, unknown>[]>;
const counted = (values: readonly unknown[]) => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
};

/** The journal of a transaction is there for a moment, and holds nothing that the file does not. */
const contentOf = (file: string): Promise<string> =>
  readFile(file, 'latin1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && file.endsWith('-journal')) return '';
    throw error;
  });

describe('the Bærum demo', () => {
  it('is written through commands, each of them once', () => {
    expect(marker).toEqual({
      demo: 'baerum',
      programmeId: lines[0]!.programmeId,
      commands: baerumStory.length,
      lines: lines.length,
    });
    const byTheClock = lines.filter(({ actor }) => actor.id === 'clock');
    const commandIds = new Set(lines.filter(({ actor }) => actor.id !== 'clock').map(({ commandId }) => commandId));
    expect(commandIds.size).toBe(baerumStory.length);
    expect(counted(byTheClock.map(({ type }) => type))).toEqual({
      DecisionBecameOverdue: 3,
      DecisionReviewFellDue: 1,
      NominationExpired: 1,
    });
  });

  it('has the 41 schools, and as many pupils as there were', async () => {
    const schools = (await rows('unit')).filter(({ kind }) => kind === 'grunnskole');
    expect(schools).toHaveLength(41);
    expect(schools.reduce((sum, { eligible }) => sum + Number(eligible), 0)).toBe(pupilsInAll);
    const names = schools.map(({ name }) => name);
    for (const school of [...pilotSchools.first, ...pilotSchools.second, ...tenSchools, ...lastSchools])
      expect(names).toContain(school);
  });

  it('took the schools live in pilots and in three waves, as it is known', () => {
    const live = ofType<{ waveId?: string; pilotId?: string }>('UnitWentLive');
    const waves = ofType<{ waveId: string; ref: string }>('WavePlanned');
    const refOf = new Map(waves.map(({ data: { waveId, ref } }) => [waveId, ref]));
    expect(counted(live.map(({ data: { waveId, pilotId } }) => (pilotId ? 'pilot' : refOf.get(waveId!))))).toEqual({
      pilot: 5,
      'W-1': tenSchools.length,
      'W-2': middleSchools.length - 1,
      'W-3': lastSchools.length + 1,
    });
  });

  it('ends with something left to do: a lapse, units that wait, a decision that nobody took', async () => {
    const status = (await rows('adoption')).map((row) => row['status']);
    expect(counted(status)).toMatchObject({ LAPSED: 1, COMMITTED: 1, INTERESTED: 1 });
    const decisions = (await rows('decision')).map((row) => [row['ref'], row['status']]);
    expect(decisions.sort()).toEqual([
      ['D-1', 'TAKEN'],
      ['D-2', 'TAKEN'],
      ['D-3', 'TAKEN'],
      ['D-4', 'NOT_TAKEN'],
      ['D-5', 'NEEDED'],
    ]);
  });

  it('tells the start of the pilot as it was told, and corrects it', () => {
    const [started] = ofType<object>('PilotStarted');
    expect(started).toMatchObject({ occurredOn: '2014-09-01' });
    expect(ofType('OccurredOnCorrected')).toMatchObject([
      { data: { eventId: started!.id, occurredOn: '2015-01-01' }, occurredOn: '2017-06-06' },
    ]);
  });

  it('records some things months after they happened', () => {
    const daysLate = ({ occurredOn, recordedAt }: Recorded) =>
      (Date.parse(recordedAt) - Date.parse(occurredOn)) / 86_400_000;
    const late = ofType('UnitWentLive').filter((line) => daysLate(line) > 180);
    expect(late).toHaveLength(pilotSchools.second.length);
  });

  it('shows its evidence: what is public as such, and everything else as synthetic', () => {
    const publicAlone = lines.filter(
      ({ actor, evidence }) => actor.id !== 'clock' && evidence.every(({ synthetic }) => !synthetic),
    );
    expect(lines.every(({ actor, evidence }) => actor.id === 'clock' || evidence.length > 0)).toBe(true);
    expect(counted(publicAlone.map(({ type }) => type))).toEqual({
      OccurredOnCorrected: 1,
      PilotScaled: 1,
      PilotStarted: 2,
      UnitsAssigned: 1,
    });
    expect(ofType('DecisionTaken')[0]!.evidence[0]!.title).toContain('15/152042');
  });

  it('holds no name of a person in clear text, in no file at all', async () => {
    const named = ofType<{ name: unknown; email: unknown }>('ChampionNominated');
    expect(named.length).toBeGreaterThan(0);
    for (const { data: champion } of named) expect([champion.name, champion.email].every(isSealed)).toBe(true);
    const files = await readdir(data, { recursive: true, withFileTypes: true });
    const contents = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => contentOf(join(file.parentPath, file.name))),
    );
    expect(contents.join('')).toContain('ChampionNominated');
    for (const content of contents) expect(content).not.toMatch(/Syntetisk ildsjel|ildsjel\.\d@example/);
  });

  it('is the same book each time that it is written, but for what is sealed', async () => {
    const other = join(root, 'other');
    await write(other);
    const plain = (all: readonly Recorded[]) =>
      all.map(({ data: told, ...line }) => ({
        ...line,
        commandDigest: undefined,
        data: Object.fromEntries(
          Object.entries(told as object).map(([name, value]) => [name, isSealed(value) ? 'sealed' : value]),
        ),
      }));
    expect(plain(await linesIn(other))).toEqual(plain(lines));
  });
});

describe('the folder of a demo', () => {
  it('is known again, and can be removed', async () => {
    const folder = join(root, 'again');
    expect(demoIn(folder)).toBeUndefined();
    await mkdir(folder);
    await writeDemoFolder(folder, async () => marker);
    expect(demoIn(folder)).toEqual(marker);
    expect((await readdir(root)).filter((name) => name.includes('draft'))).toEqual([]);
    removeDemo(folder);
    expect(demoIn(folder)).toBeUndefined();
    expect(await readdir(root)).not.toContain('again');
  });

  it('is left alone when it holds anything else', async () => {
    const folder = join(root, 'mine');
    await mkdir(folder);
    await writeFile(join(folder, 'ledger.db'), 'mine');
    expect(() => demoIn(folder)).toThrow('holds something else than the demo');
    expect(() => removeDemo(folder)).toThrow('is left alone');
    await expect(write(folder)).rejects.toThrow();
    expect(await readFile(join(folder, 'ledger.db'), 'utf8')).toBe('mine');
    expect((await readdir(root)).filter((name) => name.includes('draft'))).toEqual([]);
  });
});
