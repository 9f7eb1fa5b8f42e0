import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapedFormula, withoutEscape } from './formula.js';

describe('a text in a cell of a CSV file', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+47 22 33 44 55', "'+47 22 33 44 55"],
    ['-', "'-"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['＝1', "'＝1"],
    ["'=1", "''=1"],
    ["'t Gymnas", "'t Gymnas"],
    ['Ås skole', 'Ås skole'],
    ['a=b', 'a=b'],
    ['', ''],
  ])('%j is written as %j', (text, written) => expect(escapedFormula(text)).toBe(written));

  it('is never taken for a formula, and reads as it was', () => {
    const text = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', 'a', ' '), maxLength: 6 });
    fc.assert(
      fc.property(text, (each) => {
        const written = escapedFormula(each);
        expect(written).not.toMatch(/^[=+\-@\t]/);
        expect(withoutEscape(written)).toBe(each);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});
