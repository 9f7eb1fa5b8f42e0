import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { workedOut } from './arithmetic.js';

const page = readFileSync(new URL('../../../docs/scale.md', import.meta.url), 'utf8');

/** Rows of the tables whose first cell is a name in code style. */
const rows = page
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, name]) => /^`\w+`$/.test(name ?? ''))
  .map(([, name, value, third, last]) => ({
    name: name!.slice(1, -1),
    value: Number(value!.split(' ')[0]!.replaceAll(',', '')),
    formula: /^`(.*)`$/.exec(third!)?.[1],
    last: last!,
  }));
const constants = rows.filter(({ formula }) => formula === undefined);
const derived = rows.filter(({ formula }) => formula !== undefined);
const valueOf = (name: string): number => {
  const row = rows.find((each) => each.name === name);
  if (!row) throw new Error(`the page has no ${name}`);
  return row.value;
};

describe('docs/scale.md', () => {
  it('gives each number one name', () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    expect(constants.length).toBeGreaterThan(15);
    for (const { name, value } of rows) expect([name, value > 0]).toEqual([name, true]);
  });

  it.each(derived.map((row) => [row.name, row] as const))('works out %s from what it stands on', (_name, row) => {
    const exact = workedOut(row.formula!, valueOf);
    // It is told with three figures or so.
    expect(Math.abs(exact - row.value) / exact).toBeLessThan(0.01);
  });

  it('says of each constant where it comes from, and of none that nobody needs', () => {
    for (const { name, last } of constants) {
      expect([name, last]).toEqual([
        name,
        expect.stringMatching(/^(assumed|`npm run bench -- [a-z]+|limit|documented)/),
      ]);
      expect([name, derived.some(({ formula }) => formula!.includes(name))]).toEqual([name, true]);
    }
  });
});

describe('the arithmetic', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3 - 4 / 2', 7],
    ['up(10 / 4) * a', 6],
    ['1,000 / 1e3', 1],
  ])('works out %s', (formula, value) => expect(workedOut(formula, () => 2)).toBe(value));

  it.each(['1 +', '(1', '1 2', 'up 3', '1 % 2'])('refuses %s', (formula) =>
    expect(() => workedOut(formula, () => 1)).toThrow(formula),
  );
});
