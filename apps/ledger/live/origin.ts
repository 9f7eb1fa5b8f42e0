/** The origin of an address as browsers write it; undefined when the text is no address. */
const originOf = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/**
 * Whether a page of this origin may open a socket: one that the server itself served, or one that is named. What is no
 * browser sends no origin, and comes in; it cannot be made to do so by a page that somebody happens to look at.
 */
export const mayConnect = (
  { origin, host }: { readonly origin?: string | undefined; readonly host?: string | undefined },
  named: readonly string[],
): boolean => {
  if (origin === undefined) return true;
  const from = originOf(origin);
  if (!from || from.origin === 'null') return false;
  // A proxy in front may have ended TLS: the scheme is the page's to say, host and port have to be ours.
  const own = originOf(`${from.protocol}//${host ?? ''}`);
  return own?.host === from.host || named.includes(from.origin);
};
