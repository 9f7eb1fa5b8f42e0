/**
 * What the schema of today would break for clients of the schema that was released last, held against what
 * schema/released/breaking.json declares. `--release` makes today's schema the released one and clears the declarations.
 */
import { copyFileSync, writeFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';
import { z } from 'zod';
import { schemaFile } from './generate-schema.js';

const folder = new URL('../../schema/released/', import.meta.url).pathname;
export const releasedFile = `${folder}wavebook.graphql`;
export const declarationsFile = `${folder}breaking.json`;

/** A change that breaks clients, made on purpose. */
const declaration = z.strictObject({
  /** As it is found, such as `Wave.name was removed.` */
  change: z.string(),
  /** Why it was made, and what clients are to do. */
  reason: z.string().min(10),
});
export type Declaration = z.output<typeof declaration>;

export const readDeclarations = (text: string): Declaration[] => z.array(declaration).parse(JSON.parse(text));

/** Sentences about what is wrong: changes that nobody declared, and declarations of what did not change. */
export const schemaProblems = (released: string, today: string, declared: readonly Declaration[]): string[] => {
  const changes = findBreakingChanges(buildSchema(released), buildSchema(today)).map(({ description }) => description);
  const known = new Set(declared.map(({ change }) => change));
  return [
    ...changes.filter((change) => !known.has(change)).map((change) => `breaks clients: ${change}`),
    ...[...known].filter((change) => !changes.includes(change)).map((change) => `is declared and not so: ${change}`),
  ];
};

if (import.meta.url === `file://${process.argv[1]}` && process.argv.includes('--release')) {
  copyFileSync(schemaFile, releasedFile);
  writeFileSync(declarationsFile, '[]\n');
}
