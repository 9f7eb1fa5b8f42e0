import { change, daysBetween, projection } from '#kernel';
import type { WaveStatus } from '#schema';
import type { BookEvent } from '../book.state.js';
import { waveChanges } from './wave-change.projection.js';
import { waveUnits } from './wave-unit.projection.js';

export interface WaveRow {
  readonly ref: string;
  readonly name: string;
  readonly status: WaveStatus;
  readonly solutionId: string;
  readonly plannedStart: string;
  readonly plannedEnd: string;
  /** The first baseline; it never changes. All null before it. */
  readonly baselineStart: string | null;
  readonly baselineEnd: string | null;
  readonly baselineUnitIds: readonly string[] | null;
  readonly baselinedOn: string | null;
  /** Days from the first baseline's end to the end as planned now; negative when it was moved forward. */
  readonly slipDays: number | null;
  readonly openedOn: string | null;
  readonly overrideDecisionId: string | null;
  readonly completedOn: string | null;
  readonly cancelledOn: string | null;
}

const notYet = {
  baselineStart: null,
  baselineEnd: null,
  baselineUnitIds: null,
  baselinedOn: null,
  slipDays: null,
  openedOn: null,
  overrideDecisionId: null,
  completedOn: null,
  cancelledOn: null,
};

export const waves = projection<WaveRow, BookEvent>('wave', 2, {
  columns: {
    ref: 'text',
    name: 'text',
    status: 'text',
    solutionId: 'text',
    plannedStart: 'text',
    plannedEnd: 'text',
    baselineStart: 'text',
    baselineEnd: 'text',
    baselineUnitIds: 'json',
    baselinedOn: 'text',
    slipDays: 'integer',
    openedOn: 'text',
    overrideDecisionId: 'text',
    completedOn: 'text',
    cancelledOn: 'text',
  },
  indexes: [['solutionId']],
  key: 'waveId',
  on: {
    WavePlanned: (_row, { data: { waveId: _wave, unitIds: _units, ...plan } }) => ({
      ...plan,
      ...notYet,
      status: 'PLANNED',
    }),
    WaveBaselined: change((row, { data: { plannedStart, plannedEnd, unitIds }, occurredOn }) => ({
      ...row,
      status: 'BASELINED',
      baselineStart: plannedStart,
      baselineEnd: plannedEnd,
      baselineUnitIds: unitIds,
      baselinedOn: occurredOn,
      slipDays: 0,
    })),
    WaveRescheduled: change((row, { data: { plannedStart, plannedEnd } }) => ({
      ...row,
      plannedStart,
      plannedEnd,
      slipDays: row.baselineEnd === null ? null : daysBetween(row.baselineEnd, plannedEnd),
    })),
    WaveRenamed: change((row, { data: { name } }) => ({ ...row, name })),
    WaveOpened: change((row, { data: { overrideDecisionId }, occurredOn }) => ({
      ...row,
      status: 'OPEN',
      openedOn: occurredOn,
      overrideDecisionId: overrideDecisionId ?? null,
    })),
    WavePaused: change((row) => ({ ...row, status: 'PAUSED' })),
    WaveResumed: change((row) => ({ ...row, status: 'OPEN' })),
    WaveCompleted: change((row, { occurredOn }) => ({ ...row, status: 'COMPLETED', completedOn: occurredOn })),
    WaveCancelled: change((row, { occurredOn }) => ({ ...row, status: 'CANCELLED', cancelledOn: occurredOn })),
  },
});

export const waveProjections = [waves, waveUnits, waveChanges];
