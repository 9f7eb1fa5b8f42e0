import type { Reading, TableName } from './reading.js';

/** The things that have an identity of their own: their tables, with their names in the schema. */
export const nodeTables = {
  programme: 'Programme',
  solution: 'Solution',
  escalation: 'Escalation',
  unit: 'Unit',
  decision: 'Decision',
  pilot: 'Pilot',
  wave: 'Wave',
  champion: 'Champion',
  person: 'Person',
  erasure: 'Erasure',
} as const satisfies Partial<Record<TableName, string>>;

/** The thing that bears an id, as GraphQL takes a `Node`; null when there is none. */
export const nodeOf = async ({ load }: Reading, id: string): Promise<object | null> => {
  const tables = Object.keys(nodeTables) as (keyof typeof nodeTables)[];
  const rows = await Promise.all(tables.map((table) => load(table, id)));
  const at = rows.findIndex((row) => row !== undefined);
  return at < 0 ? null : { ...rows[at], __typename: nodeTables[tables[at]!] };
};
