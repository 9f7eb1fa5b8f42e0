import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import DataLoader from 'dataloader';
import type { Kysely } from 'kysely';
import { type Event, newId, recorded, testProgrammeId as programmeId } from '#kernel';
import { type Connection, openRows, rowLoader } from '#read-models';
import { persons } from '../person/person.projection.js';
import { ProgrammeChartered } from '../programme/programme.events.js';
import { programmes } from '../programme/programme.projection.js';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';
import { UnitClosed, UnitEnrolled, UnitsMerged } from '../unit/unit.events.js';
import { units } from '../unit/unit.projection.js';
import {
  ChampionLeft,
  ChampionNominated,
  ChampionWentOnLeave,
  ChangeAgentAppointed,
  NominationAccepted,
  TimeAllocated,
} from './champion.events.js';
import { champions } from './champion.projection.js';
import { remainingUnit } from '../unit/merged-units.queries.js';
import { listChampions } from './champion.queries.js';
import { countAtUnit, listCoverageUnits, readCoverage } from './coverage.queries.js';

const tablets = newId(50);
const survey = newId(51);
const [jong, grav, bekkestua, oldSchool, olderSchool, closedSchool] = [11, 12, 13, 14, 15, 16].map(newId) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const sealed = { person: newId(1), sealed: 'v1.x' } as never;

let champion = 0;
/** A champion at a unit, who says yes unless `open`, and what follows. */
const at = (
  unitId: string,
  { solutionId, open }: { solutionId?: string; open?: true } = {},
  ...next: ((d: { championId: string }) => Event)[]
) => {
  const n = ++champion;
  const championId = newId(100 + n);
  const nominated = ChampionNominated({
    championId,
    ref: `C-${n}`,
    unitId,
    solutionId,
    personId: newId(200 + n),
    name: sealed,
    rationale: sealed,
    route: 'PEER',
    expiresOn: '2018-02-14',
  });
  return [
    nominated,
    ...(open ? [] : [NominationAccepted({ championId })]),
    ...next.map((make) => make({ championId })),
  ];
};
const withTime = ({ championId }: { championId: string }) => TimeAllocated({ championId, percent: 20 });
const enrolled = (unitId: string, name: string) => UnitEnrolled({ unitId, name, eligible: 10, externalIds: [] });

const book: readonly Event[] = [
  ProgrammeChartered({
    programmeId,
    name: 'Digital school day',
    owner: { title: 'Municipal director' },
    currentSituation: 'Each school buys its own devices.',
    targetPicture: 'Every pupil has a tablet.',
    purposes: ['Learning'],
    scope: 'All schools',
  }),
  enrolled(jong, 'Jong'),
  enrolled(grav, 'Grav'),
  enrolled(bekkestua, 'Bekkestua'),
  enrolled(oldSchool, 'Old school'),
  enrolled(olderSchool, 'Older school'),
  enrolled(closedSchool, 'Closed school'),
  ...at(jong, {}, withTime, ChangeAgentAppointed),
  ...at(jong, { solutionId: survey }),
  ...at(jong, {}, ChampionLeft),
  ...at(bekkestua, {}, ChampionWentOnLeave),
  ...at(bekkestua, { open: true }),
  ...at(olderSchool, { solutionId: tablets }),
  ...at(closedSchool, {}, withTime),
  UnitsMerged({ fromUnitIds: [olderSchool], intoUnitId: oldSchool, eligible: 20, carried: [] }),
  UnitsMerged({ fromUnitIds: [oldSchool], intoUnitId: grav, eligible: 30, carried: [] }),
  UnitClosed({ unitId: closedSchool, solutionIds: [] }),
];

const statements: string[] = [];
let db: Kysely<Tables>;

beforeAll(async () => {
  const onStatement = (sql: string) => statements.push(sql);
  db = await openRows<Tables>([programmes, units, champions, persons], recorded(book), { onStatement });
});
afterAll(() => db.destroy());

/** What these queries use of a request's reading, with its look-ups gathered as the API gathers them. */
const reading = () => {
  const loaders = new Map<string, DataLoader<string, readonly object[]>>();
  const byColumn = (table: 'champion' | 'unit', column: 'unitId' | 'mergedIntoUnitId') =>
    new DataLoader<string, readonly object[]>(async (values) => {
      const found = db.selectFrom(table).selectAll();
      const rows: object[] = await found.where(column as never, 'in', values as never).execute();
      return values.map((value) => rows.filter((row) => (row as Record<string, unknown>)[column] === value));
    });
  const used: Pick<Reading, 'db' | 'load' | 'loadBy'> = {
    db,
    load: (table, key) => rowLoader(db, table).load(key),
    loadBy: (table, column, value) => {
      if (!loaders.has(table)) loaders.set(table, byColumn(table as 'unit', column as 'unitId'));
      return loaders.get(table)!.load(value) as never;
    },
  };
  return used as Reading;
};

