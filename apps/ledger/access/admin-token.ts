import { hashOfToken, makeToken, storedToken } from './token.js';
import type { TokenStore } from './token-store.js';

/** The id of the first admin's token, which is there from the first start on. */
const adminId = 'admin';

export interface AdminToken {
  /** A token that was made just now. */
  readonly made?: string;
  /** The configured token lets no admin in: it has been revoked, and stays so, or it is somebody's whose role is another. */
  readonly refused: boolean;
}

/**
 * Sees to it that there is an admin: on the first start with the configured token or with a new one, later by putting a
 * configured token in the place of the earlier one. The pseudonym stays. What was revoked never comes back, also not when
 * another one was configured in between.
 */
export const establishAdmin = async (
  store: TokenStore,
  configured: string | undefined,
  now: Date,
): Promise<AdminToken> => {
  const terms = { label: 'the first admin', role: 'admin', programmes: 'all', units: 'all' } as const;
  const token = configured ?? makeToken(terms, now).token;
  const sha256 = hashOfToken(token);
  const kept = await store.establish(adminId, (before, isTaken) => {
    if (before && (configured === undefined || before.sha256 === sha256 || isTaken(sha256))) return before;
    return storedToken(adminId, token, { ...terms, actorId: before?.actorId }, now);
  });
  const stands = kept.sha256 === sha256;
  return {
    ...(configured === undefined && stands ? { made: token } : {}),
    refused: configured !== undefined && (!stands || kept.revokedAt !== null),
  };
};
