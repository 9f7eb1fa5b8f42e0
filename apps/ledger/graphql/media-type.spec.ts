import { describe, expect, it } from '@jest/globals';
import { asksForResponseType } from './media-type.js';

describe('the media type of an answer', () => {
  it.each([
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['application/graphql-response+json', true],
    ['Application/json, application/graphql-response+json; charset=utf-8', true],
    ['application/graphql-response+json;q=0.9, application/json;q=0.8', true],
    ['application/graphql-response+json;q=0.1, application/json', false],
    ['application/graphql-response+json;q=0', false],
    ['application/graphql-response+jsonp', false],
  ])('for Accept %p is the newer one: %p', (accept, expected) => expect(asksForResponseType(accept)).toBe(expected));
});
