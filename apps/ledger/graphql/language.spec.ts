import { describe, expect, it } from '@jest/globals';
import { negotiateLanguage } from './language.js';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['nb-NO', 'nb'],
    ['no', 'nb'],
    ['nn, en;q=0.8', 'nb'],
    ['da-DK,da;q=0.9,en;q=0.8', 'da'],
    ['en;q=0.2, sv;q=0.9', 'sv'],
    ['fr, de;q=0.9, sv;q=0.1', 'sv'],
    ['fr, *', 'en'],
    ['nb;q=0, da;q=0.1', 'da'],
    ['SV', 'sv'],
    ['nb;q=nonsense', 'en'],
  ])('for %j is %s', (header, language) => expect(negotiateLanguage(header)).toBe(language));
});
