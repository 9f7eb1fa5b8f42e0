import { fileURLToPath } from 'node:url';
import { openSqliteEventStore } from '#event-store';
import { assertWhole } from './oracle.js';
import { startProgram } from './server-process.js';

const program = fileURLToPath(new URL('./append-program.js', import.meta.url));

/** What a program that appends was told before it ended, one way or another. */
export interface Told {
  /** Positions by event id. */
  readonly acknowledged: ReadonlyMap<string, bigint>;
  readonly faults: readonly string[];
  readonly isDone: boolean;
  readonly said: string;
}

export const toldIn = (said: string): Told => {
  const words = said.split('\n').map((line) => line.split(' '));
  return {
    acknowledged: new Map(
      words.filter(([what]) => what === 'acknowledged').map(([, id, position]) => [id!, BigInt(position!)]),
    ),
    faults: words.filter(([what]) => what === 'fault').map(([, ...rest]) => rest.join(' ')),
    isDone: words.some(([what]) => what === 'done'),
    said,
  };
};

/** Runs the program on a ledger, under another one where `under` names it. What it tells goes to a file, too. */
export const runAppends = async (
  file: string,
  count: number,
  under: readonly string[] = [],
  toldFile = '/dev/null',
): Promise<Told> => {
  const { exit, said } = startProgram([...under, process.execPath, program, file, String(count), toldFile]);
  await exit;
  return toldIn(said());
};

/** Everything acknowledged is stored at its position, and the ledger is whole. Returns its events. @throws Error */
export const assertAppended = async (file: string, ...runs: readonly Pick<Told, 'acknowledged'>[]): Promise<number> => {
  // Opened as the next server would, which recovers; then looked at.
  const store = await openSqliteEventStore({ file });
  const positions = new Map<string, bigint>();
  for await (const { id, position } of store.readAll()) positions.set(id, position);
  await store.close();
  for (const { acknowledged } of runs)
    for (const [id, position] of acknowledged)
      if (positions.get(id) !== position)
        throw new Error(`LOST: ${id} was acknowledged at ${position}, and is at ${positions.get(id)}`);
  return assertWhole(file, false);
};
