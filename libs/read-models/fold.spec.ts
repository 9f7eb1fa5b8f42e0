import { describe, expect, it } from '@jest/globals';
import { type Event, type Kept, type Recorded, projection, recorded, step } from '#kernel';
import { type Makings, correctedLines, foldRows, touch } from './fold.js';
import {
  DayCorrected,
  TaskRemoved,
  type TaskRow,
  TaskTitled,
  TasksMerged,
  added,
  dayCorrection,
  days,
  projections,
  tasksOf,
} from './testing/tasks.js';

const options = { correction: dayCorrection };
const rowsOf = (events: readonly Event[], name = 'task') => foldRows(projections, recorded(events), options).get(name)!;

describe('folding rows', () => {
  it('makes of events what the kernel makes of them step by step', () => {
    const events = recorded([
      added('a'),
      TaskTitled({ taskId: 'a', title: 'Two' }),
      added('b'),
      TaskTitled({ taskId: 'b', title: '' }),
    ]);
    const tasks = tasksOf();
    const byStep = ['a', 'b'].map((key) =>
      events
        .filter((event) => tasks.keysOf(event).includes(key))
        .reduce<Kept<TaskRow> | null>((kept, event) => step(tasks, kept ?? undefined, event, key), null),
    );
    const rows = foldRows([tasks], events).get('task')!;
    expect(['a', 'b'].map((key) => rows.get(key))).toMatchObject(byStep);
  });

  it('changes nothing when an event is applied twice', () => {
    const tasks = tasksOf();
    const rows: Makings = new Map();
    const [first, second] = recorded([added('a'), TasksMerged({ from: [], taskId: 'a' })]);
    for (const event of [first, second, first, second, second]) touch(tasks, rows, event as Recorded, ['a']);
    expect(rows.get('a')).toMatchObject({ sources: [1n, 2n], row: { tags: ['merged'] } });
  });

  it('refuses a row that two programmes would write', () => {
    const tasks = tasksOf();
    const rows: Makings = new Map();
    const [add, title] = recorded([added('a'), TaskTitled({ taskId: 'a', title: 'Theirs' })]) as [Recorded, Recorded];
    touch(tasks, rows, add, ['a']);
    expect(() => touch(tasks, rows, { ...title, programmeId: 'another' }, ['a'])).toThrow(
      `row a of task is of programme ${add.programmeId}, not of another`,
    );
    expect(rows.get('a')!.sources).toEqual([add.position]);
  });

  it('touches all rows of an event or none', () => {
    const tasks = tasksOf();
    const rows: Makings = new Map();
    const [add, merge] = recorded([added('a'), TasksMerged({ from: ['a'], taskId: 'missing' })]);
    touch(tasks, rows, add as Recorded, ['a']);
    expect(() => touch(tasks, rows, merge as Recorded, ['a', 'missing'])).toThrow('which has no row');
    expect(rows.get('a')?.sources).toEqual([1n]);
  });

  it('removes a row, and begins it anew with new sources', () => {
    expect(rowsOf([added('a'), TaskRemoved({ taskId: 'a' })]).has('a')).toBe(false);
    expect(rowsOf([added('a'), TaskRemoved({ taskId: 'a' }), added('a')]).get('a')?.sources).toEqual([3n]);
  });

  it('gives a projection its row as the database would: absent values are null', () => {
    expect(rowsOf([added('a')]).get('a')?.row).toMatchObject({ titledOn: null });
  });

  it('refuses a value that the column cannot hold', () => {
    const wrong = projection<{ points: number }, Event<'TaskAdded', { taskId: string }>>('wrong', 1, {
      columns: { points: 'integer' },
      key: 'taskId',
      on: { TaskAdded: () => ({ points: 0.5 }) },
    });
    expect(() => foldRows([wrong], recorded([added('a')]))).toThrow(
      'wrong.points is declared integer and cannot hold 0.5',
    );
  });
});

describe('corrections of days', () => {
  const history = [
    added('a', 'A', { on: '2018-01-01' }),
    added('b', 'B', { on: '2018-01-02' }),
    DayCorrected({ revision: 0, occurredOn: '2018-01-02' }),
    DayCorrected({ revision: 0, occurredOn: '2018-01-03' }),
    TaskTitled({ taskId: 'a', title: 'A2' }),
  ];

  it('count from the start, the latest wins, and each is a source of the row', () => {
    expect(rowsOf(history).get('a')).toMatchObject({
      sources: [1n, 3n, 4n, 5n],
      row: { addedOn: '2018-01-03', title: 'A2' },
    });
  });

  it('move the event to the row of its new day, and are a source of the rows on both ways', () => {
    const rows = [...rowsOf(history, 'day').values()].map(({ key, sources, row }) => [key.slice(-10), sources, row]);
    expect(rows).toEqual([
      ['2018-01-03', [1n, 4n], { added: 1, titles: ['A'] }],
      ['2018-01-02', [2n, 3n, 4n], { added: 1, titles: ['B'] }],
      ['2018-01-15', [5n], { added: 0, titles: ['A2'] }],
    ]);
  });

  it('give the lines their days, and leave out what is not among the lines', () => {
    const lines = recorded(history) as Recorded[];
    expect(correctedLines(lines, dayCorrection).map((line) => line.occurredOn)[0]).toBe('2018-01-03');
    expect(foldRows([days], lines.slice(1), options).get('day')!.size).toBe(2);
  });
});
