import { change, projection } from '#kernel';
import type { BookEvent } from '../book.state.js';

/** What a thing is called in a sentence: `W-1 First wave`. People are called by number, never by name. */
export interface LabelRow {
  readonly label: string;
}

const cited = (data: { ref: string }, name: string): LabelRow => ({ label: `${data.ref} ${name}` });

export const labels = projection<LabelRow, BookEvent>('label', 1, {
  columns: { label: 'text' },
  key: 'programmeId',
  on: {
    ProgrammeChartered: (_row, { data }) => ({ label: data.name }),
    SolutionAdded: { keys: ({ data }) => data.solutionId, row: (_row, { data }) => ({ label: data.name }) },
    EscalationRaised: { keys: ({ data }) => data.escalationId, row: (_row, { data }) => ({ label: data.ref }) },
    UnitEnrolled: { keys: ({ data }) => data.unitId, row: (_row, { data }) => ({ label: data.name }) },
    UnitDetailsChanged: {
      keys: ({ data }) => data.unitId,
      row: change((row: LabelRow, { data }) => ({ label: data.name ?? row.label })),
    },
    DecisionNeedIdentified: { keys: ({ data }) => data.decisionId, row: (_row, { data }) => cited(data, data.title) },
    DecisionRecordCorrected: {
      keys: ({ data }) => (data.field === 'TITLE' ? data.decisionId : []),
      row: change((row: LabelRow, { data }) => ({ label: `${row.label.split(' ', 1)[0]} ${data.value}` })),
    },
    PilotProposed: { keys: ({ data }) => data.pilotId, row: (_row, { data }) => cited(data, data.name) },
    WavePlanned: { keys: ({ data }) => data.waveId, row: (_row, { data }) => cited(data, data.name) },
    WaveRenamed: {
      keys: ({ data }) => data.waveId,
      row: change((row: LabelRow, { data }) => ({ label: `${row.label.split(' ', 1)[0]} ${data.name}` })),
    },
    ChampionNominated: { keys: ({ data }) => data.championId, row: (_row, { data }) => ({ label: data.ref }) },
  },
});
