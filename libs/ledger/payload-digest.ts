import { createHmac } from 'node:crypto';

/** JSON with the keys of every object in order, so that the same payload always reads the same. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'bigint') return String(inner);
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

/**
 * What tells two payloads apart. Keyed (HMAC-SHA-256, RFC 2104): a plain hash of a payload with a name in it could be
 * guessed back to the name, also after the person was erased.
 */
export const payloadDigest = (secret: Buffer, payload: unknown): string =>
  createHmac('sha256', secret).update(canonicalJson(payload)).digest('base64url');
