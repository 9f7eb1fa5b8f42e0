import { readdirSync } from 'node:fs';
import { register } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import type { InstrumenterContext } from '@stryker-mutator/api/core';
import type * as Globals from './globals.js';

/** Where Stryker's instrumented code and its runners meet. */
const instrumented = (globalThis as { __stryker__?: InstrumenterContext }).__stryker__ ?? {};
(globalThis as { __stryker__?: InstrumenterContext }).__stryker__ = instrumented;

const rules = 'dist/libs/book';
const here = (path: string): string => pathToFileURL(join(process.cwd(), path)).href;
const isSpecOfRules = (file: string): boolean => file.endsWith('.spec.js') && !file.endsWith('.int.spec.js');

const failureOf = async (body: () => unknown): Promise<string | undefined> => {
  try {
    await body();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const run = async ({ id, file, body }: Globals.RegisteredTest): Promise<TestResult> => {
  const began = performance.now();
  instrumented.currentTestId = id;
  const failureMessage = await failureOf(body);
  delete instrumented.currentTestId;
  const result = { id, name: id, fileName: file, timeSpentMs: performance.now() - began };
  return failureMessage === undefined
    ? { ...result, status: TestStatus.Success }
    : { ...result, status: TestStatus.Failed, failureMessage };
};

const runUntilFailure = async (tests: readonly Globals.RegisteredTest[]): Promise<TestResult[]> => {
  const results: TestResult[] = [];
  for (const test of tests) {
    const result = await run(test);
    results.push(result);
    if (result.status === TestStatus.Failed) break;
  }
  return results;
};

/** The specs, those beside a source first: one of them is the likeliest to find out what is wrong with it. */
const nearestFirst = (specs: readonly string[], source: string): readonly string[] => {
  const [folder, slice] = [dirname(source), source.replace(/\.ts$/, '')];
  const distance = (spec: string): number => {
    const beside = join('libs/book', spec);
    if (beside === `${slice}.spec.js`) return 0;
    return [folder, 'libs/book'].indexOf(dirname(beside)) + 1 || 3;
  };
  return [...specs].sort((a, b) => distance(a) - distance(b));
};

/**
 * Runs the specs of the rules for Stryker in one process: they are loaded once, and for each mutant only those tests run
 * that reach it. With jest, which loads everything anew each time, one mutant takes as long as here some hundreds do.
 *
 * A static mutant changes what happens while modules load. For it the rules and their specs are loaded once more, as of a
 * new generation, spec by spec until one fails. What was loaded stays in memory until the process ends.
 */
class RuleRunner implements TestRunner {
  #specs: readonly string[] = [];
  #tests: readonly Globals.RegisteredTest[] = [];
  #generation = 0;
  #globals: typeof Globals | undefined;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    register(here('dist/test/mutation/resolve.js'));
    this.#globals = (await import(here('dist/test/mutation/globals.js'))) as typeof Globals;
    this.#specs = (readdirSync(rules, { recursive: true }) as string[]).filter(isSpecOfRules).sort();
  }

  async dryRun(): Promise<DryRunResult> {
    await this.#loadUnchanged();
    const tests: TestResult[] = [];
    for (const test of this.#tests) tests.push(await run(test));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: instrumented.mutantCoverage! };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit } = options;
    const isStatic = options.mutantActivation === 'static';
    if (!isStatic) await this.#loadUnchanged();
    Object.assign(instrumented, {
      activeMutant: activeMutant.id,
      hitLimit,
      hitCount: hitLimit === undefined ? undefined : 0,
    });
    const tests = isStatic
      ? await this.#runAnew(relative(process.cwd(), options.sandboxFileName))
      : await this.#runFiltered(options.testFilter);
    delete instrumented.activeMutant;
    const endless = determineHitLimitReached(instrumented.hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests });
  }

  async #loadUnchanged(): Promise<void> {
    if (this.#tests.length > 0) return;
    const tests: Globals.RegisteredTest[] = [];
    for (const spec of this.#specs) tests.push(...(await this.#testsOf(spec)));
    this.#tests = tests;
  }

  #testsOf(spec: string, query = ''): Promise<readonly Globals.RegisteredTest[]> {
    return this.#globals!.testsOf(spec, () => import(here(join(rules, spec)) + query));
  }

  #runFiltered(testFilter: readonly string[] | undefined): Promise<TestResult[]> {
    const only = testFilter && new Set(testFilter);
    return runUntilFailure(this.#tests.filter(({ id }) => !only || only.has(id)));
  }

  async #runAnew(source: string): Promise<TestResult[]> {
    const query = `?generation=${++this.#generation}`;
    const results: TestResult[] = [];
    for (const spec of nearestFirst(this.#specs, source)) {
      results.push(...(await this.#runSpecAnew(spec, query)));
      if (results.at(-1)?.status === TestStatus.Failed) break;
    }
    return results;
  }

  /** What does not even load has failed. */
  async #runSpecAnew(spec: string, query: string): Promise<TestResult[]> {
    let tests: readonly Globals.RegisteredTest[] = [];
    const failureMessage = await failureOf(async () => (tests = await this.#testsOf(spec, query)));
    if (failureMessage === undefined) return runUntilFailure(tests);
    return [{ id: spec, name: spec, fileName: spec, timeSpentMs: 0, status: TestStatus.Failed, failureMessage }];
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'rules', RuleRunner)];
