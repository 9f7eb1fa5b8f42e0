import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventStore, openSqliteEventStore } from '#event-store';
import { type Event, type EventOf, type Recorded, catalogueOf, change, event, projection, streamOf } from '#kernel';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { AnyProjection, Correction } from '../fold.js';
import { openReadModels } from '../open.js';
import type { ReadModels } from '../read-models.js';
import type { Table } from '../tables.js';
import { type Place, type ReadEngine, sqlite } from './engines.js';

// A small domain for the specifications of the engine: tasks, which are added, titled, merged and removed.
const taskId = z.string();
const subject = (data: { taskId: string }) => `task/${data.taskId}`;

export const TaskAdded = event(
  'TaskAdded',
  1,
  z.strictObject({ taskId, title: z.string(), points: z.int(), urgent: z.boolean(), tags: z.array(z.string()) }),
  { subject },
);
export const TaskTitled = event('TaskTitled', 1, z.strictObject({ taskId, title: z.string() }), { subject });
export const TaskRemoved = event('TaskRemoved', 1, z.strictObject({ taskId }), { subject });
export const TasksMerged = event('TasksMerged', 1, z.strictObject({ from: z.array(taskId), taskId }), { subject });
export const DayCorrected = event('DayCorrected', 1, z.strictObject({ revision: z.int(), occurredOn: z.iso.date() }), {
  subject: ({ revision }) => `line/${revision}`,
});

const definitions = [TaskAdded, TaskTitled, TaskRemoved, TasksMerged, DayCorrected] as const;
export type TaskEvent = EventOf<typeof definitions>;
export const taskCatalogue = catalogueOf<TaskEvent>(definitions);

export const dayCorrection: Correction = {
  type: 'DayCorrected',
  of: ({ data }) => {
    const { revision, occurredOn } = data as { revision: number; occurredOn: string };
    return { revision: BigInt(revision), occurredOn };
  },
};

export interface TaskRow {
  readonly title: string | null;
  readonly points: number;
  readonly weight: number;
  readonly urgent: boolean;
  readonly tags: readonly string[];
  readonly addedOn: string;
  readonly titledOn?: string | undefined;
}

/** The title on which the projection `task` fails. */
export const poison = 'poison';

export const tasksOf = (version = 1, isPoison: (title: string) => boolean = (title) => title === poison) =>
  projection<TaskRow, TaskEvent>('task', version, {
    columns: {
      title: 'text',
      points: 'integer',
      weight: 'real',
      urgent: 'flag',
      tags: 'json',
      addedOn: 'text',
      titledOn: 'text',
    },
    indexes: [['title', 'points']],
    key: 'taskId',
    on: {
      TaskAdded: (_row, { data: { taskId: _id, ...data }, occurredOn }) => ({
        ...data,
        weight: data.points / 4,
        addedOn: occurredOn,
      }),
      TaskTitled: change((row: TaskRow, { data: { title }, occurredOn }) => {
        if (isPoison(title)) throw new Error(`cannot take ${title}`);
        return { ...row, title: title || null, titledOn: occurredOn };
      }),
      TaskRemoved: () => null,
      TasksMerged: {
        keys: ({ data: { from, taskId: into } }) => [...from, into],
        row: change((row: TaskRow, { data }, key) =>
          key === data.taskId ? { ...row, tags: [...row.tags, 'merged'] } : null,
        ),
      },
    },
  });

export interface DayRow {
  readonly added: number;
  readonly titles: readonly string[];
}

/** A row for each day on which something was added or titled, so that a corrected day moves an event to another row. */
export const days = projection<DayRow, TaskEvent>('day', 1, {
  columns: { added: 'integer', titles: 'json' },
  key: 'taskId',
  on: {
    TaskAdded: {
      keys: ({ programmeId, occurredOn }) => `${programmeId}/${occurredOn}`,
      row: (row: DayRow | undefined, { data }: { data: { title: string } }) => ({
        added: (row?.added ?? 0) + 1,
        titles: [...(row?.titles ?? []), data.title],
      }),
    },
    TaskTitled: {
      keys: ({ programmeId, occurredOn }) => `${programmeId}/${occurredOn}`,
      row: (row: DayRow | undefined, { data }: { data: { title: string } }) => ({
        added: row?.added ?? 0,
        titles: [...(row?.titles ?? []), data.title],
      }),
    },
  },
});

