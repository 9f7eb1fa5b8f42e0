import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { questionsOf } from './questions.js';

type Who = Parameters<typeof questionsOf>[0]['contextValue'];

const manager = { id: 'a', role: 'manager' } as const;
const grant = { tokenId: 't', actor: manager, programmes: 'all', units: 'all' } as const;
const who: Who = {
  actor: manager,
  grant,
  language: 'en',
  traceId: '1',
  log: { error: () => undefined, debug: () => undefined },
};

const query =
  'subscription ($after: Position, $full: Boolean!) { line(after: $after) { id text @include(if: $full) } }';
const asked = { query, variables: { after: '1', full: true } };
const question = (other: Partial<Who> = {}, ask: object = {}, sees: 'ROLE' | 'ACTOR' = 'ROLE') => {
  const whole = { ...asked, ...ask };
  return questionsOf({ document: parse(whole.query), contextValue: { ...who, ...other } }, whole, sees);
};

describe('the question of a subscriber', () => {
  it('is shared by those who came by different tokens and stand at different places', () => {
    const other = { ...manager, id: 'b' };
    expect(question({ actor: other, grant: { ...grant, tokenId: 'u', actor: other } })).toBe(question());
    expect(question({}, { variables: { full: true, after: '99' } })).toBe(question());
  });

  it.each<[string, Partial<Who>, object]>([
    ['role', { actor: { ...manager, role: 'viewer' } }, {}],
    ['language', { language: 'nb' }, {}],
    ['scope of programmes', { grant: { ...grant, programmes: new Set(['p']) } }, {}],
    ['scope of units', { grant: { ...grant, units: new Set(['u']) } }, {}],
    ['document', {}, { query: query.replace('text', 'text2') }],
    ['name of the operation', {}, { operationName: 'a' }],
    ['variable that the answer depends on', {}, { variables: { after: '1', full: false } }],
  ])('differs with another %s', (_what, other, ask) => expect(question(other, ask)).not.toBe(question()));

  it('differs with who asks, where an answer depends on that', () => {
    const other = { actor: { ...manager, id: 'b' } };
    expect(question(other, {}, 'ACTOR')).not.toBe(question({}, {}, 'ACTOR'));
    expect(question({}, {}, 'ACTOR')).toBe(question({}, {}, 'ACTOR'));
  });

  it('counts a variable in a fragment, and in a directive on the field itself', () => {
    const inFragment = 'subscription ($a: Int, $b: Int) { ...f } fragment f on Subscription { line(after: $a) { id } }';
    const onField = 'subscription ($a: Boolean!) { line @include(if: $a) { id } }';
    for (const text of [inFragment, onField])
      expect(question({}, { query: text, variables: { a: 1 } })).not.toBe(
        question({}, { query: text, variables: { a: 2 } }),
      );
  });
});
