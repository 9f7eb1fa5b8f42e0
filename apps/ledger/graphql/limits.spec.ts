import { describe, expect, it } from '@jest/globals';
import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { depthLimit, depthMax } from './limits.js';

const schema = buildSchema('type Query { a: Query, b: Int }');
const errorsOf = (document: string) => validate(schema, parse(document), [depthLimit]).map(({ message }) => message);
const nested = (depth: number): string => (depth === 1 ? '{ b }' : `{ a ${nested(depth - 1)} }`);

describe('the depth limit', () => {
  it('lets the deepest allowed operation through', () => expect(errorsOf(nested(depthMax))).toEqual([]));

  it('refuses one level more, with both numbers', () =>
    expect(errorsOf(nested(depthMax + 1))).toEqual(['The operation nests 13 levels deep; at most 12 are allowed.']));

  it('counts through fragments, named and inline', () => {
    const fragments = `fragment F on Query ${nested(7)} query { a { a { a { ... on Query { a { a { ...F } } } } } } }`;
    expect(errorsOf(fragments)).toEqual([]);
    expect(errorsOf(fragments.replace('query { a', 'query { a { a').concat('}'))).toHaveLength(1);
  });

  it('measures a fragment once, however often it is spread', () => {
    const doubling = Array.from({ length: 40 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    expect(errorsOf(`${doubling.join(' ')} fragment F40 on Query { b } { ...F0 }`)).toEqual([]);
  });

  it('comes to an end when fragments go round', () =>
    expect(errorsOf('fragment F on Query { a { ...G } } fragment G on Query { a { ...F } } { ...F }')).toEqual([]));

  it('lets tools ask for the schema', () => expect(errorsOf(getIntrospectionQuery())).toEqual([]));

  it('does not let an operation hide behind such a question', () =>
    expect(errorsOf(`{ __typename a ${nested(depthMax)} }`)).toHaveLength(1));
});
