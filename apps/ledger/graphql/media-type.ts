/** What answers are written in (GraphQL over HTTP, working draft). The newer one tells errors of a request by its status. */
export const responseType = 'application/graphql-response+json';
export const legacyType = 'application/json';

/** How much a reader likes a media type, 0 to 1 (RFC 9110, Accept); undefined when it is not named. */
const likingOf = (accept: string, type: string): number | undefined => {
  for (const range of accept.toLowerCase().split(',')) {
    const [name = '', ...parameters] = range.split(';').map((each) => each.trim());
    if (name !== type) continue;
    const quality = parameters.find((each) => each.startsWith('q='))?.slice(2);
    return quality === undefined ? 1 : Number(quality) || 0;
  }
  return undefined;
};

/** The newer media type is given to those who name it and do not like the older one better. */
export const asksForResponseType = (accept: string | undefined): boolean => {
  if (accept === undefined || !accept.includes('graphql-response')) return false;
  const liking = likingOf(accept, responseType) ?? 0;
  return liking > 0 && liking >= (likingOf(accept, legacyType) ?? 0);
};
