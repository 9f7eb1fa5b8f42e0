import type { ParameterOf, Phrase } from './words.js';

/**
 * A rule that a command broke: a closed code, the values its sentence names, and the input field it is about
 * (a path such as `units.2.name`, absent when the rule is about the whole command). Refusing is a value, never thrown.
 */
export interface Refusal<Code extends string = string> {
  readonly refused: Code;
  readonly values: Readonly<Record<string, unknown>>;
  readonly field?: string;
}

/** The sentences of refusals, by code. */
export type RefusalPhrases = Readonly<Record<string, Phrase>>;

type Values<Sentence extends string> = [ParameterOf<Sentence>] extends [never]
  ? Record<never, never>
  : { readonly [Name in ParameterOf<Sentence>]: unknown };

/** Makes `refuse(code, values, field?)` for a slice's own codes; the English sentence decides which values it needs. */
export const refuser =
  <const Phrases extends RefusalPhrases>(_phrases: Phrases) =>
  <Code extends keyof Phrases & string>(
    code: Code,
    values: Values<Phrases[Code]['en']>,
    field?: string,
  ): Refusal<Code> => ({ refused: code, values, ...(field === undefined ? {} : { field }) });

/** Tells a refusal from events, or from whatever else a rule may answer. */
export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value;
