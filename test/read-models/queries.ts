import type { Connection, ConnectionArguments } from '#read-models';
import type { Kysely } from 'kysely';
import * as audit from '../../libs/book/audit/audit.queries.js';
import * as champion from '../../libs/book/champion/champion.queries.js';
import * as coverage from '../../libs/book/champion/coverage.queries.js';
import * as coverageSources from '../../libs/book/champion/coverage.sources.js';
import { meantId } from '../../libs/book/cited.js';
import * as decision from '../../libs/book/decision/decision.queries.js';
import * as trace from '../../libs/book/decision/trace.queries.js';
import * as due from '../../libs/book/due.queries.js';
import * as evidence from '../../libs/book/evidence/evidence.queries.js';
import * as history from '../../libs/book/history/history.queries.js';
import * as person from '../../libs/book/person/person.queries.js';
import * as contagion from '../../libs/book/pilot/contagion.queries.js';
import * as contagionSources from '../../libs/book/pilot/contagion.sources.js';
import * as pilot from '../../libs/book/pilot/pilot.queries.js';
import * as programme from '../../libs/book/programme/programme.queries.js';
import type { Reading, TableName } from '../../libs/book/reading.js';
import type { Tables } from '../../libs/book/tables.js';
import * as adoption from '../../libs/book/unit/adoption.queries.js';
import * as curve from '../../libs/book/unit/curve.queries.js';
import * as curveSources from '../../libs/book/unit/curve.sources.js';
import * as merged from '../../libs/book/unit/merged-units.queries.js';
import * as unit from '../../libs/book/unit/unit.queries.js';
import * as byWave from '../../libs/book/wave/adoption-by-wave.queries.js';
import * as progress from '../../libs/book/wave/adoption-progress.queries.js';
import * as wave from '../../libs/book/wave/wave.queries.js';
import * as waveSources from '../../libs/book/wave/wave.sources.js';

/** A reading of one book. */
export interface Asked {
  readonly reading: Reading;
  readonly programmeId: string;
}

type Ask = (asked: Asked) => Promise<unknown>;
type List = (reading: Reading, args: never) => Promise<Connection<unknown>>;

/** Pages of this size and one that holds everything, forwards and backwards. */
const pageSizes = [2, 100];

const told = async <Node>({ edges, pageInfo, totalCount }: Connection<Node>) => ({
  edges,
  pageInfo,
  totalCount: await totalCount(),
});

