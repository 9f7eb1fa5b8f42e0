import { type Sources, gathered } from '../evidence/gathered.js';
import type { Reading } from '../reading.js';
import type { Contagion, ContagionResult } from './contagion.queries.js';

/** The result that was made visible, and the interest that came after it. */
export const sourcesOfResult = async (_reading: Reading, { result, interests }: ContagionResult): Promise<Sources> =>
  gathered([result, ...interests]);

/** All results that were made visible, and all interest. */
export const sourcesOfContagion = async ({ loadBy }: Reading, { solution, results }: Contagion): Promise<Sources> =>
  gathered([...results.map(({ result }) => result), ...(await loadBy('interest', 'solutionId', solution.key))]);
