/**
 * Writes test/golden-events/<version>.jsonl: the book of the golden story, as this version of Wavebook writes it. Run
 * once for a release; a file that is there is never written again.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeGoldenBook } from '../test/golden-events/golden-book.js';

const root = new URL('../../', import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const file = join(root, 'test/golden-events', `${version}.jsonl`);

if (existsSync(file)) {
  process.stderr.write(`${file} is there already; events that were released never change shape.\n`);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'wavebook-golden-'));
writeFileSync(file, await writeGoldenBook(folder));
rmSync(folder, { recursive: true });