const walked = async (ask: (page: ConnectionArguments) => Promise<Connection<unknown>>): Promise<unknown> => {
  const pages: unknown[] = [];
  for (const size of pageSizes) {
    for (let after: string | null = null, more = true; more;) {
      const page = await ask({ first: size, after });
      pages.push(await told(page));
      [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    for (let before: string | null = null, more = true; more;) {
      const page = await ask({ last: size, before });
      pages.push(await told(page));
      [before, more] = [page.pageInfo.startCursor, page.pageInfo.hasPreviousPage];
    }
  }
  return pages;
};

/** A list, page by page, asked for in each of several ways. */
const list =
  (query: List, ...ways: readonly object[]): Ask =>
  ({ reading, programmeId }) =>
    Promise.all(
      (ways.length > 0 ? ways : [{}]).map((way) =>
        walked((page) => query(reading, { programmeId, ...way, ...page } as never)),
      ),
    );

// Tables are named at run time here; what goes in and out is typed by the query.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyDatabase = Kysely<any>;

/** A query of one row, asked of every row of a table. */
const ofEach =
  <Name extends TableName>(table: Name, query: (reading: Reading, row: Tables[Name]) => Promise<unknown>): Ask =>
  async ({ reading }) => {
    const rows = await (reading.db as AnyDatabase).selectFrom(table).selectAll().orderBy('key').execute();
    return Promise.all(rows.map((row) => query(reading, row as Tables[Name])));
  };

const solutionOf = ({ reading, programmeId }: Asked) => meantId(reading, programmeId, 'S-1');
const isGiven = <T>(value: T): value is NonNullable<T> => value !== undefined && value !== null;

/** The coverage of a programme, and that of its first solution. */
const coverages = async (asked: Asked): Promise<readonly coverage.ChampionCoverage[]> => {
  const { programmeId } = asked;
  const ways = [undefined, await solutionOf(asked)];
  const found = await Promise.all(
    ways.map((solutionId) => coverage.readCoverage(asked.reading, { programmeId, solutionId })),
  );
  return found.filter(isGiven);
};

const curveOf = async ({ reading, programmeId }: Asked, interval: 'DAY' | 'MONTH' = 'MONTH') =>
  (await curve.adoptionCurve(reading, { programmeId, solutionId: 'S-1', interval }))!;

const contagionOf = async (asked: Asked) =>
  (await contagion.contagionOf(asked.reading, {
    programmeId: asked.programmeId,
    solutionId: await solutionOf(asked),
  }))!;

const inUse = ['LIVE', 'EMBEDDED'];

/** Every query of the domain, by the name that its file exports it under. */
export const queries: Readonly<Record<string, Ask>> = {
  actorsOfErasure: ofEach('erasure', audit.actorsOfErasure),
  erasureRegister: list(audit.erasureRegister),
  listActors: list(audit.listActors),
  listCorrections: list(audit.listCorrections),
  listOverrides: list(audit.listOverrides),
  retroactiveEntries: list(audit.retroactiveEntries, {}, { minDays: 3 }),
  listChampions: list(
    champion.listChampions,
    {},
    { status: ['ACTIVE', 'ON_LEAVE'] },
    { status: [] },
    { changeAgent: true },
    { changeAgent: false },
    { withoutTime: true },
    { withoutTime: false },
  ),
  readCoverage: coverages,
  listCoverageUnits: async (asked) =>
    Promise.all(
      (await coverages(asked)).flatMap((of) =>
        [undefined, true, false].map((covered) =>
          walked((page) => coverage.listCoverageUnits(asked.reading, of, { covered, ...page })),
        ),
      ),
    ),
  countAtUnit: async (asked) => {
    const [, of] = await coverages(asked);
    return ofEach('unit', (reading, row) => coverage.countAtUnit(reading, row, of!))(asked);
  },
  sourcesAtUnit: async (asked) => {
    const [of] = await coverages(asked);
    return ofEach('unit', async (reading, row) =>
      coverageSources.sourcesAtUnit(reading, await coverage.countAtUnit(reading, row, of!)),
    )(asked);
  },
  sourcesOfCoverage: async (asked) =>
    Promise.all((await coverages(asked)).map((of) => coverageSources.sourcesOfCoverage(asked.reading, of))),
  earlierDecisionsOf: ofEach('decision', decision.earlierDecisionsOf),
  listDecisions: list(
    decision.listDecisions,
    {},
    { status: ['TAKEN', 'NEEDED'] },
    { question: ['METHOD'] },
    { forum: 'Council' },
    { dueBefore: '2021-03-01' },
    { dueAfter: '2021-01-20' },
    { overdue: true },
    { overdue: false },
    { text: 'WAY the' },
    { text: '%' },
    { text: '_' },
    { text: '\\' },
  ),
  listDecisionsDue: list(decision.listDecisionsDue, { withinDays: 30 }, { withinDays: 1_000 }),
  listNonDecisions: list(decision.listNonDecisions),
  traceDecision: ofEach('decision', (reading, { programmeId, key }) =>
    trace.traceDecision(reading, { programmeId, decisionId: key }),
  ),
  programmesDue: ({ reading }) =>
    Promise.all(['2021-01-01', '2022-06-01', '2030-01-01'].map((day) => due.programmesDue(reading.db, day))),
  evidenceOf: ofEach('wave', (reading, row) =>
    walked((page) => evidence.evidenceOf(reading, { type: 'Wave', value: row }, page)),
  ),
  readHistory: list(history.readHistory),
  sentenceOf: async ({ reading, programmeId }) => {
    const lines = await reading.lines(programmeId, 0n, 1_000);
    return Promise.all(lines.map((line) => history.sentenceOf(reading, line)));
  },
  erasuresOf: ofEach('person', (reading, { key }) => person.erasuresOf(reading, key)),
  contagionOf,
  sourcesOfContagion: async (asked) => contagionSources.sourcesOfContagion(asked.reading, await contagionOf(asked)),
  sourcesOfResult: async (asked) =>
    Promise.all(
      (await contagionOf(asked)).results.map((each) => contagionSources.sourcesOfResult(asked.reading, each)),
    ),
  listPilots: list(pilot.listPilots, {}, { status: ['RUNNING', 'SCALED'] }, { solutionId: 'S-1' }),
  observationsOf: ofEach('pilot', (reading, { key }) => pilot.observationsOf(reading, key)),
  visibleResultsOf: ofEach('pilot', (reading, { key }) => pilot.visibleResultsOf(reading, key)),
  escalationsOf: ({ reading, programmeId }) => programme.escalationsOf(reading, programmeId),
  listProgrammes: list(programme.listProgrammes, {}, { status: ['ACTIVE', 'CLOSED'] }),
  solutionsOf: ({ reading, programmeId }) => programme.solutionsOf(reading, programmeId),
  lapsedUnits: list(adoption.lapsedUnits, {}, { solutionId: 'S-1' }),
  unassignedInterest: list(adoption.unassignedInterest, {}, { solutionId: 'S-1' }),
  adoptionCurve: async (asked) => [await curveOf(asked), await curveOf(asked, 'DAY')],
  sourcesOfCurve: async (asked) => curveSources.sourcesOfCurve(asked.reading, await curveOf(asked)),
  sourcesOfPoint: async (asked) => {
    const { solution, points } = await curveOf(asked);
    return Promise.all(points.map(({ day }) => curveSources.sourcesOfPoint(asked.reading, { solution, day })));
  },
  remainingUnit: ofEach('unit', (reading, { key }) => merged.remainingUnit(reading, key)),
  withMerged: ofEach('unit', (reading, { key }) => merged.withMerged(reading, key)),
  withStandsFor: ({ reading, programmeId }) =>
    merged
      .withStandsFor(reading.db, programmeId)
      .selectFrom('standsFor')
      .selectAll()
      .orderBy('unitId')
      .orderBy('remainingUnitId')
      .execute(),
  adoptionsOf: ofEach('unit', unit.adoptionsOf),
  childrenOf: ofEach('unit', unit.childrenOf),
  listUnits: list(
    unit.listUnits,
    {},
    { status: ['ACTIVE'] },
    { status: ['MERGED', 'CLOSED'] },
    { text: 'SYNTHETIC' },
    { text: 'Å' },
    { text: 'a\0b' },
    { adoptionStatus: inUse },
    { adoptionStatus: ['UNAWARE'] },
    { adoptionStatus: ['UNAWARE', ...inUse], solutionId: 'S-1' },
  ),
  mergedFrom: ofEach('unit', unit.mergedFrom),
  parentOf: ofEach('unit', unit.parentOf),
  unitsById: ofEach('pilot', (reading, { unitIds }) => unit.unitsById(reading, unitIds)),
  usageOf: ofEach('adoption', unit.usageOf),
  adoptionByWave: async (asked) => [
    await byWave.adoptionByWave(asked.reading, asked),
    await byWave.adoptionByWave(asked.reading, { ...asked, solutionId: await solutionOf(asked) }),
  ],
  countedPlaces: ({ reading, programmeId }) =>
    byWave
      .countedPlaces(reading, { programmeId })
      .selectAll('place')
      .orderBy('place.unitId')
      .orderBy('place.solutionId')
      .execute(),
  adoptionProgressOf: ({ reading, programmeId }) => progress.adoptionProgressOf(reading, programmeId),
  changesOfWave: ofEach('wave', (reading, { key }) => wave.changesOfWave(reading, key)),
  formerUnitsOfWave: ofEach('wave', (reading, { key }) => wave.formerUnitsOfWave(reading, key)),
  listWaveChanges: list(wave.listWaveChanges, {}, { waveId: 'W-1' }, { afterBaseline: true }, { afterBaseline: false }),
  listWaves: list(wave.listWaves, {}, { status: ['OPEN', 'COMPLETED'] }, { solutionId: 'S-1' }),
  unitsInWave: ofEach('wave', (reading, { key }) => wave.unitsInWave(reading, key)),
  sourcesOfProgress: async (asked) => {
    const found = (await progress.adoptionProgressOf(asked.reading, asked.programmeId))!;
    return Promise.all(found.solutions.map((each) => waveSources.sourcesOfProgress(asked.reading, each)));
  },
  sourcesOfWaveFigures: async (asked) => {
    const figures = await byWave.adoptionByWave(asked.reading, asked);
    return Promise.all(figures.map((each) => waveSources.sourcesOfWaveFigures(asked.reading, each)));
  },
};

/** What those files export beside their queries: it asks no database. */
export const pure = [
  'isWithoutTime',
  'countsFor',
  'recordedDaysLater',
  'isOverdue',
  'daysSince',
  'latestUsage',
  'shareOf',
  'median',
];
