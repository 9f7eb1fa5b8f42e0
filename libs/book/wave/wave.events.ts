import { type EventOf, event } from '#kernel';
import { z } from 'zod';
import { date, id, line, ref, text } from '../fields.js';

/** Why a plan changed. OTHER needs a text. */
const reasonCodes = [
  'PROCUREMENT',
  'CAPACITY',
  'COMPETENCE',
  'RESISTANCE',
  'TECHNOLOGY',
  'LEGAL_OR_PRIVACY',
  'MERGER',
  'POLITICAL',
  'LEARNING',
  'OTHER',
] as const;
export const reason = z.strictObject({ code: z.enum(reasonCodes), text: text.optional() });
export type Reason = z.output<typeof reason>;

const ofWave = { subject: (d: { waveId: string }) => d.waveId };
const plan = { plannedStart: date, plannedEnd: date };
/** A change to the plan: whether it came after the baseline, where every change needs a reason. */
const changed = { afterBaseline: z.boolean(), reason: reason.optional() };

/** Units were lined up to take a solution into use together. */
export const WavePlanned = event(
  'WavePlanned',
  1,
  z.strictObject({ waveId: id, ref, solutionId: id, name: line, ...plan, unitIds: z.array(id) }),
  { ...ofWave, about: (d) => [d.solutionId, ...d.unitIds] },
);

/** The plan was fixed: every later change is measured against it. */
export const WaveBaselined = event(
  'WaveBaselined',
  1,
  z.strictObject({ waveId: id, ...plan, unitIds: z.array(id).min(1) }),
  ofWave,
);

/** Units joined the wave. */
export const UnitsAssigned = event(
  'UnitsAssigned',
  1,
  z.strictObject({ waveId: id, solutionId: id, unitIds: z.array(id).min(1), ...changed }),
  { ...ofWave, about: (d) => d.unitIds },
);

/** A unit left the wave, for another one or for none. */
export const UnitMoved = event(
  'UnitMoved',
  1,
  z.strictObject({ waveId: id, solutionId: id, unitId: id, toWaveId: id.optional(), ...changed }),
  { ...ofWave, about: (d) => [d.toWaveId] },
);

/** The wave got other dates. */
export const WaveRescheduled = event(
  'WaveRescheduled',
  1,
  z.strictObject({ waveId: id, ...plan, previously: z.strictObject(plan), ...changed }),
  ofWave,
);

/** The wave got another name. */
export const WaveRenamed = event('WaveRenamed', 1, z.strictObject({ waveId: id, name: line }), ofWave);

/** The rollout to the wave's units began. */
export const WaveOpened = event(
  'WaveOpened',
  1,
  z.strictObject({
    waveId: id,
    /** The decision to go on without an evaluated pilot, where there was none. */
    overrideDecisionId: id.optional(),
  }),
  { ...ofWave, about: (d) => [d.overrideDecisionId] },
);

/** The wave was paused. */
export const WavePaused = event('WavePaused', 1, z.strictObject({ waveId: id, reason }), ofWave);

/** The wave was resumed. */
export const WaveResumed = event('WaveResumed', 1, z.strictObject({ waveId: id }), ofWave);

/** Every unit of the wave is live, embedded, declined or moved on. */
export const WaveCompleted = event('WaveCompleted', 1, z.strictObject({ waveId: id }), ofWave);

/** The wave will not happen; its units are free for another one. */
export const WaveCancelled = event(
  'WaveCancelled',
  1,
  z.strictObject({ waveId: id, afterBaseline: z.boolean(), reason }),
  ofWave,
);

export const waveEvents = [
  WavePlanned,
  WaveBaselined,
  UnitsAssigned,
  UnitMoved,
  WaveRescheduled,
  WaveRenamed,
  WaveOpened,
  WavePaused,
  WaveResumed,
  WaveCompleted,
  WaveCancelled,
] as const;
export type WaveEvent = EventOf<typeof waveEvents>;
