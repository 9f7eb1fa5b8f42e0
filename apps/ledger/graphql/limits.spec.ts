import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery, parse } from 'graphql';
import { bracketsMax, depthMax, documentTokensMax, excessOfDocument, excessOfText, fieldsMax } from './limits.js';

const excess = (document: string) => excessOfDocument(parse(document));
const nested = (depth: number): string => (depth === 1 ? '{ b }' : `{ a ${nested(depth - 1)} }`);
const tooDeep = { code: 'TOO_DEEP', max: depthMax };

describe('the depth limit', () => {
  it('lets the deepest allowed operation through', () => expect(excess(nested(depthMax))).toBeUndefined());

  it('refuses one level more', () => expect(excess(nested(depthMax + 1))).toEqual(tooDeep));

  it('counts through fragments, named and inline', () => {
    const fragments = `fragment F on Query ${nested(7)} query { a { a { a { ... on Query { a { a { ...F } } } } } } }`;
    expect(excess(fragments)).toBeUndefined();
    expect(excess(fragments.replace('query { a', 'query { a { a').concat('}'))).toEqual(tooDeep);
  });

  it('measures a fragment once, however often it is spread', () => {
    const doubling = Array.from({ length: 40 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    expect(excess(`${doubling.join(' ')} fragment F40 on Query { b } { ...F0 }`)).toBeUndefined();
  });

  it('comes to an end when fragments go round', () =>
    expect(excess('fragment F on Query { a { ...G } } fragment G on Query { a { ...F } } { ...F }')).toBeUndefined());

  it('lets tools ask for the schema', () => expect(excess(getIntrospectionQuery())).toBeUndefined());

  it('does not let an operation hide behind such a question', () =>
    expect(excess(`{ __typename a ${nested(depthMax)} }`)).toEqual(tooDeep));
});

describe('the counts', () => {
  it.each([
    ['TOO_MANY_FIELDS', (count: number) => `{ ${'b '.repeat(count)} }`, 300],
    ['TOO_MANY_ALIASES', (count: number) => `{ ${'a: b '.repeat(count)} }`, 100],
    ['TOO_MANY_DIRECTIVES', (count: number) => `{ b ${'@d '.repeat(count)} }`, 50],
    ['TOO_MANY_DEFINITIONS', (count: number) => 'query { b } '.repeat(count), 50],
  ])('%s: as many as allowed pass, one more does not', (code, document, max) => {
    expect(excess(document(max))).toBeUndefined();
    expect(excess(document(max + 1))).toEqual({ code, max });
  });

  it('includes what stands in fragments', () =>
    expect(excess(`{ ...F } fragment F on Query { ${'b '.repeat(fieldsMax + 1)} }`)).toMatchObject({
      code: 'TOO_MANY_FIELDS',
    }));
});

describe('the text of a document', () => {
  it.each([
    ['braces', '{', '}'],
    ['brackets', '[', ']'],
    ['parentheses', '(', ')'],
    ['all of them in turn', '{([', '])}'],
  ])('may nest %s so far, and no further', (_what, open, close) => {
    const level = bracketsMax / open.length;
    const text = (levels: number) => open.repeat(levels) + close.repeat(levels);
    expect(excessOfText(text(Math.floor(level)))).toBeUndefined();
    expect(excessOfText(text(Math.floor(level) + 1))).toEqual({ code: 'TOO_DEEP', max: bracketsMax });
  });

  it('may have any number of brackets beside each other', () =>
    expect(excessOfText('{}'.repeat(2_000))).toBeUndefined());

  it('may have so many words and signs, and no more', () => {
    expect(excessOfText('a '.repeat(documentTokensMax))).toBeUndefined();
    expect(excessOfText('a '.repeat(documentTokensMax + 1))).toMatchObject({ code: 'TOO_MANY_TOKENS' });
  });

  it('counts no brackets within texts and comments', () =>
    expect(excessOfText(`"${'{'.repeat(500)}" """${'{'.repeat(500)}""" #${'{'.repeat(500)}`)).toBeUndefined());

  it('is read no further than the limits', () =>
    expect(excessOfText(`${'{'.repeat(500)} "this text has no end`)).toMatchObject({ code: 'TOO_DEEP' }));
});
