import type { Refusal } from '#kernel';
import { firstRepeated } from '../repeated.js';
import type { Option } from './decision.state.js';
import { refuse } from './decision.words.js';

const optionsMin = 2;
/** There is a letter for each. */
const optionsMax = 26;

const plain = (title: string): string => title.trim().replace(/\s+/g, ' ').toLowerCase();
const keyAt = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

/** Options with their letters, in the order given. */
export const keyed = <Given extends { title: string }>(options: readonly Given[]): (Given & { key: string })[] =>
  options.map((option, index) => ({ key: keyAt(index), ...option }));

/** What is wrong with a list of options; `fieldOf` is the path of one title in the input. */
export const refusedOptions = (
  options: readonly { title: string }[],
  fieldOf: (index: number) => string,
): Refusal | undefined => {
  const titles = options.map(({ title }) => plain(title));
  if (titles.length < optionsMin) return refuse('OPTIONS_TOO_FEW', { count: titles.length }, 'options');
  if (titles.length > optionsMax)
    return refuse('OPTIONS_TOO_MANY', { count: titles.length, max: optionsMax }, 'options');
  const repeated = firstRepeated(titles, (title) => title);
  if (repeated !== -1) return refuse('OPTION_REPEATED', { title: options[repeated]!.title }, fieldOf(repeated));
  const misleading = titles.findIndex((title, index) =>
    titles.some((_, other) => other !== index && title === plain(keyAt(other))),
  );
  if (misleading < 0) return undefined;
  return refuse(
    'OPTION_TITLE_MISLEADS',
    { title: options[misleading]!.title, key: keyAt(misleading) },
    fieldOf(misleading),
  );
};

/** The option that somebody names by its letter or by its title. */
export const chosenFrom = (options: readonly Option[], named: string): Option | Refusal => {
  const wanted = plain(named);
  const chosen = options.find(({ key, title }) => plain(key) === wanted || plain(title) === wanted);
  const offered = options.map(({ key, title }) => `${key} ${title}`);
  return chosen ?? refuse('OPTION_UNKNOWN', { option: named, options: offered }, 'option');
};

/** Are these the same options, word for word and in the same order? */
export const areSame = (some: readonly Option[], others: readonly Option[]): boolean =>
  some.length === others.length &&
  some.every(({ title, description }, index) => {
    const other = others[index]!;
    return title === other.title && description === other.description;
  });
