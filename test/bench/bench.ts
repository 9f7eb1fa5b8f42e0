import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { append } from './append.bench.js';
import { eventstoredb } from './eventstoredb.bench.js';
import { type Finding, type Row, findings } from './figure.js';
import { live } from './live.bench.js';
import { subscribers } from './live-subscribers.bench.js';
import { mutation } from './mutation.bench.js';
import { nodes } from './nodes.bench.js';
import { rebuild } from './rebuild-books.bench.js';
import { replay } from './replay.bench.js';
import { size } from './size.bench.js';
import { start } from './start.bench.js';
import { tableOf } from './table.js';
import { verify } from './verify.bench.js';

/**
 * Measures how fast it is, each row beside a peer in the same run: `npm run bench -- [rows…] [--runs N] [--events N]
 * [--json]`. What docs/performance.md tells comes from here. Ends with 1 when something that was measured is not right;
 * a bar that is not met is told, and is no fault.
 */
const rows: readonly Row[] = [
  append,
  eventstoredb,
  rebuild,
  replay,
  mutation,
  live,
  subscribers,
  nodes,
  start,
  verify,
  size,
];

const usage = `npm run bench -- [${rows.map(({ name }) => name).join('|')} …] [--runs N] [--events N] [--json]`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' }, events: { type: 'string' }, json: { type: 'boolean' } },
});
const runCount = Number(values.runs);
const events = values.events === undefined ? undefined : Number(values.events);
const unknown = positionals.filter((name) => !rows.some((row) => row.name === name));
const isCount = (count: number) => Number.isSafeInteger(count) && count > 0;
if (unknown.length > 0 || !isCount(runCount) || (events !== undefined && !isCount(events))) {
  console.error(usage);
  process.exit(2);
}

const tell = (text: string) => process.stderr.write(`${text}\n`);
const load = () => loadavg().map((each) => each.toFixed(1));

const measure = async (row: Row): Promise<{ found: readonly Finding[]; notes: readonly string[] }> => {
  tell(`${row.name}: setting up`);
  const bench = await row.open({ events });
  try {
    const runs = [];
    for (let run = 1; run <= runCount; run++) {
      tell(`${row.name}: run ${run} of ${runCount}`);
      runs.push(await bench.run());
    }
    return { found: findings(runs), notes: bench.notes() };
  } finally {
    await bench.close();
  }
};

const machine = {
  node: process.version,
  system: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
};
const loadBefore = load();
const measured = [];
for (const row of rows)
  if (positionals.length === 0 || positionals.includes(row.name))
    measured.push({ row: row.name, ...(await measure(row)) });
const found = measured.flatMap((each) => each.found);

if (values.json)
  console.log(JSON.stringify({ at: new Date(), machine, runs: runCount, loadBefore, loadAfter: load(), measured }));
else {
  const { node, system, processor, cores, memoryGb } = machine;
  console.log(`Node ${node}, ${system}, ${processor}, ${cores} cores, ${memoryGb} GB; medians of ${runCount} runs`);
  console.log(`load average (1, 5, 15 min) before ${loadBefore.join(' ')}, after ${load().join(' ')}\n`);
  console.log(tableOf(found));
  for (const { row, notes } of measured) for (const note of notes) console.log(`\n${row}: ${note}`);
}
