import type { Refusal } from '#kernel';
import type { Book } from '../book.state.js';
import type { Solution } from './programme.state.js';
import { refuse } from './programme.words.js';

/** The solution, when the programme rolls it out. */
export const knownSolution = ({ programme }: Book, solutionId: string): Solution | Refusal =>
  programme.solutions.get(solutionId) ?? refuse('SOLUTION_UNKNOWN', {}, 'solutionId');

/** What is wrong with the solution that a command may name: when it names one, the programme must roll it out. */
export const refusedSolution = ({ programme }: Book, solutionId: string | undefined): Refusal | undefined =>
  solutionId === undefined || programme.solutions.has(solutionId)
    ? undefined
    : refuse('SOLUTION_UNKNOWN', {}, 'solutionId');
