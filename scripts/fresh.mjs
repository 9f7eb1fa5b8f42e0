#!/usr/bin/env node
/** Fails when a generated file is not what its source makes today: the change was committed without `npm run generate`. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventSchema, fileOf } from '../dist/scripts/generate-event-schemas.js';
import { generateInputs, readSdl } from '../dist/scripts/generate-inputs.js';
import { generateSchema } from '../dist/scripts/generate-schema.js';
import { declarationsFile, readDeclarations, releasedFile, schemaProblems } from '../dist/scripts/schema-changes.js';
import { ledgerEventDefinitions } from '../dist/apps/ledger/proof/checkpoint-key.events.js';
import { bookEvents } from '../dist/libs/book/book.state.js';
import { spawnSync } from 'node:child_process';

const root = fileURLToPath(new URL('..', import.meta.url));
const expected = new Map([
  ['schema/generated/inputs.ts', generateInputs(readSdl())],
  ['schema/generated/wavebook.graphql', generateSchema(readSdl())],
  ...[...bookEvents, ...ledgerEventDefinitions].map((definition) => [
    `schema/events/${fileOf(definition)}`,
    eventSchema(definition),
  ]),
]);

const stale = [...expected]
  .filter(([file, text]) => readFileSync(`${root}${file}`, 'utf8') !== text)
  .map(([file]) => file);
const unknown = readdirSync(`${root}schema/events`)
  .map((file) => `schema/events/${file}`)
  .filter((file) => !expected.has(file) && !/\.v\d+\.json$/.test(file));
const uncommitted = spawnSync('git', ['status', '--porcelain', '--', 'schema/generated', 'schema/events'], {
  cwd: root,
  encoding: 'utf8',
});
const changed = process.env.CI ? uncommitted.stdout.trim() : '';

if (stale.length + unknown.length > 0 || changed) {
  process.stderr.write(
    `Not as generated: ${[...stale, ...unknown, changed].join(', ')}. Run \`npm run generate\` and commit.\n`,
  );
  process.exit(1);
}

const problems = schemaProblems(
  readFileSync(releasedFile, 'utf8'),
  generateSchema(readSdl()),
  readDeclarations(readFileSync(declarationsFile, 'utf8')),
);
if (problems.length > 0) {
  process.stderr.write(
    `The schema, against the one that was released last:\n  ${problems.join('\n  ')}\n` +
      'A change that breaks clients on purpose is declared, with its reason, in schema/released/breaking.json.\n',
  );
  process.exit(1);
}
