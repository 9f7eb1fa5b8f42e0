import type { Table } from '#read-models';

/** Positions of lines, as rows keep them. */
export type Sources = Table<unknown>['sources'];

/** All positions that several rows were made from, each once, in the order of the ledger. */
export const gathered = (rows: Iterable<{ readonly sources: Sources } | null | undefined>): Sources => {
  const positions = new Set<string>();
  for (const row of rows) for (const position of row?.sources ?? []) positions.add(position);
  return [...positions].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
};
