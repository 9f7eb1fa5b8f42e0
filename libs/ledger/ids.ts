import { createHmac } from 'node:crypto';
import { stringify, v5, validate } from 'uuid';

/**
 * All ids that a command brings into the world follow from its own id (UUID version 5, RFC 9562): the same command asked
 * again writes the same events, and finds the book that it opened.
 */
export const eventIdOf = (commandId: string, index: number): string => v5(String(index), commandId);
export const programmeIdOf = (commandId: string): string => v5('programme', commandId);

/** New ids for a decider, in the order in which it asks for them. */
export const newIdsOf = (commandId: string): (() => string) => {
  let n = 0;
  return () => v5(`new-${++n}`, commandId);
};

/**
 * The clock's command on a book at a revision on a day: two clocks that see the same book give the same command. Keyed by
 * a secret (UUID version 8 of an HMAC): whoever could work it out would use it up beforehand and keep the clock silent.
 */
export const clockCommandIdOf = (secret: Buffer, programmeId: string, today: string, revision: bigint): string => {
  const bytes = createHmac('sha256', secret).update(`${programmeId}/${today}/${revision}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return stringify(bytes);
};

export const isUuid = validate;
