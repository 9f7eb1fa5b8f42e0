import { writeSync } from 'node:fs';
import { serverName } from '../../eventstoredb/server.js';

/** Whether there is time for more load and longer faults: `npm run test:nodes`. Then what was seen is told, too. */
export const isLong = process.env['WAVEBOOK_LONG_FAULTS'] === '1';

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** How a fault went. */
export interface Survived {
  readonly acknowledged: number;
  /** From the last blow, or the end of the fault, until every node takes a command, tells its line to its followers, and shows it. */
  readonly recoveredMs: number;
  /** The longest time in which nobody was answered. */
  readonly quietMs: number;
  /** What clients were told in place of an acceptance, and how often. */
  readonly failures: ReadonlyMap<string, number>;
  /** How often followers had to come back. */
  readonly resumed: number;
}

let isServerTold = false;

/** A row of a table in docs/faults.md. */
export const tellRow = (what: string, { acknowledged, recoveredMs, quietMs, failures, resumed }: Survived): void => {
  if (!isLong) return;
  if (!isServerTold) writeSync(2, `on ${serverName}, where a row does not say otherwise:\n`);
  isServerTold = true;
  const repeated = [...failures.values()].reduce((sum, count) => sum + count, 0);
  const cells = [what, acknowledged, repeated, resumed, `${seconds(quietMs)} s`, `${seconds(recoveredMs)} s`];
  writeSync(2, `| ${cells.join(' | ')} |\n`);
  for (const [message, count] of failures) writeSync(2, `    ${count} × ${message.slice(0, 200)}\n`);
};
