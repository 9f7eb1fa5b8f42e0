/** Ids on the wire: opaque and global, `Wave:<uuid>` in base64url. Relay's object identification. */
export const globalId = (type: string, id: string): string => btoa(`${type}:${id}`).replace(/=+$/, '');

export const parseGlobalId = (value: string): { type: string; id: string } | undefined => {
  if (!/^[A-Za-z0-9+/]{8,400}$/.test(value)) return undefined;
  const [type, id, ...rest] = atob(value).split(':');
  return type && id && rest.length === 0 ? { type, id } : undefined;
};

/** The plain id behind a global one; what is not global is taken as it is. */
export const plainId = (value: string): string => parseGlobalId(value)?.id ?? value.toLowerCase();
