import { type Connection, type ConnectionArguments, connection } from '#read-models';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';
import { withMerged, withStandsFor } from '../unit/merged-units.queries.js';
import { isWithoutTime } from './champion.queries.js';

/** Which champions count: those of a programme, or those of them who stand for one solution or for the whole programme. */
export interface CoverageOf {
  readonly programmeId: string;
  readonly solutionId: string | undefined;
}

/** Champions, counted. */
export interface ChampionCounts {
  readonly activeChampions: number;
  readonly changeAgents: number;
  readonly championsWithoutTime: number;
  readonly championsOnLeave: number;
  readonly openNominations: number;
}

export interface ChampionCoverage extends ChampionCounts, CoverageOf {
  readonly activeUnits: number;
  readonly unitsWithChampion: number;
  readonly unitsWithChangeAgent: number;
  readonly unitsWithoutChampion: number;
  readonly championsAtFormerUnits: number;
}

/** One unit with its champions, counted. */
export interface UnitChampions extends ChampionCounts {
  readonly unit: Tables['unit'];
  readonly covered: boolean;
}

/** Whether a champion counts: one who stands for the whole programme counts for each of its solutions. */
export const countsFor = (
  champion: Pick<Tables['champion'], 'solutionId'>,
  { solutionId }: Pick<CoverageOf, 'solutionId'>,
): boolean => !solutionId || champion.solutionId === null || champion.solutionId === solutionId;

/** The champions that count, each at the unit where they are today. */
const counted = (reading: Reading, { programmeId, solutionId }: CoverageOf) => {
  const all = withStandsFor(reading.db, programmeId)
    .selectFrom('champion')
    .innerJoin('standsFor', 'standsFor.unitId', 'champion.unitId')
    .innerJoin('unit as home', 'home.key', 'standsFor.remainingUnitId')
    .where('home.mergedIntoUnitId', 'is', null)
    .where('champion.programmeId', '=', programmeId);
  return solutionId
    ? all.where((eb) => eb.or([eb('champion.solutionId', 'is', null), eb('champion.solutionId', '=', solutionId)]))
    : all;
};

/** Units with at least one active champion, each once. */
const coveredUnits = (reading: Reading, of: CoverageOf) =>
  counted(reading, of).where('champion.status', '=', 'ACTIVE').select('home.key as homeUnitId').distinct();

const unitsOf = ({ db }: Reading, { programmeId }: CoverageOf) =>
  db.selectFrom('unit').where('unit.programmeId', '=', programmeId).where('unit.status', '=', 'ACTIVE');

const countUnits = async (reading: Reading, of: CoverageOf) => {
  const covered = coveredUnits(reading, of);
  const { activeUnits, unitsWithChampion, unitsWithChangeAgent } = await unitsOf(reading, of)
    .leftJoin(covered.as('covered'), 'covered.homeUnitId', 'unit.key')
    .leftJoin(covered.where('champion.changeAgent', '=', true).as('led'), 'led.homeUnitId', 'unit.key')
    .select(({ fn }) => [
      fn.count('unit.key').as('activeUnits'),
      fn.count('covered.homeUnitId').as('unitsWithChampion'),
      fn.count('led.homeUnitId').as('unitsWithChangeAgent'),
    ])
    .executeTakeFirstOrThrow();
  return {
    activeUnits: Number(activeUnits),
    unitsWithChampion: Number(unitsWithChampion),
    unitsWithChangeAgent: Number(unitsWithChangeAgent),
    unitsWithoutChampion: Number(activeUnits) - Number(unitsWithChampion),
  };
};

const countChampions = async (reading: Reading, of: CoverageOf) => {
  const counts = await counted(reading, of)
    .select(({ fn }) => {
      const active = fn.countAll().filterWhere('champion.status', '=', 'ACTIVE');
      return [
        active.as('activeChampions'),
        active.filterWhere('champion.changeAgent', '=', true).as('changeAgents'),
        active.filterWhere('champion.percent', 'is', null).as('championsWithoutTime'),
        fn.countAll().filterWhere('champion.status', '=', 'ON_LEAVE').as('championsOnLeave'),
        fn.countAll().filterWhere('champion.status', '=', 'NOMINATED').as('openNominations'),
        fn
          .countAll()
          .filterWhere('champion.status', 'in', ['ACTIVE', 'ON_LEAVE'])
          .filterWhere('home.status', '<>', 'ACTIVE')
          .as('championsAtFormerUnits'),
      ];
    })
    .executeTakeFirstOrThrow();
  return {
    activeChampions: Number(counts.activeChampions),
    changeAgents: Number(counts.changeAgents),
    championsWithoutTime: Number(counts.championsWithoutTime),
    championsOnLeave: Number(counts.championsOnLeave),
    openNominations: Number(counts.openNominations),
    championsAtFormerUnits: Number(counts.championsAtFormerUnits),
  };
};

/** Where a programme has champions and where it has none; undefined when there is no such programme. */
export const readCoverage = async (reading: Reading, of: CoverageOf): Promise<ChampionCoverage | undefined> => {
  if (!(await reading.load('programme', of.programmeId))) return undefined;
  return { ...of, ...(await countUnits(reading, of)), ...(await countChampions(reading, of)) };
};

export interface CoverageUnitsArgs extends ConnectionArguments {
  readonly covered?: boolean | null | undefined;
}

/** The units of a programme by name, all or only those with (without) an active champion. */
export const listCoverageUnits = (
  reading: Reading,
  of: CoverageOf,
  { covered, ...args }: CoverageUnitsArgs,
): Promise<Connection<Tables['unit']>> => {
  const all = unitsOf(reading, of).selectAll('unit');
  const wanted =
    typeof covered === 'boolean'
      ? all.where((eb) => {
          const isCovered = eb('unit.key', 'in', coveredUnits(reading, of));
          return covered ? isCovered : eb.not(isCovered);
        })
      : all;
  return connection(wanted, args, { orderBy: [['unit.name', 'asc']], key: 'unit.key' });
};

/** The champions of one unit, counted. Asked for many units at once, it takes as many statements as for one. */
export const countAtUnit = async (
  reading: Reading,
  unit: Tables['unit'],
  coverage: CoverageOf,
): Promise<UnitChampions & Pick<CoverageOf, 'solutionId'>> => {
  const unitIds = await withMerged(reading, unit.key);
  const found = await Promise.all(unitIds.map((unitId) => reading.loadBy('champion', 'unitId', unitId)));
  const here = found.flat().filter((champion) => countsFor(champion, coverage));
  const active = here.filter(({ status }) => status === 'ACTIVE');
  return {
    unit,
    solutionId: coverage.solutionId,
    covered: active.length > 0,
    activeChampions: active.length,
    changeAgents: active.filter(({ changeAgent }) => changeAgent).length,
    championsWithoutTime: active.filter(isWithoutTime).length,
    championsOnLeave: here.filter(({ status }) => status === 'ON_LEAVE').length,
    openNominations: here.filter(({ status }) => status === 'NOMINATED').length,
  };
};
