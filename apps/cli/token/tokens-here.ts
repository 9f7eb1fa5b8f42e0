import type { TokenStore } from '../../ledger/access/token-store.js';
import { type StoredToken, isInForce } from '../../ledger/access/token.js';
import { openBeside } from '../../ledger/beside-ledger.js';
import { readConfig } from '../../ledger/config.js';
import { assertLedger, assertNoBackup } from '../open-books.js';

/**
 * Opens the tokens of the ledger for as long as the work takes.
 * @throws CommandRefused LEDGER_MISSING, BACKUP_IN_PLACE; AccessError, PostgresError
 */
export const withTokens = async <Result>(work: (store: TokenStore) => Promise<Result>): Promise<Result> => {
  const config = readConfig();
  assertLedger(config);
  assertNoBackup(config.data);
  const beside = await openBeside(config);
  try {
    const store = await beside.tokens();
    return await work(store).finally(() => store.close());
  } finally {
    await beside.close();
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
