#!/usr/bin/env node
/** What CI runs, in the order in which it is cheapest to fail. Stops at the first step that fails. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const steps = [
  ['Generated files are fresh', 'node', ['scripts/fresh.mjs']],
  ['Types', 'npx', ['--no-install', 'tsc', '--noEmit', '-p', '.']],
  ['Lint', 'npx', ['--no-install', 'eslint', '.']],
  [
    'Architecture',
    'npx',
    ['--no-install', 'depcruise', '--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'schema', 'scripts'],
  ],
  ['Format', 'npx', ['--no-install', 'prettier', '--check', '--log-level', 'warn', '.']],
  ['Tests', 'node', ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js']],
  ['The table of commands is fresh', 'node', ['dist/scripts/document-commands.js', '--check', '--noted']],
];

// The specs of the deciders note what they decide; the table of commands is made of these notes.
const env = { ...process.env, WAVEBOOK_DECISION_LOG: `${root}reports/decisions.jsonl` };
rmSync(env.WAVEBOOK_DECISION_LOG, { force: true });

for (const [what, command, args] of steps) {
  process.stderr.write(`\n— ${what}\n`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (status !== 0) {
    process.stderr.write(`\n${what}: failed\n`);
    process.exit(status ?? 1);
  }
}
