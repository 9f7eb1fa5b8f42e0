import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { personal } from './personal.js';
import { quickCheckOf } from './quick-check.js';

const schemas: Record<string, z.ZodType> = {
  uuid: z.uuid(),
  day: z.iso.date(),
  moment: z.iso.datetime(),
  email: z.email().max(20),
  text: z.string().min(1).max(3),
  pattern: z.string().regex(/^[a-c]+$/),
  whole: z.int().min(-1).max(3),
  share: z.number().gt(0).lt(1),
  flag: z.boolean(),
  word: z.enum(['ONE', 'TWO']),
  fixed: z.literal('x'),
  nothing: z.string().nullable(),
  several: z.array(z.int()).min(1).max(2),
  either: z.union([z.string(), z.strictObject({ a: z.int() })]),
  secret: z.strictObject({ personId: z.uuid(), name: personal(z.string().max(3)) }),
  nested: z.strictObject({ a: z.int(), b: z.strictObject({ c: z.string().optional() }).optional() }),
  refined: z.strictObject({ a: z.int(), b: z.int() }).refine(({ a, b }) => a <= b),
};
const uuid = '00000000-0000-4000-8000-000000000001';
const right: Record<string, readonly unknown[]> = {
  uuid: [uuid],
  day: ['2024-02-29'],
  moment: ['2018-02-01T12:00:00.000Z'],
  email: ['a@example.org'],
  text: ['a', 'æøå'],
  pattern: ['abc'],
  whole: [-1, 3],
  share: [0.5],
  flag: [true, false],
  word: ['ONE'],
  fixed: ['x'],
  nothing: [null, ''],
  several: [[1], [1, 2]],
  either: ['', { a: 1 }],
  secret: [
    { personId: uuid, name: 'Ada' },
    { personId: uuid, name: { person: uuid, sealed: '' } },
  ],
  nested: [{ a: 1 }, { a: 1, b: {} }, { a: 1, b: { c: '' } }],
  refined: [{ a: 1, b: 2 }],
};
const wrong: Record<string, readonly unknown[]> = {
  uuid: ['x', 1],
  day: ['2023-02-29', '2024-2-9'],
  moment: ['2018-02-01'],
  email: ['example.org', `${'a'.repeat(20)}@b.no`],
  text: ['', 'abcd', null],
  pattern: ['d', ''],
  whole: [-2, 4, 0.5, NaN, 2 ** 60, '1'],
  share: [0, 1, Infinity],
  flag: [0, 'true'],
  word: ['THREE', 'toString'],
  fixed: ['y'],
  nothing: [undefined, 1],
  several: [[], [1, 2, 3], ['1'], { length: 1, 0: 1 }],
  either: [1, { a: 1, b: 1 }, {}],
  secret: [{ personId: uuid, name: 'Grace' }, { personId: uuid }],
  nested: [{ b: {} }, { a: 1, b: { d: 1 } }, { a: 1, c: 1 }, JSON.parse('{"a":1,"__proto__":{}}'), [], null],
  refined: [{ a: 2, b: 1 }],
};

describe.each(Object.keys(schemas))('a quick check of %s', (name) => {
  const schema = schemas[name]!;
  const fits = quickCheckOf(schema);

  it('takes at once what is right', () => expect(right[name]!.filter((value) => !fits(value))).toEqual([]));

  it('leaves what is wrong to the schema', () => {
    expect(wrong[name]!.filter(fits)).toEqual([]);
    expect(wrong[name]!.filter((value) => schema.safeParse(value).success)).toEqual([]);
  });

  it('takes nothing that the schema would refuse or alter', () => {
    const near = fc.oneof(
      fc.constantFrom(...right[name]!, ...wrong[name]!),
      fc.jsonValue(),
      fc.record({ a: fc.jsonValue(), b: fc.jsonValue() }, { requiredKeys: [] }),
      fc.array(fc.integer({ min: -3, max: 5 }), { maxLength: 3 }),
      fc.string({ maxLength: 5 }),
      fc.double(),
    );
    fc.assert(
      fc.property(near, (value) => {
        if (!fits(value)) return;
        expect(schema.safeParse(value)).toEqual({ success: true, data: value });
      }),
      { numRuns: 200, seed: 20180115 },
    );
  });
});

describe('a quick check', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['makes another value of it', z.string().trim(), 'a'],
    ['fills in what is absent', z.strictObject({ a: z.int().default(1) }), {}],
    ['drops fields', z.object({ a: z.int() }), { a: 1 }],
    ['takes other types', z.coerce.number(), 1],
    ['asks more than a pattern', z.url(), 'https://example.org'],
    ['is of a kind that it was not told of', z.record(z.string(), z.int()), { a: 1 }],
    ['is refined in a way that it cannot call', z.string().superRefine(() => undefined), 'a'],
    ['remembers where it was', z.string().regex(/a/g), 'a'],
    ['holds one of these', z.array(z.url()), []],
  ])('leaves it to the schema that %s', (_what, schema, value) => expect(quickCheckOf(schema)(value)).toBe(false));
});
