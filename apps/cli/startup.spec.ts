import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const main = fileURLToPath(new URL('./main.js', import.meta.url));

/** What a compiled module loads before it runs; what it imports when it needs it does not count. */
const importsOf = (file: string): readonly string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /^\s*(?:import|export)\s[^;]*?from\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]/gm,
    ),
  ].map(([, from, alone]) => (from ?? alone)!);

const loadedBy = (file: string, packages = new Set<string>(), seen = new Set<string>()): ReadonlySet<string> => {
  seen.add(file);
  for (const name of importsOf(file)) {
    const path = name.startsWith('.') ? resolve(dirname(file), name) : undefined;
    if (path === undefined) packages.add(name);
    else if (!seen.has(path) && existsSync(path)) loadedBy(path, packages, seen);
  }
  return packages;
};

it('help and version are told without loading the domain, a driver or the server', () => {
  expect([...loadedBy(main)].filter((name) => !name.startsWith('node:'))).toEqual(['commander']);
});
