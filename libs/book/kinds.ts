import type { EventDefinition } from '#kernel';
import { z } from 'zod';
import { DecisionRecordCorrected } from './decision/decision.events.js';
import { formOf } from './decision/decision.rules.js';

/**
 * What a value is, by the place that it comes from. Never by its looks: a school may be called “LIVE” or “2018-01-15”, and
 * reads so. `id` reads as the thing's name, `code` as a word, `day` in the reader's order, all else as it stands.
 */
export type Kind = 'id' | 'code' | 'day' | 'plain';

const inner = (schema: unknown): unknown =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? inner(schema.unwrap())
    : schema instanceof z.ZodArray
      ? inner(schema.element)
      : schema;

const fieldOf = (schema: unknown, name: string): unknown => {
  if (!(schema instanceof z.ZodObject)) return undefined;
  return inner((schema.shape as Record<string, unknown>)[name]);
};

const kindOf = (schema: unknown): Kind => {
  if (schema instanceof z.ZodUUID) return 'id';
  if (schema instanceof z.ZodEnum) return 'code';
  return schema instanceof z.ZodISODate ? 'day' : 'plain';
};

const known = new WeakMap<EventDefinition, Map<string, Kind>>();

/** What stands at a path of an event's data, such as `reason.code` or `periods.0.periodStart`, by the event's schema. */
const kindAt = (definition: EventDefinition, path: string): Kind => {
  const kinds = known.get(definition) ?? new Map<string, Kind>();
  known.set(definition, kinds);
  const before = kinds.get(path);
  if (before) return before;
  const names = path.split('.').filter((name) => !/^\d+$/.test(name));
  const kind = kindOf(names.reduce<unknown>((schema, name) => fieldOf(schema, name), inner(definition.schema)));
  kinds.set(path, kind);
  return kind;
};

/** What stands at a path of one event's data. A corrected part of a decision's record is what that part is. */
export const kindIn = (definition: EventDefinition, data: unknown, path: string): Kind => {
  if (definition.type !== DecisionRecordCorrected.type || path !== 'value') return kindAt(definition, path);
  return formOf[(data as { field: keyof typeof formOf }).field] === 'Date' ? 'day' : 'plain';
};

/** The values of refusals that are codes and days, by their names: the same name is the same kind in all slices. */
const codes: ReadonlySet<string> = new Set(['status', 'part']);
const dayName = /(On|By|From|Start|End|Return)$/;

/** What a value of a refusal is, by its name. */
export const kindOfValue = (name: string): Kind => (codes.has(name) ? 'code' : dayName.test(name) ? 'day' : 'plain');
