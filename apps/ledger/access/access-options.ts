import type { Vault } from '#privacy';
import { type Config, filesIn } from '../config.js';
import type { AccessOptions } from './access.js';
import type { AccessLog } from './grant.js';

/** The name of the vault's secret that pseudonyms of signed-in people are made with: it lasts as long as the keys. */
const pseudonymSecret = 'oidc-pseudonym';

/** Who may come in, as the configuration says. */
export const accessOptions = async (
  { data, adminToken, oidc }: Pick<Config, 'data' | 'adminToken' | 'oidc'>,
  vault: Pick<Vault, 'secret'>,
  log: AccessLog,
): Promise<AccessOptions> => ({
  file: filesIn(data).access,
  adminToken,
  oidc: oidc && { ...oidc, pseudonymKey: await vault.secret(pseudonymSecret) },
  log,
});
