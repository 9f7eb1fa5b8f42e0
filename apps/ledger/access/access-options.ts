import type { Vault } from '#privacy';
import type { BesideLedger } from '../beside-ledger.js';
import type { Config } from '../config.js';
import type { AccessOptions } from './access.js';
import type { AccessLog } from './grant.js';

/** The name of the vault's secret that pseudonyms of signed-in people are made with: it lasts as long as the keys. */
const pseudonymSecret = 'oidc-pseudonym';

interface AccessParts {
  readonly vault: Pick<Vault, 'secret'>;
  readonly beside: Pick<BesideLedger, 'tokens'>;
}

/** Who may come in, as the configuration says. */
export const accessOptions = async (
  { adminToken, oidc }: Pick<Config, 'adminToken' | 'oidc'>,
  { vault, beside }: AccessParts,
  log: AccessLog,
): Promise<AccessOptions> => ({
  tokens: await beside.tokens(),
  adminToken,
  oidc: oidc && { ...oidc, pseudonymKey: await vault.secret(pseudonymSecret) },
  log,
});