const all = { programmeId, solutionId: undefined };
const namesOf = ({ edges }: Connection<Tables['unit']>) => edges.map(({ node }) => node.name);

describe('championCoverage', () => {
  it('counts units that exist, and champions where they are after mergers', async () =>
    expect(await readCoverage(reading(), all)).toEqual({
      ...all,
      activeUnits: 3,
      unitsWithChampion: 2,
      unitsWithChangeAgent: 1,
      unitsWithoutChampion: 1,
      activeChampions: 4,
      changeAgents: 1,
      championsWithoutTime: 2,
      championsOnLeave: 1,
      openNominations: 1,
      championsAtFormerUnits: 1,
    }));
  it('counts for one solution those who stand for it or for the whole programme', async () =>
    expect(await readCoverage(reading(), { programmeId, solutionId: survey })).toMatchObject({
      unitsWithChampion: 1,
      activeChampions: 3,
      championsWithoutTime: 1,
    }));
  it('knows no other programme', async () =>
    expect(await readCoverage(reading(), { programmeId: newId(99), solutionId: undefined })).toBeUndefined());
  it('lists units by name, all or only those with or without a champion', async () => {
    const list = async (covered?: boolean) => namesOf(await listCoverageUnits(reading(), all, { first: 10, covered }));
    expect(await list()).toEqual(['Bekkestua', 'Grav', 'Jong']);
    expect(await list(true)).toEqual(['Grav', 'Jong']);
    expect(await list(false)).toEqual(['Bekkestua']);
    const page = await listCoverageUnits(reading(), all, { first: 1, covered: true });
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect(await page.totalCount()).toBe(2);
    expect(
      namesOf(await listCoverageUnits(reading(), all, { first: 1, after: page.pageInfo.endCursor, covered: true })),
    ).toEqual(['Jong']);
  });
  it('counts the champions of many units with as many statements as of one', async () => {
    const page = await listCoverageUnits(reading(), all, { first: 10 });
    const before = statements.length;
    const request = reading();
    const counts = await Promise.all(page.edges.map(({ node }) => countAtUnit(request, node, all)));
    expect(
      counts.map(
        ({
          unit: { name },
          covered,
          activeChampions,
          changeAgents,
          championsWithoutTime,
          championsOnLeave,
          openNominations,
        }) => [name, covered, activeChampions, changeAgents, championsWithoutTime, championsOnLeave, openNominations],
      ),
    ).toEqual([
      ['Bekkestua', false, 0, 0, 0, 1, 1],
      ['Grav', true, 1, 0, 1, 0, 0],
      ['Jong', true, 2, 1, 1, 0, 0],
    ]);
    // Two steps of mergers and one level that has none, then the champions: of three units, of two, of one.
    expect(statements.length - before).toBeLessThanOrEqual(6);
  });
});

describe('champions', () => {
  const list = async (args: object) =>
    (await listChampions(reading(), { programmeId, first: 100, ...args })).edges.map(({ node }) => node.ref);

  it('come in the order of their numbers', async () =>
    expect(await list({})).toEqual(['C-1', 'C-2', 'C-3', 'C-4', 'C-5', 'C-6', 'C-7']));
  it.each([
    [{ status: ['LEFT', 'NOMINATED'] }, ['C-3', 'C-5']],
    [{ changeAgent: true }, ['C-1']],
    [{ changeAgent: false, status: ['ACTIVE'] }, ['C-2', 'C-6', 'C-7']],
    [{ withoutTime: true }, ['C-2', 'C-6']],
    [{ withoutTime: false }, ['C-1', 'C-3', 'C-4', 'C-5', 'C-7']],
    [{ unitId: bekkestua }, ['C-4', 'C-5']],
    [{ unitId: grav }, ['C-6']],
  ])('are found by %j', async (args, refs) => expect(await list(args)).toEqual(refs));
  it('are at the unit that their own went up in', async () =>
    expect(await remainingUnit(reading(), olderSchool)).toMatchObject({ name: 'Grav' }));
});
