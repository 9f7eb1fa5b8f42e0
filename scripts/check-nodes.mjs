#!/usr/bin/env node
/**
 * Runs the tests on each version of Node that Wavebook promises to run on: `npm run check:nodes [-- 20.19 22 24]`.
 * npm's own packages bring the versions; the headers in them are what the database driver is compiled against. Each has
 * a copy of this checkout, under `.setup/nodes/`, with packages of its own, so that this one's stay as they are.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const promised = ['20.19', '22', '24'];
const asked = process.argv.slice(2);
const tell = (text) => process.stderr.write(`${text}\n`);

if (asked.some((version) => !/^\d+(\.\d+){0,2}$/.test(version))) {
  tell(`npm run check:nodes -- [versions of Node, such as ${promised.join(' ')}]`);
  process.exit(2);
}

/** Packages and compiled code of an earlier run, which it brings up to date by itself. */
const kept = new Set(['node_modules', 'dist']);

const run = (command, args, options) => {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (error) throw error;
  return status === 0;
};

/** The folder of a version of Node: `bin/node` and `include/node` in it. Undefined when npm has none for this machine. */
const nodeOf = (version, folder) => {
  const name = `node-${process.platform}-${process.arch}`;
  mkdirSync(folder, { recursive: true });
  const install = ['install', '--no-save', '--no-package-lock', '--ignore-scripts', '--prefix', folder];
  return run('npm', [...install, `${name}@${version}`]) ? join(folder, 'node_modules', name) : undefined;
};

/** The files of this checkout as they are now, committed or not. */
const copyCheckout = (target) => {
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(target)) if (!kept.has(entry)) rmSync(join(target, entry), { recursive: true });
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = spawnSync('git', list, { cwd: root, encoding: 'utf8' });
  for (const file of stdout.split('\0').filter((each) => each && existsSync(join(root, each)))) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(join(root, file), join(target, file));
  }
};

const check = (version) => {
  const folder = join(root, '.setup', 'nodes', version);
  const node = nodeOf(version, folder);
  if (!node) return { version, told: version, outcome: 'npm has no such version for this machine' };
  const checkout = join(folder, 'checkout');
  copyCheckout(checkout);
  const environment = { ...process.env, PATH: `${join(node, 'bin')}:${process.env.PATH}`, npm_config_nodedir: node };
  const told = spawnSync(join(node, 'bin', 'node'), ['--version'], { encoding: 'utf8' }).stdout.trim();
  tell(`\nNode ${told}: npm test`);
  const passed = run('npm', ['test'], { cwd: checkout, env: environment });
  return { version, told, outcome: passed ? 'passed' : 'failed' };
};

const outcomes = (asked.length > 0 ? asked : promised).map(check);
tell('');
for (const { told, outcome } of outcomes) tell(`Node ${told.padEnd(10)} ${outcome}`);
process.exitCode = outcomes.every(({ outcome }) => outcome === 'passed') ? 0 : 1;
