import { describe, expect, it } from '@jest/globals';
import { type OperationDefinitionNode, buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { readSdl } from '../../../scripts/generate-inputs.js';
import { costMax, costOf } from './cost.js';

const schema = buildSchema(`
  type Query { name: String things(first: Int, last: Int): ThingConnection node: Node }
  type Mutation { rename(name: String): Thing }
  interface Node { id: ID }
  type ThingConnection { totalCount: Int edges: [ThingEdge!]! }
  type ThingEdge { cursor: String node: Thing! }
  type Thing implements Node { id: ID tags: [String!]! parts: [Thing!]! things(first: Int): ThingConnection }
`);

const cost = (text: string, variables: Record<string, unknown> = {}): number => {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  return costOf(schema, document, document.definitions[0] as OperationDefinitionNode)(variables);
};

describe('what an operation costs', () => {
  it.each([
    ['a field', '{ name }', 1],
    ['a field twice', '{ name name }', 2],
    ['a list of words', '{ node { ... on Thing { tags } } }', 2],
    [
      'a page: each edge and what is asked of it',
      '{ things(first: 7) { totalCount edges { node { id } } } }',
      3 + 7 * 3,
    ],
    ['a page from the end', '{ things(last: 7) { edges { cursor } } }', 2 + 7 * 2],
    ['a page longer than there are any', '{ things(first: 5000) { edges { cursor } } }', 2 + 100 * 2],
    [
      'a page in a page',
      '{ things(first: 5) { edges { node { things(first: 4) { edges { cursor } } } } } }',
      2 + 5 * (2 + 2 + 4 * 2),
    ],
    ['a list that comes whole, as ten', '{ node { ... on Thing { parts { id } } } }', 2 + 10 * 2],
    ['a command', 'mutation { rename(name: "x") { id } }', 1 + 10 + 1],
  ])('%s', (_what, text, expected) => expect(cost(text)).toBe(expected));

  it('follows the variables', () => {
    const text = 'query ($n: Int) { things(first: $n) { edges { cursor } } }';
    const document = parse(text);
    const of = costOf(schema, document, document.definitions[0] as OperationDefinitionNode);
    expect([{ n: 1 }, { n: 100 }, { n: 1 }, { n: 0 }].map(of)).toEqual([4, 202, 4, 2]);
    // What is no number is refused where values are checked; until then it counts for as much as there can be.
    expect([{ n: 1e9 }, { n: -1 }, { n: 'x' }, { n: [] }].map(of)).toEqual([202, 202, 202, 202]);
    expect([{}, { n: null }].map(of)).toEqual([2, 2]);
  });

  it('follows the default of a variable that is left out', () => {
    const text = 'query ($n: Int = 50) { things(first: $n) { edges { cursor } } }';
    expect([cost(text), cost(text, { n: 2 })]).toEqual([102, 6]);
  });

  it('takes no name of a variable for something else', () =>
    expect(cost('query ($constructor: Int) { things(first: $constructor) { edges { cursor } } }')).toBe(2));

  it('counts both ends, where the variables choose one', () => {
    const text = 'query ($a: Int, $b: Int) { things(first: $a, last: $b) { edges { cursor } } }';
    expect([cost(text, { a: null, b: 100 }), cost(text, { b: 100 }), cost(text, { a: 100 })]).toEqual([202, 202, 202]);
  });

  it('counts a fragment wherever it is spread', () => {
    const page = 'fragment P on ThingConnection { edges { cursor } }';
    expect(
      cost(`query ($n: Int) { a: things(first: $n) { ...P } b: things(last: 3) { ...P } } ${page}`, { n: 5 }),
    ).toBe(2 + 2 * 5 + 2 + 2 * 3);
  });

  it('is worked out in no time where fragments double', () => {
    const fragments = Array.from(
      { length: 40 },
      (_, n) =>
        `fragment F${n} on Thing { a: things(first: $n) { edges { node { ...F${n + 1} } } } b: parts { ...F${n + 1} } }`,
    );
    const text = `query ($n: Int) { node { ...F0 } } ${fragments.join(' ')} fragment F40 on Thing { id }`;
    expect(cost(text, { n: 2 })).toBeGreaterThan(1e30);
  });

  it('lets a tool ask for the whole schema, and not many times', () => {
    const published = buildSchema(readSdl());
    const document = parse(getIntrospectionQuery());
    const once = costOf(published, document, document.definitions[0] as OperationDefinitionNode)({});
    expect(once).toBeLessThan(costMax);
    expect(4 * once).toBeGreaterThan(costMax);
  });
});
