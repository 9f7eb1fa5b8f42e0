import { openSqliteTokenStore } from '../../ledger/access/sqlite-token-store.js';
import type { TokenStore } from '../../ledger/access/token-store.js';
import { type StoredToken, isInForce } from '../../ledger/access/token.js';
import { filesIn, readConfig } from '../../ledger/config.js';
import { assertLedger, assertNoBackup } from '../open-books.js';

/**
 * Opens the tokens of WAVEBOOK_DATA for as long as the work takes.
 * @throws CommandRefused LEDGER_MISSING, BACKUP_IN_PLACE; AccessError
 */
export const withTokens = async <Result>(work: (store: TokenStore) => Promise<Result>): Promise<Result> => {
  const config = readConfig();
  const { data } = config;
  assertLedger(config);
  assertNoBackup(data);
  const store = openSqliteTokenStore(filesIn(data).access);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

export type TokenStatus = 'in force' | 'expired' | 'revoked';

const statusOf = (token: StoredToken, atMs: number): TokenStatus => {
  if (token.revokedAt !== null) return 'revoked';
  return isInForce(token, atMs) ? 'in force' : 'expired';
};

/** A token as people and scripts are shown it: without its hash. */
export const shown = ({ sha256: _, ...token }: StoredToken, atMs: number) => ({
  ...token,
  status: statusOf({ sha256: _, ...token }, atMs),
});
