import { createHmac } from 'node:crypto';

/** JSON with the keys of every object in order, so that the same payload always reads the same. */
export const canonicalJson = (value: unknown): string => {
  if (typeof value === 'bigint') return `"${value}"`;
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = value as Readonly<Record<string, unknown>>;
  const present = Object.keys(fields).filter((key) => fields[key] !== undefined);
  return `{${present
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(fields[key])}`)
    .join()}}`;
};

/**
 * What tells two payloads apart. Keyed (HMAC-SHA-256, RFC 2104): a plain hash of a payload with a name in it could be
 * guessed back to the name, also after the person was erased.
 */
export const payloadDigest = (secret: Buffer, payload: unknown): string =>
  createHmac('sha256', secret).update(canonicalJson(payload)).digest('base64url');
