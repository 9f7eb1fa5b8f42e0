import { type Recorded, change, projection } from '#kernel';
import type { WaveReasonCode } from '#schema';
import type { BookEvent } from '../book.state.js';

/** A unit's place in a wave, by `waveUnitKey`. The unit is as it was put in: mergers are followed where it is read. */
export interface WaveUnitRow {
  readonly waveId: string;
  readonly unitId: string;
  readonly solutionId: string;
  readonly assignedOn: string;
  /** It was in the wave when the plan was fixed. */
  readonly inBaseline: boolean;
  /** Null while it is in the wave. */
  readonly leftOn: string | null;
  readonly movedToWaveId: string | null;
  /** Why it left. */
  readonly reasonCode: WaveReasonCode | null;
}

export const waveUnitKey = (waveId: string, unitId: string): string => `${waveId}/${unitId}`;

type Joining = Recorded<Extract<BookEvent, { type: 'WavePlanned' | 'UnitsAssigned' }>>;

const placed = (
  row: WaveUnitRow | undefined,
  place: Pick<WaveUnitRow, 'waveId' | 'unitId' | 'solutionId' | 'assignedOn'>,
): WaveUnitRow => ({
  ...place,
  inBaseline: row?.inBaseline ?? false,
  leftOn: null,
  movedToWaveId: null,
  reasonCode: null,
});

const join = {
  keys: ({ data }: Joining) => data.unitIds.map((unitId) => waveUnitKey(data.waveId, unitId)),
  row: (row: WaveUnitRow | undefined, { data: { waveId, solutionId }, occurredOn }: Joining, key: string) =>
    placed(row, { waveId, unitId: key.slice(waveId.length + 1), solutionId, assignedOn: occurredOn }),
};

export const waveUnits = projection<WaveUnitRow, BookEvent>('waveUnit', 1, {
  columns: {
    waveId: 'text',
    unitId: 'text',
    solutionId: 'text',
    assignedOn: 'text',
    inBaseline: 'flag',
    leftOn: 'text',
    movedToWaveId: 'text',
    reasonCode: 'text',
  },
  indexes: [['waveId'], ['unitId']],
  key: 'waveId',
  on: {
    WavePlanned: join,
    UnitsAssigned: join,
    WaveBaselined: {
      keys: ({ data }) => data.unitIds.map((unitId) => waveUnitKey(data.waveId, unitId)),
      row: change((row: WaveUnitRow) => ({ ...row, inBaseline: true })),
    },
    UnitMoved: {
      keys: ({ data: { waveId, unitId, toWaveId } }) =>
        [waveId, ...(toWaveId === undefined ? [] : [toWaveId])].map((each) => waveUnitKey(each, unitId)),
      row: (row, { id, data: { waveId, unitId, solutionId, toWaveId, reason }, occurredOn }, key) => {
        if (key !== waveUnitKey(waveId, unitId))
          return placed(row, { waveId: toWaveId!, unitId, solutionId, assignedOn: occurredOn });
        if (row === undefined) throw new Error(`UnitMoved ${id} is about ${key}, which has no row`);
        return { ...row, leftOn: occurredOn, movedToWaveId: toWaveId ?? null, reasonCode: reason?.code ?? null };
      },
    },
  },
});
