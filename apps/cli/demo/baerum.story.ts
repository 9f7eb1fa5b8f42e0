import { afterwardsSteps } from './baerum.afterwards.js';
import { championSteps } from './baerum.champions.js';
import { charterSteps } from './baerum.charter.js';
import { decisionSteps } from './baerum.decisions.js';
import { pilotSteps } from './baerum.pilots.js';
import { schoolSteps } from './baerum.schools.js';
import { usageSteps } from './baerum.usage.js';
import { waveSteps } from './baerum.waves.js';
import type { Step } from './scribe.js';

/** The documented rollout of tablets at Bærum's schools, 2014–2019. What is told on one day is told in this order. */
export const baerumStory: readonly Step[] = [
  ...charterSteps,
  ...schoolSteps,
  ...pilotSteps,
  ...decisionSteps,
  ...waveSteps,
  ...usageSteps,
  ...afterwardsSteps,
  ...championSteps,
];
