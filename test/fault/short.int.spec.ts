import { describe, expect, it } from '@jest/globals';
import { damaged } from './damage.js';
import { kills } from './kills.js';
import { powerCut } from './power-cut.js';
import { projector } from './projector.js';
import type { Fault } from './report.js';
import { syscalls } from './syscalls.js';

/** A little of each fault; `npm run test:fault` has all of it. Each run throws when something was lost. */
const few: readonly (readonly [Fault, number])[] = [
  [kills, 1],
  [syscalls, 3],
  [powerCut, 9],
  [damaged, 10],
  [projector, 2],
];

describe('what was acknowledged outlives', () => {
  it.each(few.map(([fault, rounds]) => [fault.name, fault, rounds] as const))(
    '%s',
    async (_name, fault, rounds) => {
      const { injected, acknowledged, skipped } = await fault.run({ rounds, tell: () => undefined });
      if (!skipped) expect(Math.min(injected, acknowledged)).toBeGreaterThan(0);
    },
    120_000,
  );
});
