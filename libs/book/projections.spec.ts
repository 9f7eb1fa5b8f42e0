import { describe, expect, it } from '@jest/globals';
import type { ColumnType } from '#kernel';
import { bookEvents } from './book.state.js';
import { bookProjections } from './index.js';
import type { TableName } from './reading.js';

const types: readonly unknown[] = ['text', 'integer', 'real', 'flag', 'json'] satisfies ColumnType[];
const known = new Set(bookEvents.map(({ type }) => type));

describe.each(bookProjections.map((projection) => [projection.name, projection] as const))(
  'the table %s',
  (_name, { columns, handles }) => {
    it('has columns, each of a type that the engine keeps', () => {
      expect(Object.keys(columns)).not.toEqual([]);
      expect(Object.entries(columns).filter(([, type]) => !types.includes(type))).toEqual([]);
    });
    it('is made of events that a book can hold', () => {
      expect(handles.size).toBeGreaterThan(0);
      expect([...handles].filter((type) => !known.has(type))).toEqual([]);
    });
  },
);

/** Every table, with what questions look its rows up by, beside their key and their programme. */
const lookups: Readonly<Record<TableName, readonly (readonly string[])[]>> = {
  label: [],
  programme: [],
  solution: [],
  escalation: [],
  unit: [['parentUnitId'], ['mergedIntoUnitId']],
  adoption: [['unitId'], ['solutionId', 'status']],
  adoptionStep: [['solutionId', 'happenedOn']],
  usage: [['adoptionKey']],
  interest: [['solutionId', 'happenedOn'], ['unitId']],
  decision: [],
  pilot: [],
  pilotObservation: [['pilotId']],
  visibleResult: [['pilotId'], ['solutionId', 'happenedOn']],
  wave: [['solutionId']],
  waveUnit: [['waveId'], ['unitId']],
  waveChange: [['waveId'], ['toWaveId']],
  champion: [['unitId'], ['personId']],
  person: [],
  erasure: [['personId']],
  correction: [],
};

it('questions find each table, and the rows that they ask for without reading all of it', () =>
  expect(Object.fromEntries(bookProjections.map(({ name, indexes }) => [name, indexes]))).toEqual(lookups));
