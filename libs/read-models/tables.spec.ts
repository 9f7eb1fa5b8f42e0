import { describe, expect, it } from '@jest/globals';
import { type ColumnType, type Event, projection } from '#kernel';
import { checkProjections, columnTypes, fingerprintOf } from './tables.js';
import { days, tasksOf } from './testing/tasks.js';

const withColumn = (name: string, columns: Record<string, ColumnType>, indexes: string[][] = []) =>
  projection<Record<string, never>, Event<'TaskAdded', { taskId: string }>>(name, 1, {
    columns: columns as never,
    indexes,
    key: 'taskId',
    on: {},
  });

describe('tables of projections', () => {
  it('refuses a column name with two types, since results are decoded by name', () => {
    expect(() => checkProjections([tasksOf(), withColumn('other', { urgent: 'text' })])).toThrow(
      'column urgent is text in projection other and flag in task',
    );
  });

  it.each([
    ['the same name twice', [tasksOf(), tasksOf()], 'two projections are named task'],
    ['the name of the checkpoint', [withColumn('checkpoint', {})], 'cannot be named checkpoint'],
    ['a system column', [withColumn('x', { sources: 'json' })], 'projection x declares sources'],
    ['an index on nothing', [withColumn('x', {}, [['gone']])], 'projection x has an index on gone'],
  ])('refuses %s', (_what, projections, message) => {
    expect(() => checkProjections(projections)).toThrow(message);
  });

  it('knows the type of every column, the system ones among them', () => {
    expect(Object.fromEntries(columnTypes([days]))).toEqual({
      key: 'text',
      programmeId: 'text',
      sources: 'json',
      added: 'integer',
      titles: 'json',
    });
  });

  it('has another fingerprint for another version or column, and the same in another order', () => {
    const fingerprint = fingerprintOf([tasksOf(), days]);
    expect(fingerprintOf([days, tasksOf()])).toBe(fingerprint);
    expect(fingerprintOf([tasksOf(2), days])).not.toBe(fingerprint);
    expect(fingerprintOf([withColumn('x', { a: 'text' })])).not.toBe(fingerprintOf([withColumn('x', { b: 'text' })]));
  });
});