export interface Tables {
  task: Table<TaskRow>;
  day: Table<DayRow>;
}

export const projections: readonly AnyProjection[] = [tasksOf(), days];

export const programmeId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const uuid = (prefix: string, n: number) => `${prefix}-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const added = (
  id: string,
  title = `Task ${id}`,
  more: { points?: number; urgent?: boolean; on?: string } = {},
) =>
  TaskAdded(
    { taskId: id, title, points: more.points ?? 1, urgent: more.urgent ?? false, tags: [] },
    more.on === undefined ? {} : { occurredOn: more.on },
  );

export const aDay = '2018-01-15';

/** A ledger in a directory of its own, with an event store on the disk and read models beside it. */
export class TestLedger {
  #written = 0;
  readonly #revisions = new Map<string, bigint>();
  readonly #open = new Set<ReadModels<Tables>>();

  private constructor(
    readonly directory: string,
    readonly place: Place,
    readonly store: EventStore,
    private readonly idPrefix: string,
  ) {}

  /** Ledgers with another prefix have other events. */
  static async create(engine: ReadEngine = sqlite, idPrefix = 'eeeeeeee'): Promise<TestLedger> {
    const directory = await mkdtemp(join(tmpdir(), 'read-models-'));
    const store = await openSqliteEventStore({ file: join(directory, 'ledger.db') });
    return new TestLedger(directory, await engine.place(directory), store, idPrefix);
  }

  /** Appends events to a programme's book. Returns the position of the last. */
  async append(programme: string, ...events: readonly Event[]): Promise<bigint> {
    const lines = events.map((each) => {
      const n = this.#written++;
      const metadata = {
        version: each.version,
        occurredOn: each.occurredOn ?? aDay,
        recordedAt: '2018-02-01T12:00:00.000Z',
        actor: { id: 'synthetic', role: 'manager' },
        commandId: uuid('cccccccc', n),
        correlationId: uuid('cccccccc', n),
        evidence: [],
      };
      return { id: uuid(this.idPrefix, n), type: each.type, data: each.data, metadata };
    });
    const { revision, position } = await this.store.append(
      streamOf(programme),
      this.#revisions.get(programme) ?? 'no_stream',
      lines,
    );
    this.#revisions.set(programme, revision);
    return position;
  }

  /** Appends events of several books in their order, neighbours in one book together. */
  async appendAll(events: readonly { readonly programme: string; readonly event: Event }[]): Promise<void> {
    for (let from = 0, to = 0; from < events.length; from = to) {
      const { programme } = events[from]!;
      while (events[to]?.programme === programme) to++;
      await this.append(programme, ...events.slice(from, to).map(({ event }) => event));
    }
  }

  async open(options: Partial<Parameters<typeof openReadModels>[0]> = {}): Promise<ReadModels<Tables>> {
    const models = await openReadModels<Tables>({
      ...this.place,
      projections,
      catalogue: taskCatalogue,
      store: this.store,
      correction: dayCorrection,
      ...options,
    });
    this.#open.add(models);
    return models;
  }

  /** Projects all that is in the store, then stops. */
  async project(models: ReadModels<Tables>, position?: bigint): Promise<boolean> {
    const stop = new AbortController();
    const running = models.run(stop.signal);
    const reached = await models.waitFor(position ?? (await this.store.head()), { timeoutMs: 10_000 });
    stop.abort();
    await running;
    return reached;
  }

  async close(models: ReadModels<Tables>): Promise<void> {
    this.#open.delete(models);
    await models.close();
  }

  async destroy(): Promise<void> {
    for (const models of this.#open) await models.close();
    await this.store.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  async lines(): Promise<Recorded[]> {
    const lines: Recorded[] = [];
    for await (const stored of this.store.readAll()) lines.push(taskCatalogue.decode(stored));
    return lines;
  }
}

/** All rows of all tables, ordered by key. */
export const allRows = async (db: Kysely<Tables>) => ({
  task: await db.selectFrom('task').selectAll().orderBy('key').execute(),
  day: await db.selectFrom('day').selectAll().orderBy('key').execute(),
});

/** Resolves as soon as the condition holds. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 2));
};
