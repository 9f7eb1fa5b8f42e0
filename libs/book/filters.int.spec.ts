import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChampionNominated } from './champion/champion.events.js';
import { listChampions } from './champion/champion.queries.js';
import { meantId } from './cited.js';
import { listDecisions } from './decision/decision.queries.js';
import { newId } from '#kernel';
import { listPilots } from './pilot/pilot.queries.js';
import { listProgrammes } from './programme/programme.queries.js';
import { type OpenedReading, readingOf } from './testing/reading-of.js';
import {
  jong,
  opened,
  pilotId,
  piloted,
  planned,
  baselined,
  programme,
  programmeId,
  surveyId,
  tabletsId,
  taken,
  waveId,
} from './testing/rollout.js';
import { UnitWentLive } from './unit/unit.events.js';
import { listUnits } from './unit/unit.queries.js';
import { listWaveChanges, listWaves } from './wave/wave.queries.js';
import { WaveRescheduled } from './wave/wave.events.js';

const sealed = (n: number) => ({ person: newId(n), sealed: 'x' });
let open: OpenedReading;
beforeAll(async () => {
  const nominated = ChampionNominated({
    championId: newId(971),
    ref: 'C-1',
    unitId: jong,
    personId: newId(972),
    rationale: sealed(972),
    route: 'SELF',
    expiresOn: '2018-02-01',
  });
  const plan = { plannedStart: '2018-03-02', plannedEnd: '2018-06-02' };
  const moved = WaveRescheduled({
    waveId,
    ...plan,
    previously: { plannedStart: '2018-03-01', plannedEnd: '2018-06-01' },
    afterBaseline: true,
    reason: { code: 'CAPACITY' },
  });
  open = await readingOf([
    ...programme,
    ...taken,
    ...piloted,
    planned,
    baselined,
    opened,
    moved,
    UnitWentLive({ unitId: jong, solutionId: tabletsId, waveId }),
    nominated,
  ]);
});
afterAll(() => open.close());

const first = 10;
const lists: readonly [string, (filter: object) => Promise<{ edges: readonly unknown[] }>, object][] = [
  ['programmes', (filter) => listProgrammes(open.reading, { first, ...filter }), { status: [] }],
  ['units', (filter) => listUnits(open.reading, { first, programmeId, ...filter }), { status: [] }],
  [
    'units by how far they have come',
    (filter) => listUnits(open.reading, { first, programmeId, ...filter }),
    { adoptionStatus: [] },
  ],
  ['decisions', (filter) => listDecisions(open.reading, { first, programmeId, ...filter }), { status: [] }],
  [
    'decisions by question',
    (filter) => listDecisions(open.reading, { first, programmeId, ...filter }),
    { question: [] },
  ],
  ['pilots', (filter) => listPilots(open.reading, { first, programmeId, ...filter }), { status: [] }],
  ['waves', (filter) => listWaves(open.reading, { first, programmeId, ...filter }), { status: [] }],
  ['champions', (filter) => listChampions(open.reading, { first, programmeId, ...filter }), { status: [] }],
];

describe('a filter that is a list', () => {
  it.each(lists)('finds nothing in %s when it is empty, and all when it is left out', async (_name, list, none) => {
    const [name] = Object.keys(none) as [string];
    expect((await list({})).edges.length).toBeGreaterThan(0);
    expect((await list({ [name]: null })).edges.length).toBeGreaterThan(0);
    expect((await list(none)).edges).toEqual([]);
  });
  it('never reaches the database as an empty list', () =>
    expect(open.statements.filter((statement) => /in \(\s*\)/i.test(statement))).toEqual([]));
});

describe('a number that people cite', () => {
  it.each([
    ['S-1', tabletsId],
    ['s-2', surveyId],
    ['W-1', waveId],
    ['P-1', pilotId],
    ['C-1', newId(971)],
    [tabletsId.toUpperCase(), tabletsId],
  ])('%s is an id', async (given, id) => expect(await meantId(open.reading, programmeId, given)).toBe(id));
  it.each(['S-9', 'X-1', 'nonsense'])('%s is nobody’s', async (given) =>
    expect((await meantId(open.reading, programmeId, given)).toUpperCase()).toBe(given.toUpperCase()),
  );
  it('means nothing in another programme', async () =>
    expect(await meantId(open.reading, newId(999), 'W-1')).toBe('W-1'));
  it('narrows lists', async () => {
    const found = async (list: Promise<{ edges: readonly unknown[] }>) => (await list).edges.length;
    expect(await found(listWaves(open.reading, { first, programmeId, solutionId: 'S-1' }))).toBe(1);
    expect(await found(listWaves(open.reading, { first, programmeId, solutionId: 'S-2' }))).toBe(0);
    expect(await found(listPilots(open.reading, { first, programmeId, solutionId: 'S-1' }))).toBe(1);
    expect(await found(listWaveChanges(open.reading, { first, programmeId, waveId: 'W-1' }))).toBe(1);
    expect(
      await found(listUnits(open.reading, { first, programmeId, adoptionStatus: ['LIVE'], solutionId: 'S-1' })),
    ).toBe(1);
  });
});
