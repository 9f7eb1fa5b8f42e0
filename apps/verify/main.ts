#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { Found } from './finding.js';
import { serveBooks } from './serve-books.js';
import { placeOf, sayVerified, verifyExport } from './verify-export.js';

const usage = `wavebook-verify FOLDER [--key KEY] [--checkpoint FILE]

Checks an export of Wavebook with nothing but SHA-256 and Ed25519, and names the first line that is not what was sealed.

  --key KEY          the verifier key, as you were given it by a way of your own
  --checkpoint FILE  a checkpoint that was kept outside

Exit codes: 0 everything is what was sealed, 1 something is not, 2 used wrongly.
`;

const given = (): { folder: string; key?: string; checkpoint?: string } | undefined => {
  try {
    const options = { key: { type: 'string' }, checkpoint: { type: 'string' }, help: { type: 'boolean' } } as const;
    const { positionals, values } = parseArgs({ allowPositionals: true, options });
    const [folder, ...others] = positionals;
    if (values.help || folder === undefined || others.length > 0) return undefined;
    const { key, checkpoint } = values;
    return { folder, ...(key === undefined ? {} : { key }), ...(checkpoint === undefined ? {} : { checkpoint }) };
  } catch {
    return undefined;
  }
};

const verify = async (): Promise<number> => {
  const asked = given();
  if (!asked) {
    process.stderr.write(usage);
    return 2;
  }
  const { folder, ...options } = asked;
  try {
    process.stdout.write(sayVerified(await verifyExport(folder, { ...options, threads: new URL(import.meta.url) })));
    return 0;
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    const { code, found } = error.finding;
    const place = placeOf(error.finding);
    process.stdout.write(`${code}${place === '' ? '' : ` at ${place}`}: ${found}\n`);
    return 1;
  }
};

// One file that needs no other: it is the program of its threads, too.
if (isMainThread) process.exitCode = await verify();
else serveBooks();
