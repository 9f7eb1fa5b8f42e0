import { z } from 'zod';

/** A personal value as the book holds it: ciphertext under the key of one person, opened only where it is shown. */
export interface Sealed {
  readonly person: string;
  readonly sealed: string;
}

const sealed = z.strictObject({ person: z.uuid(), sealed: z.string() });
const marked = new WeakSet<z.ZodType>();

/**
 * Marks a field as personal: sealed under the key of the person whose `personId` stands beside it in the same object.
 * Deciders write it in clear; from the append on it is `Sealed`. See ADR 0006.
 */
export const personal = (clear: z.ZodType<string>): z.ZodType<string | Sealed> => {
  const field = z.union([clear, sealed]).meta({ personal: true });
  marked.add(field);
  return field;
};

/** Tells ciphertext from clear text in a field that is personal. */
export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' && value !== null && typeof (value as Sealed).sealed === 'string' && 'person' in value;

const inner = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? inner(schema.unwrap() as z.ZodType) : schema;

/** Dotted paths of the personal fields of an event schema, e.g. `['name', 'motivatedLeader.name']`. */
export const personalPathsOf = (schema: z.ZodType, at = ''): string[] => {
  const plain = inner(schema);
  if (marked.has(plain)) return [at];
  if (plain instanceof z.ZodArray && personalPathsOf(plain.element as z.ZodType, at).length > 0)
    throw new Error(`${at} is a list that holds personal fields; give each person an event of their own`);
  if (!(plain instanceof z.ZodObject)) return [];
  return Object.entries(plain.shape).flatMap(([key, field]) =>
    personalPathsOf(field as z.ZodType, at ? `${at}.${key}` : key),
  );
};

/** A sealed value in a row of a read model, with the place in the event that it was sealed for. */
export interface SealedField extends Sealed {
  readonly eventId: string;
  readonly path: string;
}

/** Copies a personal field of an event into a row, still sealed. Undefined when the event has none there. */
export const carry = (
  event: { readonly id: string; readonly data: unknown },
  path: string,
): SealedField | undefined => {
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], event.data);
  if (value === undefined) return undefined;
  if (!isSealed(value))
    throw new Error(`${path} of event ${event.id} is personal and must be sealed before it is projected`);
  return { ...value, eventId: event.id, path };
};
