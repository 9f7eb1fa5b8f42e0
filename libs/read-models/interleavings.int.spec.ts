import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Event, streamOf } from '#kernel';
import fc, { type Scheduler } from 'fast-check';
import { holds } from '../../test/support/property.js';
import { MemoryLedger } from '../event-store/testing/memory-event-store.js';
import { scheduledStore } from '../event-store/testing/scheduled-store.js';
import { foldRows } from './fold.js';
import { openReadModels } from './open.js';
import type { ReadModels } from './read-models.js';
import { type Place, readEngines, sqlite } from './testing/engines.js';
import { expectRefolded } from './testing/refolded.js';
import {
  DayCorrected,
  TaskRemoved,
  TaskTitled,
  type Tables,
  added,
  allRows,
  dayCorrection,
  programmeId,
  projections,
  taskCatalogue,
} from './testing/tasks.js';

const waitMsMax = 20_000;
const booksMax = 2;

/** One line, of one of the books: what it does to one of its tasks, or which earlier line it puts on another day. */
interface Told {
  readonly book: number;
  readonly task: number;
  readonly what: 'title' | 'replace' | 'correct';
  readonly day: number;
}

const told: fc.Arbitrary<Told> = fc.record({
  book: fc.nat({ max: booksMax - 1 }),
  task: fc.nat({ max: 2 }),
  what: fc.constantFrom('title', 'title', 'replace', 'correct'),
  day: fc.integer({ min: 10, max: 14 }),
});

