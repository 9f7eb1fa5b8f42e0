import { parseArgs } from 'node:util';
import { damaged } from './damage.js';
import { diskFull } from './disk-full.js';
import { kills, twoServers } from './kills.js';
import { powerCut } from './power-cut.js';
import { projector } from './projector.js';
import type { Fault } from './report.js';
import { syscalls } from './syscalls.js';

/**
 * Breaks things on purpose, and looks whether everything that was acknowledged is still there: `npm run test:fault --
 * [faults…] [--rounds N] [--json]`. What docs/durability.md tells comes from here. Ends with 1 at the first thing that is
 * not as it must be; the folder that it was found in stays.
 */
const faults: readonly Fault[] = [kills, twoServers, syscalls, powerCut, diskFull, damaged, projector];

const usage = `npm run test:fault -- [${faults.map(({ name }) => name).join('|')} …] [--rounds N] [--json]`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, json: { type: 'boolean' } },
});
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const isUnknown = positionals.some((name) => !faults.some((fault) => fault.name === name));
if (isUnknown || (rounds !== undefined && !(Number.isSafeInteger(rounds) && rounds > 0))) {
  console.error(usage);
  process.exit(2);
}

const tell = (text: string) => process.stderr.write(`  ${text}\n`);
const reports = [];
for (const fault of faults) {
  if (positionals.length > 0 && !positionals.includes(fault.name)) continue;
  process.stderr.write(`${fault.name}\n`);
  const began = performance.now();
  const report = await fault.run({ rounds, tell });
  reports.push({ name: fault.name, ...report, lost: 0, seconds: Math.round((performance.now() - began) / 1000) });
}

if (values.json) console.log(JSON.stringify({ at: new Date(), node: process.version, reports }));
else
  for (const { name, what, injected, acknowledged, lost, seconds, notes = [] } of reports) {
    console.log(`\n${name}: ${what} (${seconds} s)`);
    console.log(`  injected ${injected}, acknowledged ${acknowledged}, lost ${lost}`);
    for (const note of notes) console.log(`  ${note}`);
  }
