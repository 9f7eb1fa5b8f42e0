import { describe, expect, it } from '@jest/globals';
import { languages, placeholdersOf } from '#kernel';
import { edgePhrases } from './edge.words.js';

describe('what the edge answers', () => {
  it.each(Object.entries(edgePhrases))('%s names the same things in every language', (_code, phrase) => {
    for (const language of languages)
      expect(placeholdersOf(phrase[language]).toSorted()).toEqual(placeholdersOf(phrase.en).toSorted());
  });
});
