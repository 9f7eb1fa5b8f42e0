import type { Table } from '#read-models';
import type { ChampionRow } from './champion/champion.projection.js';
import type { CorrectionRow } from './correction/correction.projection.js';
import type { DecisionRow } from './decision/decision.projection.js';
import type { LabelRow } from './history/label.projection.js';
import type { ErasureRow, PersonRow } from './person/person.projection.js';
import type { PilotObservationRow, PilotRow, VisibleResultRow } from './pilot/pilot.projection.js';
import type { EscalationRow, ProgrammeRow, SolutionRow } from './programme/programme.projection.js';
import type { AdoptionStepRow, InterestRow, UsageRow } from './unit/adoption-history.projection.js';
import type { AdoptionRow } from './unit/adoption.projection.js';
import type { UnitRow } from './unit/unit.projection.js';
import type { WaveChangeRow } from './wave/wave-change.projection.js';
import type { WaveUnitRow } from './wave/wave-unit.projection.js';
import type { WaveRow } from './wave/wave.projection.js';

/** The read models of a ledger, a table for each projection. */
export interface Tables {
  label: Table<LabelRow>;
  programme: Table<ProgrammeRow>;
  solution: Table<SolutionRow>;
  escalation: Table<EscalationRow>;
  unit: Table<UnitRow>;
  adoption: Table<AdoptionRow>;
  adoptionStep: Table<AdoptionStepRow>;
  usage: Table<UsageRow>;
  interest: Table<InterestRow>;
  champion: Table<ChampionRow>;
  person: Table<PersonRow>;
  erasure: Table<ErasureRow>;
  decision: Table<DecisionRow>;
  correction: Table<CorrectionRow>;
  pilot: Table<PilotRow>;
  pilotObservation: Table<PilotObservationRow>;
  visibleResult: Table<VisibleResultRow>;
  wave: Table<WaveRow>;
  waveUnit: Table<WaveUnitRow>;
  waveChange: Table<WaveChangeRow>;
}
