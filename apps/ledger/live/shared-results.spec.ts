import { describe, expect, it } from '@jest/globals';
import { SharedResults, questionOf } from './shared-results.js';

const counting = () => {
  let executions = 0;
  return { execute: () => ({ data: { execution: ++executions } }), executions: () => executions };
};

describe('shared results', () => {
  const line = { position: 1n };

  it('executes once for the same question to the same value at the same moment', () => {
    const { execute, executions } = counting();
    const results = new SharedResults();
    const answers = [1, 2, 3].map(() => results.of(line, 'now', 'who?', execute));
    expect(answers.map((each) => each)).toEqual([answers[0], answers[0], answers[0]]);
    expect(executions()).toBe(1);
  });

  it.each([
    ['value', { position: 1n }, 'now', 'who?'],
    ['moment', line, 'later', 'who?'],
    ['question', line, 'now', 'what?'],
  ])('executes again for another %s', (_what, value, moment, question) => {
    const { execute, executions } = counting();
    const results = new SharedResults();
    void results.of(line, 'now', 'who?', execute);
    void results.of(value, moment, question, execute);
    expect(executions()).toBe(2);
  });

  it('gives nothing of an earlier moment, even where that comes back', () => {
    const { execute, executions } = counting();
    const results = new SharedResults();
    for (const moment of ['now', 'later', 'now']) void results.of(line, moment, 'who?', execute);
    expect(executions()).toBe(3);
  });

  it('keeps a bounded number of answers, and still answers', () => {
    const { execute } = counting();
    const results = new SharedResults();
    const answers = Array.from({ length: 200 }, (_, n) => results.of(line, 'now', String(n), execute));
    expect(answers.at(-1)).toEqual({ data: { execution: 200 } });
    expect(results.of(line, 'now', '0', execute)).toBe(answers[0]);
    expect(results.of(line, 'now', '199', execute)).not.toBe(answers[199]);
  });
});

describe('the name of a question', () => {
  it('is the same for the same parts, and another one for others', () => {
    expect(questionOf('a', ['b'])).toBe(questionOf('a', ['b']));
    expect(new Set([questionOf('a', 'b'), questionOf('ab'), questionOf(['a', 'b']), questionOf('a', null)]).size).toBe(
      4,
    );
  });
});
