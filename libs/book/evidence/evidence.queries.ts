import type { Recorded } from '#kernel';
import { type Connection, type ConnectionArguments, connectionOf } from '#read-models';
import { sourcesAtUnit, sourcesOfCoverage } from '../champion/coverage.sources.js';
import { sourcesOfContagion, sourcesOfResult } from '../pilot/contagion.sources.js';
import type { Reading } from '../reading.js';
import { sourcesOfCurve, sourcesOfPoint } from '../unit/curve.sources.js';
import { sourcesOfProgress, sourcesOfWaveFigures } from '../wave/wave.sources.js';
import type { Sources } from './gathered.js';

type Gather = (reading: Reading, value: never) => Promise<Sources>;

/** Where the figures of a type come from, by its name in the schema. What is shown from one row has the row's sources. */
const gatherings: ReadonlyMap<string, Gather> = new Map<string, Gather>([
  ['AdoptionByWave', sourcesOfWaveFigures],
  ['SolutionProgress', sourcesOfProgress],
  ['AdoptionCurve', sourcesOfCurve],
  ['AdoptionCurvePoint', sourcesOfPoint],
  ['ChampionCoverage', sourcesOfCoverage],
  ['UnitChampions', sourcesAtUnit],
  ['Contagion', sourcesOfContagion],
  ['ContagionResult', sourcesOfResult],
]);

const sourcesOf = async (reading: Reading, type: string, value: unknown): Promise<Sources> => {
  const gather = gatherings.get(type);
  return gather ? gather(reading, value as never) : (value as { readonly sources: Sources }).sources;
};

/**
 * The lines that a value of the schema was made from, a page of them, in the order of the book.
 * @throws ConnectionArgumentError
 */
export const evidenceOf = async (
  reading: Reading,
  { type, value }: { readonly type: string; readonly value: unknown },
  args: ConnectionArguments,
): Promise<Connection<Recorded>> => {
  const page = connectionOf(await sourcesOf(reading, type, value), args, (position) => `position:${position}`);
  const lines = await reading.linesAt(page.edges.map(({ node }) => BigInt(node)));
  return { ...page, edges: page.edges.map(({ cursor }, at) => ({ cursor, node: lines[at]! })) };
};
