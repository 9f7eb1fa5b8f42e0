import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import { type EventStore, type NewEvent, type StoredEvent, openSqliteEventStore } from '#event-store';
import { openReadModels } from '#read-models';
import { filesIn } from '../../apps/ledger/config.js';
import { fillWithBooks } from '../bench/books.js';
import { assertRefolded } from '../support/refolded.js';
import { inFolder } from './data-folder.js';
import { type Fault, type FaultReport, chanceOf } from './report.js';
import { startProgram } from './server-process.js';

const program = fileURLToPath(new URL('./project-program.js', import.meta.url));
/** Events of an append: small, so that there are many batches to be killed in. */
const appendEvents = 3;
/** The process is killed after so many batches at most. */
const batchesMax = 8;
/** Appends at once, at most. */
const appendsMax = 20;
/** Enough for all rounds to go on appending. */
const eventsEachRound = 200;
/** A rebuild, or a start, is killed within this time. */
const killWithinMs = 900;
type Task = 'run' | 'rebuild' | 'start';

/** The rows are those of the checkpoint, whatever that is: not a row before it, not a row after it. */
const assertAtCheckpoint = async (data: string, store: EventStore): Promise<{ rows: number; position: bigint }> => {
  const readModels = await openReadModels<Tables>({
    directory: filesIn(data).readModels,
    projections: bookProjections,
    catalogue: bookCatalogue,
    correction: bookCorrection,
    store,
  });
  try {
    const position = readModels.position();
    return { position, rows: await assertRefolded(store, readModels, position) };
  } finally {
    await readModels.close();
  }
};

interface Group {
  readonly stream: string;
  readonly expected: bigint | 'no_stream';
  readonly events: readonly NewEvent[];
}

/** The lines of some books, a few at a time. */
async function* groupsOf(source: EventStore): AsyncGenerator<Group, void, void> {
  let group: StoredEvent[] = [];
  const closed = (): Group => {
    const { stream, revision } = group[0]!;
    const events = group.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }));
    group = [];
    return { stream, expected: revision === 0n ? 'no_stream' : revision - 1n, events };
  };
  for await (const event of source.readAll()) {
    if (group.length === appendEvents || (group[0] && group[0].stream !== event.stream)) yield closed();
    group.push(event);
  }
  if (group.length > 0) yield closed();
}

/** Each task in turn, the one that is done all day twice as often. */
const tasks: readonly Task[] = ['run', 'rebuild', 'run', 'start'];

const killProjectors = async (folder: string, rounds: number, tell: (text: string) => void): Promise<FaultReport> => {
  const chance = chanceOf(7);
  const source = join(folder, 'books.db');
  const { events } = await fillWithBooks(source, rounds * eventsEachRound);
  const books = await openSqliteEventStore({ file: source });
  const groups = groupsOf(books);
  const data = join(folder, 'data');
  const store = await openSqliteEventStore({ file: filesIn(data).ledger });
  const appendSome = async () => {
    for (let left = 1 + chance(appendsMax); left > 0; left--) {
      const { value } = await groups.next();
      if (!value) throw new Error('there are no more books to append');
      await store.append(value.stream, value.expected, value.events);
    }
  };
  let [compared, behind] = [0, 0];
  const killOnce = async (task: Task) => {
    const { child, exit, says, said } = startProgram([
      process.execPath,
      program,
      data,
      task === 'rebuild' ? task : 'run',
    ]);
    if (task !== 'start') await says('open');
    if (task === 'run') {
      for (let batch = 1 + chance(batchesMax); batch > 0; batch--) {
        const before = said().split('projected').length;
        await appendSome();
        await says(new RegExp(`(projected \\d+\\s+){${before}}`));
      }
      // The kill strikes while these are projected.
      await appendSome();
    } else await delay(chance(killWithinMs));
    child.kill('SIGKILL');
    await exit;
  };
  await appendSome();
  for (let round = 1; round <= rounds; round++) {
    const task = tasks[round % tasks.length]!;
    await killOnce(task);
    const { rows, position } = await assertAtCheckpoint(data, store);
    const head = await store.head();
    compared += rows;
    if (position < head) behind++;
    tell(`killed in ${task}: ${rows} rows are what the lines up to ${position} of ${head} make`);
  }
  await store.close();
  await books.close();
  return {
    what: 'kill -9 of a projecting process: between rows and checkpoint, in a rebuild, while it starts',
    injected: rounds,
    acknowledged: events,
    notes: [`${compared} rows equal the refold at their checkpoint; ${behind} times the ledger was further on by then`],
  };
};

/** A process that only projects, killed between any two statements. */
export const projector: Fault = {
  name: 'projector',
  run: ({ rounds = 20, tell }) => inFolder((folder) => killProjectors(folder, rounds, tell)),
};
