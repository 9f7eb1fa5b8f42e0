#!/usr/bin/env node
/**
 * Puts the compiled server and command line, with the packages they use, into a few files: `dist/bin`. Node opens some
 * 2,700 files to start them otherwise, which takes longer than all the rest of a start. See docs/adr/0012.
 */
import { readFile, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const bin = join(dist, 'bin');

/** It brings what is no JavaScript: the pages of Altair. The driver of SQLite is looked for when it is needed. */
const withFiles = ['altair-static'];
/** Nest and its friends ask for these where they are there. We use none of them. */
const neverThere = [
  '@apollo/*',
  '@as-integrations/*',
  '@fastify/multipart',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/websockets',
  'class-transformer',
  'class-validator',
  'ts-morph',
];

/** Files that lie beside a module are looked for where the module was before it was put together with others. */
const whereItWas = {
  name: 'where-it-was',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]dist[\\/](apps|libs)[\\/].*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const from = JSON.stringify(relative(bin, path).replaceAll('\\', '/'));
      return {
        contents: text.replaceAll('import.meta.url', `new URL(${from}, import.meta.url)`),
        resolveDir: dirname(path),
      };
    });
  },
};

const common = {
  absWorkingDir: root,
  outdir: bin,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  legalComments: 'linked',
  sourcemap: 'linked',
  metafile: true,
  logLevel: 'warning',
};

const { metafile } = await build({
  ...common,
  entryPoints: {
    ledger: join(dist, 'apps/ledger/main.js'),
    wavebook: join(dist, 'apps/cli/main.js'),
  },
  splitting: true,
  // Nest finds its parts by the names of classes.
  keepNames: true,
  external: [...withFiles, ...neverThere],
  // CommonJS packages among them ask for Node's own modules, and for each other, by `require`.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  plugins: [whereItWas],
});

// One file that needs no other: an auditor takes it along.
const alone = await build({ ...common, entryPoints: { 'wavebook-verify': join(dist, 'apps/verify/main.js') } });

// Parts have names made of their content: those of an earlier build are in nobody's use any more.
const outputs = { ...metafile.outputs, ...alone.metafile.outputs };
const written = new Set(Object.keys(outputs).map((path) => basename(path)));
for (const file of await readdir(bin)) if (!written.has(file)) await rm(join(bin, file));
