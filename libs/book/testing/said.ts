import type { Refusal } from '#kernel';
import { sayRefusal } from '../say.js';

/** What a user reads when a command is refused, in English. */
export const said = (outcome: { readonly refusals: () => readonly Refusal[] }): readonly string[] =>
  outcome.refusals().map((refusal) => sayRefusal(refusal, 'en'));
