import type { Table } from '#read-models';
import type { LabelRow } from './history/label.projection.js';
import type { EscalationRow, ProgrammeRow, SolutionRow } from './programme/programme.projection.js';

/** The read models of a ledger, a table for each projection. */
export interface Tables {
  label: Table<LabelRow>;
  programme: Table<ProgrammeRow>;
  solution: Table<SolutionRow>;
  escalation: Table<EscalationRow>;
}
