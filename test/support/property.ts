import { it } from '@jest/globals';
import fc from 'fast-check';

/** The same cases on every machine and every day, unless somebody asks for others. */
const seedDefault = 20_180_115;
const timeoutMsMin = 120_000;
/** A failure is made smaller for so long. */
const shrinkingMsMax = 20_000;
/** No run of a property takes longer than this, on a machine that is busy with other things. */
const timeoutMsOfRun = 5_000;

const { WAVEBOOK_PROPERTY_RUNS, WAVEBOOK_PROPERTY_SEED, WAVEBOOK_PROPERTY_PATH, WAVEBOOK_PROPERTY_COMMANDS } =
  process.env;

/** The commands of a model-based run that is replayed, as the report of its failure says (`replayPath`). */
export const replayPath = WAVEBOOK_PROPERTY_COMMANDS === undefined ? {} : { replayPath: WAVEBOOK_PROPERTY_COMMANDS };

const howToReplay = (seed: number, path: string | null): string =>
  `Replay this case alone: WAVEBOOK_PROPERTY_SEED=${seed} WAVEBOOK_PROPERTY_PATH=${path ?? '0'} npm test -- <this file>. ` +
  'A report with a replayPath takes WAVEBOOK_PROPERTY_COMMANDS=<replayPath> too.';

/** A smaller case that fails too, if one is found in time. */
const smaller = async <Values>(
  property: fc.IAsyncProperty<Values> | fc.IProperty<Values>,
  first: fc.RunDetails<Values>,
): Promise<fc.RunDetails<Values>> => {
  const path = first.counterexamplePath;
  if (path === null) return first;
  const found = await fc.check(property, { seed: first.seed, path, interruptAfterTimeLimit: shrinkingMsMax });
  return found.failed && found.counterexample !== null ? found : first;
};

/**
 * A test that something holds for many generated cases. They follow from a fixed seed: WAVEBOOK_PROPERTY_SEED gives others,
 * WAVEBOOK_PROPERTY_RUNS more than the `runs` of every day. A failure is made as small as it gets, and says how to see
 * it again.
 */
export const holds = <Values>(
  rule: string,
  runs: number,
  property: fc.IAsyncProperty<Values> | fc.IProperty<Values>,
): void => {
  const numRuns = Number(WAVEBOOK_PROPERTY_RUNS ?? runs);
  const seed = Number(WAVEBOOK_PROPERTY_SEED ?? seedDefault);
  const path = WAVEBOOK_PROPERTY_PATH === undefined ? {} : { path: WAVEBOOK_PROPERTY_PATH };
  it(
    rule,
    async () => {
      const first = await fc.check(property, { numRuns, seed, ...path, endOnFailure: true });
      if (!first.failed) return;
      const found = await smaller(property, first);
      throw new Error(`${fc.defaultReportMessage(found)}\n\n${howToReplay(found.seed, found.counterexamplePath)}`, {
        cause: found.errorInstance,
      });
    },
    Math.max(timeoutMsMin, numRuns * timeoutMsOfRun),
  );
};
