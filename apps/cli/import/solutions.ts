import type { Book } from '#book';
import type { Refusal } from '#kernel';
import { plainKey, quoted } from './cells.js';
import { refuse } from './import.words.js';

/** The solution that a cell names by number (`S-1`) or name. */
export const namedSolution = ({ programme }: Book, text: string): string | Refusal => {
  const all = [...programme.solutions.values()];
  if (all.length === 0) return refuse('SOLUTIONS_NONE', {});
  const found = all.find(({ ref, name }) => [ref, name].some((each) => plainKey(each) === plainKey(text)));
  if (found) return found.id;
  const solutions = all.map(({ ref, name }) => `${ref} ${name}`);
  return { ...refuse('SOLUTION_NOT_FOUND', { field: '', text: quoted(text), solutions }), field: 'solution' };
};

/** The programme's solution where it has but one, and the file need not name it. */
export const onlySolution = ({ programme }: Book): string | Refusal => {
  const all = [...programme.solutions.values()];
  if (all.length === 1) return all[0]!.id;
  if (all.length === 0) return refuse('SOLUTIONS_NONE', {});
  return refuse('SOLUTION_NOT_NAMED', { solutions: all.map(({ ref, name }) => `${ref} ${name}`) });
};
