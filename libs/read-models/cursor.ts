import { ConnectionArgumentError } from './connection-arguments.js';

export type Direction = 'asc' | 'desc';
/** What a cursor can stand on: the value of an ordered column. */
export type OrderValue = string | number | boolean | null;

/** A place in an ordered list: the values that it is ordered by, and the key that decides between equals. */
export interface Place {
  readonly values: readonly OrderValue[];
  readonly key: string;
}

const isOrderValue = (value: unknown): value is OrderValue =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

/** `order` names the list's order, so that a cursor of one order is not taken for a place in another. */
export const encodeCursor = (order: string, { values, key }: Place): string =>
  Buffer.from(JSON.stringify([order, values, key])).toString('base64url');

/** @throws ConnectionArgumentError CURSOR_INVALID */
export const decodeCursor = (order: string, cursor: string, argument: string): Place => {
  const invalid = () => new ConnectionArgumentError('CURSOR_INVALID', argument, { argument });
  const bytes = Buffer.from(cursor, 'base64url');
  // Node skips what is not base64url; a cursor that was altered must not pass for the one that it came from.
  if (bytes.toString('base64url') !== cursor) throw invalid();
  let parts: unknown;
  try {
    parts = JSON.parse(bytes.toString());
  } catch {
    throw invalid();
  }
  if (!Array.isArray(parts) || parts.length !== 3) throw invalid();
  const [of, values, key] = parts as unknown[];
  if (of !== order || typeof key !== 'string' || !Array.isArray(values)) throw invalid();
  if (values.length !== order.split(',').filter(Boolean).length || !values.every(isOrderValue)) throw invalid();
  return { values, key };
};
