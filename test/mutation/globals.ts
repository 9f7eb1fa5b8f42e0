import { bind } from 'jest-each';

/**
 * What a spec of pure rules needs of `@jest/globals`, kept so that each test can be run again and again in one process:
 * thousands of mutants, a few tests for each.
 */
type Body = () => void | Promise<void>;

export interface RegisteredTest {
  /** The spec's file and the titles on the way to the test. */
  readonly id: string;
  readonly file: string;
  readonly body: Body;
}

let tests: RegisteredTest[] = [];
let titles: readonly string[] = [];
let file = '';

const suite = (title: string, body: Body): void => {
  const outer = titles;
  titles = [...titles, title];
  void body();
  titles = outer;
};

const test = (title: string, body: Body): void => {
  tests.push({ id: [file, ...titles, title].join(' › '), file, body });
};

export const describe = Object.assign(suite, { each: bind(suite as never, false) });
export const it = Object.assign(test, { each: bind(test as never, false) });
export { expect } from 'expect';

/** The tests of one spec, which `load` loads. One spec at a time: what it declares is told apart by that. */
export const testsOf = async (spec: string, load: () => Promise<unknown>): Promise<readonly RegisteredTest[]> => {
  [tests, titles, file] = [[], [], spec];
  await load();
  return tests;
};
