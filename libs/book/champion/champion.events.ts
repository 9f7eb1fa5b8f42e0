import { type EventOf, event, personal } from '#kernel';
import { z } from 'zod';
import { date, email, id, line, ref, text } from '../fields.js';

const ofChampion = { subject: (d: { championId: string }) => d.championId };
const chapter = z.strictObject({ championId: id });

/** Somebody was put forward, or stepped forward, as the one who carries the change at a unit. */
export const ChampionNominated = event(
  'ChampionNominated',
  1,
  z.strictObject({
    championId: id,
    ref,
    unitId: id,
    solutionId: id.optional(),
    personId: id,
    /** Absent when somebody whom the book already knows is nominated again. */
    name: personal(line).optional(),
    email: personal(email).optional(),
    /** Why this person: it is about them, so it is sealed like their name. */
    rationale: personal(text),
    route: z.enum(['SELF', 'PEER', 'MANAGER']),
    /** The nomination runs out after this day, unless it is answered. */
    expiresOn: date,
  }),
  { ...ofChampion, about: (d) => [d.unitId, d.solutionId] },
);

/** The nominated person said yes. */
export const NominationAccepted = event('NominationAccepted', 1, chapter, ofChampion);

/** The nominated person said no; they owe nobody a reason. */
export const NominationDeclined = event('NominationDeclined', 1, chapter, ofChampion);

/** Nobody answered the nomination in time. Written by the clock. */
export const NominationExpired = event('NominationExpired', 1, z.strictObject({ championId: id, expiresOn: date }), {
  ...ofChampion,
  byClock: true,
});

/** The champion was given working time for it. */
export const TimeAllocated = event(
  'TimeAllocated',
  1,
  z.strictObject({ championId: id, percent: z.number().gt(0).max(100) }),
  ofChampion,
);

/** The champion got a role with a mandate: they became a change agent. */
export const ChangeAgentAppointed = event(
  'ChangeAgentAppointed',
  1,
  z.strictObject({ championId: id, mandate: text.optional() }),
  ofChampion,
);

/** The champion went on to another unit. */
export const ChampionMoved = event(
  'ChampionMoved',
  1,
  z.strictObject({ championId: id, fromUnitId: id, toUnitId: id }),
  { ...ofChampion, about: (d) => [d.toUnitId] },
);

/** The champion's effort was seen and thanked for. What they are thanked for is about them, so it is sealed. */
export const ChampionRecognised = event(
  'ChampionRecognised',
  1,
  z.strictObject({ championId: id, personId: id, what: personal(text) }),
  ofChampion,
);

/** The champion went on leave. */
export const ChampionWentOnLeave = event(
  'ChampionWentOnLeave',
  1,
  z.strictObject({ championId: id, expectedReturn: date.optional() }),
  ofChampion,
);

/** The champion came back. */
export const ChampionReturned = event('ChampionReturned', 1, chapter, ofChampion);

/** The champion stopped being one. */
export const ChampionLeft = event('ChampionLeft', 1, chapter, ofChampion);

export const championEvents = [
  ChampionNominated,
  NominationAccepted,
  NominationDeclined,
  NominationExpired,
  TimeAllocated,
  ChangeAgentAppointed,
  ChampionMoved,
  ChampionRecognised,
  ChampionWentOnLeave,
  ChampionReturned,
  ChampionLeft,
] as const;
export type ChampionEvent = EventOf<typeof championEvents>;
