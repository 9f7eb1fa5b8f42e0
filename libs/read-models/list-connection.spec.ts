import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConnectionArgumentError } from './connection-arguments.js';
import { connectionOf } from './list-connection.js';

const page = (nodes: readonly string[], args: object) => connectionOf(nodes, args, (node) => node);
const letters = ['a', 'b', 'c', 'd', 'e'];
const nodesOf = ({ edges }: ReturnType<typeof page>) => edges.map(({ node }) => node).join('');

describe('a connection over a list', () => {
  it('gives what is asked for from either end', () => {
    expect(nodesOf(page(letters, { first: 2 }))).toBe('ab');
    expect(nodesOf(page(letters, { last: 2 }))).toBe('de');
    expect(page(letters, { first: 2 }).pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(page(letters, { last: 5 }).pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
  });

  it('goes through a list of any length, in pages of any size, from both ends', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), fc.integer({ min: 1, max: 7 }), (nodes, size) => {
        const forwards: string[] = [];
        for (let after: string | null = null; ;) {
          const { edges, pageInfo } = page(nodes, { first: size, after });
          forwards.push(...edges.map(({ node }) => node));
          if (!pageInfo.hasNextPage) break;
          after = pageInfo.endCursor;
        }
        expect(forwards).toEqual(nodes);
        const backwards: string[] = [];
        for (let before: string | null = null; ;) {
          const { edges, pageInfo } = page(nodes, { last: size, before });
          backwards.unshift(...edges.map(({ node }) => node));
          if (!pageInfo.hasPreviousPage) break;
          before = pageInfo.startCursor;
        }
        expect(backwards).toEqual(nodes);
      }),
    ));

  it('holds its place when more entries come', async () => {
    const { pageInfo } = page(letters, { first: 2 });
    const grown = page([...letters, 'f'], { first: 9, after: pageInfo.endCursor });
    expect(nodesOf(grown)).toBe('cdef');
    expect(await grown.totalCount()).toBe(6);
  });

  it('gives nothing between cursors that have nothing between them', () => {
    const cursors = page(letters, { first: 5 }).edges.map(({ cursor }) => cursor);
    expect(nodesOf(page(letters, { first: 5, after: cursors[3], before: cursors[1] }))).toBe('');
  });

  it.each([
    [{ first: 2, after: 'x' }, 'CURSOR_INVALID', 'after'],
    [{ last: 2, before: 'x' }, 'CURSOR_INVALID', 'before'],
    [{}, 'PAGE_SIZE_MISSING', 'first'],
  ])('refuses %j', (args, code, argument) => {
    expect.assertions(2);
    expect(() => page(letters, args)).toThrow(ConnectionArgumentError);
    try {
      page(letters, args);
    } catch (error) {
      expect(error).toMatchObject({ code, argument });
    }
  });
});
