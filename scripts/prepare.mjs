#!/usr/bin/env node
/**
 * Does whatever is missing before a command of this checkout can run: installs packages, compiles, generates code.
 * Plain JavaScript without dependencies, since it runs before anything is installed. Says what it does; when there is
 * nothing to do it says nothing. `--force` compiles anew.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.wavebook-installed');
const builtStamp = join(root, 'dist', '.wavebook-built');
const sourceFolders = ['apps', 'libs', 'schema', 'test', 'scripts'];
const tell = (text) => process.stderr.write(`${text}\n`);

const hashOf = (...files) => {
  const hash = createHash('sha256').update(process.version);
  for (const file of files) if (existsSync(file)) hash.update(readFileSync(file));
  return hash.digest('hex');
};

const newestIn = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((newest, entry) => {
    // The peers of the benchmark have packages of their own.
    if (entry.name === 'node_modules') return newest;
    const path = join(folder, entry.name);
    return Math.max(newest, entry.isDirectory() ? newestIn(path) : statSync(path).mtimeMs);
  }, 0);

/** Runs a step quietly; its output is shown only when it fails. */
const run = (command, args, what) => {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status === 0) return;
  tell(
    `${result.stdout ?? ''}${result.stderr ?? ''}\n${what} failed (${[command, ...args].join(' ')}); the output is above.`,
  );
  process.exit(1);
};

const install = () =>
  new Promise((resolve) => {
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    tell(
      'Installing packages (npm ci). The database driver, better-sqlite3, is compiled here when no ready-made build',
    );
    tell('can be fetched; that takes one to two minutes, once.');
    const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const ticking = setInterval(() => tell(`  … still installing or compiling, ${seconds()} s`), 15_000);
    child.on('exit', (code) => {
      clearInterval(ticking);
      if (code !== 0) {
        tell(
          'npm ci failed; its output is above. Where better-sqlite3 has no ready-made build, python3, make and g++ are needed.',
        );
        process.exit(1);
      }
      writeFileSync(stamp, hashOf(join(root, 'package-lock.json')));
      tell(`Installed in ${seconds()} s.`);
      resolve();
    });
  });

const installed = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOf(join(root, 'package-lock.json'));

const compile = () =>
  run('npx', ['--no-install', 'swc', ...sourceFolders, '--out-dir', 'dist', '--quiet'], 'Compiling');

/** Writes what is generated from the SDL and from the events' schemas: types, the whole schema, JSON Schemas. */
const generate = () => {
  run('node', ['dist/scripts/generate-inputs.js'], 'Generating types from the SDL');
  run('node', ['dist/scripts/generate-schema.js'], 'Putting the schema together');
  run('node', ['dist/scripts/generate-event-schemas.js'], 'Generating the JSON Schemas of the events');
};

const builtAt = () => (existsSync(builtStamp) ? Number(readFileSync(builtStamp, 'utf8')) : 0);
const newestSource = () => Math.max(...sourceFolders.map((folder) => newestIn(join(root, folder))));

if (!installed()) await install();
if (process.argv.includes('--force') || newestSource() > builtAt()) {
  tell('Compiling, and generating code from the schema …');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist'));
  compile();
  generate();
  compile();
  run('node', ['scripts/bundle.mjs'], 'Putting the files together');
  writeFileSync(builtStamp, String(newestSource()));
}
