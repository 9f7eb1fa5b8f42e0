import { type EventOf, event } from '#kernel';
import { z } from 'zod';
import { date, id, text } from '../fields.js';

/** It came out that something had happened on another day than the book said. The first date stays readable. */
export const OccurredOnCorrected = event(
  'OccurredOnCorrected',
  1,
  z.strictObject({
    eventId: id,
    eventType: z.string(),
    /** The place in the book of the line that is corrected. */
    revision: z.int().min(0),
    previously: date,
    occurredOn: date,
    reason: text,
  }),
  { subject: (d) => `correction/${d.eventId}` },
);

export const correctionEvents = [OccurredOnCorrected] as const;
export type CorrectionEvent = EventOf<typeof correctionEvents>;
