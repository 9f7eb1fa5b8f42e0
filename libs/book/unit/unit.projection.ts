import { change, projection } from '#kernel';
import type { UnitStatus } from '#schema';
import type { BookEvent } from '../book.state.js';
import { adoptionHistoryProjections } from './adoption-history.projection.js';
import { adoptions } from './adoption.projection.js';
import type { ExternalId } from './unit.events.js';

export interface UnitRow {
  readonly name: string;
  readonly kind: string | null;
  readonly eligible: number;
  readonly parentUnitId: string | null;
  readonly externalIds: readonly ExternalId[];
  readonly status: UnitStatus;
  readonly mergedIntoUnitId: string | null;
  readonly enrolledOn: string;
  /** When it merged into another unit or was closed. */
  readonly endedOn: string | null;
  /** Name, kind and register numbers in lower case: databases differ in how they fold letters such as Ø. */
  readonly searchText: string;
}

const searchable = (row: Omit<UnitRow, 'searchText'>): UnitRow => ({
  ...row,
  searchText: [row.name, row.kind ?? '', ...row.externalIds.map(({ value }) => value)].join('\n').toLowerCase(),
});

export const units = projection<UnitRow, BookEvent>('unit', 1, {
  columns: {
    name: 'text',
    kind: 'text',
    eligible: 'integer',
    parentUnitId: 'text',
    externalIds: 'json',
    status: 'text',
    mergedIntoUnitId: 'text',
    enrolledOn: 'text',
    endedOn: 'text',
    searchText: 'text',
  },
  indexes: [['parentUnitId'], ['mergedIntoUnitId']],
  key: 'unitId',
  on: {
    UnitEnrolled: (_row, { data: { name, kind, eligible, parentUnitId, externalIds }, occurredOn }) =>
      searchable({
        name,
        kind: kind ?? null,
        eligible,
        parentUnitId: parentUnitId ?? null,
        externalIds,
        status: 'ACTIVE',
        mergedIntoUnitId: null,
        enrolledOn: occurredOn,
        endedOn: null,
      }),
    UnitDetailsChanged: change((row, { data: { unitId: _unit, ...changes } }) => searchable({ ...row, ...changes })),
    UnitsMerged: {
      keys: ({ data }) => [...data.fromUnitIds, data.intoUnitId],
      row: change((row: UnitRow, { data: { intoUnitId, eligible }, occurredOn }, key) =>
        key === intoUnitId
          ? { ...row, eligible }
          : { ...row, status: 'MERGED', mergedIntoUnitId: intoUnitId, endedOn: occurredOn },
      ),
    },
    UnitClosed: change((row, { occurredOn }) => ({ ...row, status: 'CLOSED', endedOn: occurredOn })),
  },
});

export const unitProjections = [units, adoptions, ...adoptionHistoryProjections];
