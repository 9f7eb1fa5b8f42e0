import { type LocalDate, projection } from '#kernel';
import type { BookEvent } from '../book.state.js';

/** A corrected day. The key is the id of the correction's own line; `eventId` is the line that it corrects. */
export interface CorrectionRow {
  readonly eventId: string;
  readonly eventType: string;
  readonly revision: number;
  readonly previously: LocalDate;
  readonly occurredOn: LocalDate;
  readonly reason: string;
  readonly correctedOn: LocalDate;
}

export const corrections = projection<CorrectionRow, BookEvent>('correction', 1, {
  columns: {
    eventId: 'text',
    eventType: 'text',
    revision: 'integer',
    previously: 'text',
    occurredOn: 'text',
    reason: 'text',
    correctedOn: 'text',
  },
  key: 'eventId',
  on: {
    OccurredOnCorrected: {
      keys: (event) => event.id,
      row: (_row, { data, occurredOn: correctedOn }) => ({ ...data, correctedOn }),
    },
  },
});

export const correctionProjections = [corrections];
