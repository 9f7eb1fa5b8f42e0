import { expect, it } from '@jest/globals';
import { languageOf } from './terminal.js';

it.each([
  ['nb-NO', 'nb'],
  ['nn_NO', 'nb'],
  ['no', 'nb'],
  ['da-DK', 'da'],
  ['sv', 'sv'],
  ['en-US', 'en'],
  ['fi-FI', 'en'],
  ['', 'en'],
])('a machine that is set to %j is spoken to in %s', (locale, language) => expect(languageOf(locale)).toBe(language));
