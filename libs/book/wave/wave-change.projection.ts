import { type Recorded, daysBetween, projection } from '#kernel';
import type { WaveChangeKind, WaveReasonCode } from '#schema';
import type { BookEvent } from '../book.state.js';
import type { Reason } from './wave.events.js';

/** One change to a wave's plan or course, by the id of its event. */
export interface WaveChangeRow {
  readonly waveId: string;
  readonly kind: WaveChangeKind;
  readonly reasonCode: WaveReasonCode | null;
  readonly reasonText: string | null;
  /** The units that joined or moved; empty for the other kinds. */
  readonly unitIds: readonly string[];
  /** Where a unit moved to; null for the other kinds, and when it moved to no wave. */
  readonly toWaveId: string | null;
  /** Days by which the planned start and end moved, later being positive; null for the other kinds. */
  readonly startMovedDays: number | null;
  readonly endMovedDays: number | null;
  readonly afterBaseline: boolean;
  readonly happenedOn: string;
  /** Place of the event in the book: changes of one day stand in this order. */
  readonly revision: number;
}

const nothingMoved = { unitIds: [], toWaveId: null, startMovedDays: null, endMovedDays: null };

type ChangeEvent = Recorded<
  Extract<
    BookEvent,
    { type: 'UnitsAssigned' | 'UnitMoved' | 'WaveRescheduled' | 'WavePaused' | 'WaveResumed' | 'WaveCancelled' }
  >
>;

const changed = (
  kind: WaveChangeKind,
  { data, occurredOn, revision }: ChangeEvent & { data: { reason?: Reason | undefined } },
  told: Partial<WaveChangeRow> & Pick<WaveChangeRow, 'afterBaseline'>,
): WaveChangeRow => ({
  ...nothingMoved,
  waveId: data.waveId,
  kind,
  reasonCode: data.reason?.code ?? null,
  reasonText: data.reason?.text ?? null,
  happenedOn: occurredOn,
  revision: Number(revision),
  ...told,
});

const rowOf = (event: ChangeEvent): WaveChangeRow => {
  switch (event.type) {
    case 'UnitsAssigned': {
      const { unitIds, afterBaseline } = event.data;
      return changed('UNITS_ASSIGNED', event, { unitIds, afterBaseline });
    }
    case 'UnitMoved': {
      const { unitId, toWaveId = null, afterBaseline } = event.data;
      return changed('UNIT_MOVED', event, { unitIds: [unitId], toWaveId, afterBaseline });
    }
    case 'WaveRescheduled': {
      const { plannedStart, plannedEnd, previously, afterBaseline } = event.data;
      const startMovedDays = daysBetween(previously.plannedStart, plannedStart);
      const endMovedDays = daysBetween(previously.plannedEnd, plannedEnd);
      return changed('RESCHEDULED', event, { startMovedDays, endMovedDays, afterBaseline });
    }
    case 'WavePaused':
      return changed('PAUSED', event, { afterBaseline: true });
    case 'WaveResumed':
      return changed('RESUMED', event, { afterBaseline: true });
    case 'WaveCancelled':
      return changed('CANCELLED', event, { afterBaseline: event.data.afterBaseline });
  }
};

const told = {
  keys: (event: ChangeEvent) => event.id,
  row: (_row: WaveChangeRow | undefined, event: ChangeEvent) => rowOf(event),
};

export const waveChanges = projection<WaveChangeRow, BookEvent>('waveChange', 1, {
  columns: {
    waveId: 'text',
    kind: 'text',
    reasonCode: 'text',
    reasonText: 'text',
    unitIds: 'json',
    toWaveId: 'text',
    startMovedDays: 'integer',
    endMovedDays: 'integer',
    afterBaseline: 'flag',
    happenedOn: 'text',
    revision: 'integer',
  },
  indexes: [['waveId'], ['toWaveId']],
  key: 'waveId',
  on: {
    UnitsAssigned: told,
    UnitMoved: told,
    WaveRescheduled: told,
    WavePaused: told,
    WaveResumed: told,
    WaveCancelled: told,
  },
});
