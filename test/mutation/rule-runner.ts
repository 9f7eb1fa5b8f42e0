import { readdirSync } from 'node:fs';
import { register } from 'node:module';
import { join } from 'node:path';
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
const isSpecOfRules = (file: string): boolean => file.endsWith('.spec.js') && !file.endsWith('.int.spec.js');

const failureOf = async ({ body }: Globals.RegisteredTest): Promise<string | undefined> => {
  try {
    await body();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const run = async (test: Globals.RegisteredTest): Promise<TestResult> => {
  const began = performance.now();
  instrumented.currentTestId = test.id;
  const failureMessage = await failureOf(test);
  delete instrumented.currentTestId;
  const { id, file: fileName } = test;
  const result = { id, name: id, fileName, timeSpentMs: performance.now() - began };
  return failureMessage === undefined
    ? { ...result, status: TestStatus.Success }
    : { ...result, status: TestStatus.Failed, failureMessage };
};

/**
 * Runs the specs of the rules for Stryker in one process: they are loaded once, and for each mutant only those tests run
 * that reach it. With jest, which loads everything anew each time, one mutant takes as long as here some hundreds do.
 */
class RuleRunner implements TestRunner {
  #tests: readonly Globals.RegisteredTest[] = [];

  /** A module is loaded once in a process: for what happens at load time Stryker starts another one. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun(): Promise<DryRunResult> {
    await this.#load();
    const tests = await this.#run(this.#tests, true);
    return { status: DryRunStatus.Complete, tests, mutantCoverage: instrumented.mutantCoverage! };
  }

  async mutantRun({
    activeMutant,
    mutantActivation,
    testFilter,
    hitLimit,
    disableBail,
  }: MutantRunOptions): Promise<MutantRunResult> {
    Object.assign(instrumented, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    if (mutantActivation === 'static') instrumented.activeMutant = activeMutant.id;
    await this.#load();
    instrumented.activeMutant = activeMutant.id;
    const only = testFilter && new Set(testFilter);
    const tests = await this.#run(
      this.#tests.filter(({ id }) => !only || only.has(id)),
      disableBail,
    );
    delete instrumented.activeMutant;
    const endless = determineHitLimitReached(instrumented.hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests });
  }

  async #load(): Promise<void> {
    if (this.#tests.length > 0) return;
    const here = (path: string) => pathToFileURL(join(process.cwd(), path)).href;
    register(here('dist/test/mutation/resolve-globals.js'));
    const { testsIn } = (await import(here('dist/test/mutation/globals.js'))) as typeof Globals;
    const files = (readdirSync(rules, { recursive: true }) as string[]).filter(isSpecOfRules).sort();
    this.#tests = await testsIn(files, (file) => import(here(join(rules, file))));
  }

  async #run(tests: readonly Globals.RegisteredTest[], all: boolean): Promise<TestResult[]> {
    const results: TestResult[] = [];
    for (const test of tests) {
      const result = await run(test);
      results.push(result);
      if (result.status === TestStatus.Failed && !all) break;
    }
    return results;
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'rules', RuleRunner)];
