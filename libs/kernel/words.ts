/** The languages Wavebook speaks, as BCP 47 primary tags: Norwegian Bokmål, Danish, Swedish, English. */
export const languages = ['nb', 'da', 'sv', 'en'] as const;
export type Language = (typeof languages)[number];

/** One sentence in every language. `{name}` is filled in; `[… {name} …]` is left out when `name` is absent. */
export type Phrase = Readonly<Record<Language, string>>;

/** The names between braces in a sentence, as a type: `'{wave} is {status}'` needs `wave` and `status`. */
export type ParameterOf<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

/**
 * How the value at a path reads inside a sentence: a date in the reader's order, an id as the thing's name, a code as a
 * word. Undefined when there is nothing to say of it; a text then reads as it stands.
 */
export type Say = (value: unknown, language: Language, path: string) => string | undefined;

const placeholder = /\{([\w.]+)\}/g;
const optionalPart = /\[([^\][]*)\]/g;

const valueAt = (values: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], values);

/** Fills a sentence in. A placeholder without a value reads as “–”, so that a sentence never breaks a page. */
export const fill = (sentence: string, values: unknown, language: Language, say: Say): string => {
  const saidAt = (path: string) => {
    const value = valueAt(values, path);
    const said = value === undefined || value === null ? undefined : say(value, language, path);
    return said ?? (typeof value === 'string' ? value : undefined);
  };
  return sentence
    .replace(optionalPart, (_whole, part: string) =>
      [...part.matchAll(placeholder)].every(([, path]) => saidAt(path!) !== undefined) ? part : '',
    )
    .replace(placeholder, (_whole, path: string) => saidAt(path) ?? '–');
};

/** The placeholders of a sentence, for tests that hold sentences against event schemas. */
export const placeholdersOf = (sentence: string): string[] =>
  [...sentence.matchAll(placeholder)].map(([, path]) => path!);
