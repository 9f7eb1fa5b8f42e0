import type { Instant, LocalDate } from '#kernel';
import type { StoredToken } from './token.js';

/**
 * Where tokens are kept. Several processes share it: the server reads, the command line writes beside it. Every write is
 * durable when its promise resolves.
 */
export interface TokenStore {
  /** All tokens, also those that have ended, the oldest first. */
  all(): Promise<readonly StoredToken[]>;
  /** @throws when a token of that id or hash is there already */
  add(token: StoredToken): Promise<void>;
  /**
   * Puts a token in its place in one step: `decide` is given what is kept under the id, and what it returns stands from then
   * on. Returns that. Two processes that start at once come to the same. A revoked token that gives up its place stays in
   * the list under another id. `isTaken` tells whether a hash is that of a token under another id, in force or ended.
   */
  establish(
    id: string,
    decide: (kept: StoredToken | undefined, isTaken: (sha256: string) => boolean) => StoredToken,
  ): Promise<StoredToken>;
  /** Ends a token for ever. False when there is none of that id in force. */
  revoke(id: string, at: Instant): Promise<boolean>;
  /** Remembers the last day that these let somebody in. */
  markUsed(ids: readonly string[], day: LocalDate): Promise<void>;
  /** Whether another process has written since this was last asked. May be true, too, when this one has. */
  changed(): Promise<boolean>;
  close(): Promise<void>;
}

/** Characters of its hash that tell a revoked token from others that had its place. */
const idLength = 12;

/** Under which id a revoked token stays in the list when another one has taken its place. */
export const idOfEnded = ({ id, sha256 }: StoredToken): string => `${id}-${sha256.slice(0, idLength)}`;

/** The list of tokens cannot be used. The message tells why, and what to do. */
export class AccessError extends Error {
  override readonly name = 'AccessError';
}
