import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recorded } from '#kernel';
import type { Kysely } from 'kysely';
import { type Connection, type Order, connection } from './connection.js';
import { rowLoader } from './row-loader.js';
import { databaseWith, readEngines } from './testing/engines.js';
import { type Tables, TaskTitled, added, projections } from './testing/tasks.js';

// Titles repeat and are missing, so that order hangs on ties, nulls and keys.
const titles = ['b', 'a', '', 'b', '', 'c', 'a', 'b', '', 'æ', 'b'];

type Task = Tables['task'];
const keysOf = ({ edges }: Connection<Task>) => edges.map(({ node }) => node.key);

const orders: Order[] = [
  [],
  [['title', 'asc']],
  [['title', 'desc']],
  [
    ['urgent', 'desc'],
    ['title', 'asc'],
  ],
  [
    ['points', 'desc'],
    ['titledOn', 'asc'],
    ['title', 'desc'],
  ],
  [['weight', 'asc']],
];

describe.each(readEngines)('on $name', (engine) => {
  const statements: string[] = [];
  let directory: string;
  let rows: Awaited<ReturnType<typeof databaseWith>>;
  let db: Kysely<Tables>;

  beforeAll(async () => {
    const tasks = titles.map((title, n) =>
      added(`t${String(n).padStart(2, '0')}`, title, { points: n % 3, urgent: n % 2 === 0 }),
    );
    const untitled = titles.flatMap((title, n) =>
      title === '' ? [TaskTitled({ taskId: `t${String(n).padStart(2, '0')}`, title })] : [],
    );
    directory = mkdtempSync(join(tmpdir(), 'read-models-'));
    const database = await engine.open(await engine.place(directory), projections, (sql) => statements.push(sql));
    rows = await databaseWith(database, projections, recorded([...tasks, ...untitled]));
    db = rows.db as Kysely<Tables>;
  });
  afterAll(async () => {
    await rows.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const page = (args: object, orderBy: Order) => connection(db.selectFrom('task').selectAll(), args, { orderBy });

  const walk = async (orderBy: Order, size: number, direction: 'forwards' | 'backwards') => {
    const keys: string[] = [];
    for (let cursor: string | null = null; ;) {
      const forwards = direction === 'forwards';
      const { edges, pageInfo } = await page(
        forwards ? { first: size, after: cursor } : { last: size, before: cursor },
        orderBy,
      );
      const found = edges.map(({ node }) => node.key);
      if (forwards) keys.push(...found);
      else keys.unshift(...found);
      if (!(forwards ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return keys;
      cursor = forwards ? pageInfo.endCursor : pageInfo.startCursor;
    }
  };

  describe('connections', () => {
    it.each(orders.map((orderBy) => ({ orderBy })))(
      'walk the whole list page by page, both ways, over ties and nulls: %j',
      async ({ orderBy }) => {
        const whole = keysOf(await page({ first: 100 }, orderBy));
        expect(whole).toHaveLength(titles.length);
        for (const size of [1, 2, 3, 5, titles.length]) {
          expect(await walk(orderBy, size, 'forwards')).toEqual(whole);
          expect(await walk(orderBy, size, 'backwards')).toEqual(whole);
        }
      },
    );

    it('put nulls last in ascending order and first in descending order, and equals in the order of their keys', async () => {
      const ascending = await page({ first: 100 }, [['title', 'asc']]);
      const descending = await page({ first: 100 }, [['title', 'desc']]);
      const said = ({ edges }: Connection<Task>) =>
        edges.map(({ node }) => `${node.title ?? '-'}${node.key.slice(1)}`).join(' ');
      expect(said(ascending)).toBe('a01 a06 b00 b03 b07 b10 c05 æ09 -02 -04 -08');
      expect(said(descending)).toBe('-02 -04 -08 æ09 c05 b00 b03 b07 b10 a01 a06');
    });

    it('say what lies before and after the page', async () => {
      const first = await page({ first: 2 }, []);
      expect(first.pageInfo).toMatchObject({
        hasNextPage: true,
        hasPreviousPage: false,
        endCursor: first.edges[1]!.cursor,
      });
      const second = await page({ first: 100, after: first.pageInfo.endCursor }, []);
      expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
      const between = await page({ first: 100, after: first.edges[0]!.cursor, before: second.edges[0]!.cursor }, []);
      expect(keysOf(between)).toEqual(['t01']);
      expect((await page({ last: 1, before: first.edges[0]!.cursor }, [])).pageInfo).toMatchObject({
        hasNextPage: true,
        hasPreviousPage: false,
        startCursor: null,
        endCursor: null,
      });
    });

    it('go on after the place of a row that has gone', async () => {
      const { edges } = await connection(
        db.selectFrom('task').selectAll().where('title', '=', 'b'),
        { first: 1 },
        { orderBy: [['title', 'asc']] },
      );
      const others = db.selectFrom('task').selectAll().where('key', '!=', edges[0]!.node.key).where('title', '=', 'b');
      const next = await connection(others, { first: 1, after: edges[0]!.cursor }, { orderBy: [['title', 'asc']] });
      expect(next.edges[0]!.node.key).toBe('t03');
    });

    it('count the whole list, filtered as it is, only when they are asked to', async () => {
      const query = db.selectFrom('task').selectAll().where('urgent', '=', true);
      statements.length = 0;
      const { totalCount } = await connection(query, { first: 2 }, { orderBy: [] });
      expect(statements).toHaveLength(1);
      expect(await totalCount()).toBe(6);
      expect(statements).toHaveLength(2);
    });

    it('refuse a cursor of another order', async () => {
      const { pageInfo } = await page({ first: 1 }, [['title', 'asc']]);
      await expect(page({ first: 1, after: pageInfo.endCursor }, [['title', 'desc']])).rejects.toMatchObject({
        code: 'CURSOR_INVALID',
        argument: 'after',
      });
    });
  });

  describe('row loaders', () => {
    it('load all keys of a turn by one statement, decoded, and undefined for what is not there', async () => {
      statements.length = 0;
      const loader = rowLoader(db, 'task');
      const rows = await Promise.all(['t02', 'none', 't01', 't02'].map((key) => loader.load(key)));
      expect(rows.map((row) => row?.key)).toEqual(['t02', undefined, 't01', 't02']);
      expect(rows[0]).toEqual({
        key: 't02',
        programmeId: '00000000-0000-4000-8000-000000000000',
        sources: ['3', '12'],
        title: null,
        points: 2,
        weight: 0.5,
        urgent: true,
        tags: [],
        addedOn: '2018-01-15',
        titledOn: '2018-01-15',
      });
      expect(statements).toHaveLength(1);
    });
  });
});
