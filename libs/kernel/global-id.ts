/** Ids on the wire: opaque and global, `Wave:<uuid>` in base64url. Relay's object identification. */
export const globalId = (type: string, id: string): string => btoa(`${type}:${id}`).replace(/=+$/, '');

/** The text that a client sent back to us in base64; empty when it is none. */
export const fromBase64 = (value: string): string =>
  /^[A-Za-z0-9+/]{1,400}$/.test(value) && value.length % 4 !== 1 ? atob(value) : '';

/** The type and the plain id within a global id; undefined when the text is none. */
export const parseGlobalId = (value: string): { type: string; id: string } | undefined => {
  const [type, id, ...rest] = fromBase64(value).split(':');
  return type && id && rest.length === 0 ? { type, id } : undefined;
};

/** The plain id behind a global one; what is not global is taken as it is. */
export const plainId = (value: string): string => parseGlobalId(value)?.id ?? value.toLowerCase();
