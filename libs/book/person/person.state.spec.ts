import { describe, expect, it } from '@jest/globals';
import { newId, none } from '#kernel';
import { meet, personsIn } from './person.state.js';

describe('the persons whom an event tells of', () => {
  const personalPaths = ['owner.name', 'owner.email', 'name'];

  it('are those beside whose data a person’s id stands', () =>
    expect(personsIn({ personalPaths }, { personId: newId(1), owner: { personId: newId(2) } })).toStrictEqual([
      newId(2),
      newId(2),
      newId(1),
    ]));
  it('are none where nobody is named', () =>
    expect(personsIn({ personalPaths }, { owner: { title: 'Director' } })).toStrictEqual([]));
  it('are none where the event tells of no such thing', () =>
    expect(personsIn({ personalPaths }, {})).toStrictEqual([]));
  it('are kept from the first time on, and stay as they are the next time', () => {
    const known = meet(none(), [newId(1)]);
    expect(known.get(newId(1))).toEqual({ id: newId(1), status: 'KEPT' });
    expect(meet(known, [newId(1)])).toBe(known);
  });
});