const numbered = (prefix: string, n: number) => `${prefix}-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Rows as they are seen on the way: one that was made from an event is never again as it was before that. */
class RowsSeen {
  readonly #lastSources = new Map<string, bigint>();
  #looks: Promise<void> = Promise.resolve();

  /** One after the other: two that are under way on different connections may end in either order. */
  look(models: ReadModels<Tables>): void {
    this.#looks = this.#looks.then(() => this.#compare(models));
    this.#looks.catch(() => undefined);
  }

  /** @throws what a look has found */
  end(): Promise<void> {
    return this.#looks;
  }

  async #compare({ db }: ReadModels<Tables>): Promise<void> {
    for (const { key, sources } of await db.selectFrom('day').select(['key', 'sources']).execute()) {
      const last = BigInt(sources.at(-1)!);
      expect({ key, last, goesBack: last < (this.#lastSources.get(key) ?? 0n) }).toEqual({
        key,
        last,
        goesBack: false,
      });
      this.#lastSources.set(key, last);
    }
  }
}

/** Books of tasks, whose lines are written at moments that the test chooses. */
class TaskBooks {
  readonly ledger = new MemoryLedger();
  readonly rowsSeen = new RowsSeen();

  constructor() {
    for (let book = 0; book < booksMax; book++)
      for (let task = 0; task < 3; task++) this.#write(book, added(`${book}-${task}`));
  }

  tell({ book, task, what, day }: Told): void {
    const taskId = `${book}-${task}`;
    const occurredOn = `2018-01-${day}`;
    const revision = task;
    if (what === 'correct') return this.#write(book, DayCorrected({ revision, occurredOn }));
    if (what === 'title') return this.#write(book, TaskTitled({ taskId, title: `on ${day}` }, { occurredOn }));
    this.#write(book, TaskRemoved({ taskId }), added(taskId, 'Again', { on: occurredOn }));
  }

  get lines() {
    return this.ledger.events.map((stored) => taskCatalogue.decode(stored));
  }

  #write(book: number, ...events: readonly Event[]): void {
    const stream = streamOf(programmeId(book));
    const { length } = this.ledger.stream(stream);
    const n = this.ledger.events.length;
    this.ledger.append(
      stream,
      length === 0 ? 'no_stream' : BigInt(length - 1),
      events.map(({ type, version, data, occurredOn = '2018-01-15' }, index) => ({
        id: numbered('eeeeeeee', n + index),
        type,
        data,
        metadata: {
          version,
          occurredOn,
          recordedAt: '2018-02-01T12:00:00.000Z',
          actor: { id: 'synthetic', role: 'manager' },
          commandId: numbered('cccccccc', n + index),
          correlationId: numbered('cccccccc', n + index),
          evidence: [],
        },
      })),
    );
  }
}

/** A process that projects, and stops and starts again as often as it is told to. */
class ProjectingProcess {
  readonly #stop = new AbortController();
  #pause = new AbortController();
  readonly seen: bigint[] = [];
  readonly #done: Promise<void>;

  constructor(
    readonly models: ReadModels<Tables>,
    rows: RowsSeen,
  ) {
    models.onProjected(({ position }) => {
      this.seen.push(position);
      rows.look(models);
    });
    this.#done = this.#run();
  }

  restart(): void {
    this.#pause.abort();
  }

  async end(): Promise<void> {
    this.#stop.abort();
    this.#pause.abort();
    await this.#done;
    await this.models.close();
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#pause = new AbortController();
      await this.models.run(this.#pause.signal);
    }
  }
}

describe.each(readEngines)('two processes that project into the same tables on $name', (engine) => {
  const process = async (place: Place, books: TaskBooks, scheduler: Scheduler, batchMax: number) =>
    new ProjectingProcess(
      await openReadModels<Tables>({
        ...place,
        projections,
        catalogue: taskCatalogue,
        store: scheduledStore(scheduler, books.ledger, { batchMax }),
        correction: dayCorrection,
      }),
      books.rowsSeen,
    );

  const makesWhatFoldingMakes = fc.asyncProperty(
    // Not until it is quiet: what one process reads and writes falls between what the other one does.
    fc.scheduler(),
    fc.array(fc.array(told, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
    fc.array(fc.nat({ max: 1 }), { maxLength: 3 }),
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    async (scheduler, story, restarts, [oneMax, otherMax]) => {
      const directory = mkdtempSync(join(tmpdir(), 'wavebook-projectors-'));
      const place = await engine.place(directory);
      const books = new TaskBooks();
      const processes = [
        await process(place, books, scheduler, oneMax),
        await process(place, books, scheduler, otherMax),
      ];
      try {
        for (const lines of story)
          void scheduler
            .schedule(Promise.resolve(), JSON.stringify(lines))
            .then(() => lines.forEach((each) => books.tell(each)));
        for (const which of restarts)
          void scheduler.schedule(Promise.resolve(), `restart ${which}`).then(() => processes[which]!.restart());
        await scheduler.waitIdle();
        for (const { models, seen } of processes) {
          const reached = models.waitFor(books.ledger.head, { timeoutMs: waitMsMax });
          expect(await scheduler.waitFor(reached)).toBe(true);
          expect(seen).toEqual([...seen].sort((a, b) => Number(a - b)));
        }
        await books.rowsSeen.end();
        const made = foldRows(projections, books.lines, { correction: dayCorrection });
        const tables = await allRows(processes[0]!.models.db);
        await expectRefolded(processes[0]!.models.db, books.lines);
        for (const { key, sources: _sources, programmeId: _book, ...row } of tables.day)
          expect(row).toEqual(made.get('day')!.get(key)!.row);
        for (const { key, sources: _sources, programmeId: _book, ...row } of tables.task)
          expect(row).toEqual(made.get('task')!.get(key)!.row);
      } finally {
        await scheduler.waitFor(Promise.all(processes.map((each) => each.end())));
        rmSync(directory, { recursive: true, force: true });
      }
    },
  );

  const what = 'make what folding the lines makes, however their batches and restarts fall';
  if (engine === sqlite) holds(what, 40, makesWhatFoldingMakes);
  // Each run makes a database and its tables, and takes as long as that takes on a busy machine.
  else it(what, () => fc.assert(makesWhatFoldingMakes, { numRuns: 5, seed: 20_180_115, endOnFailure: true }));
});
