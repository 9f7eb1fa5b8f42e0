import { existsSync } from 'node:fs';
import { type Vault, isVaultError, openSqliteVault } from '#privacy';
import { type Config, filesIn } from '../../ledger/config.js';
import { masterKeyAtHand } from '../backup/examine-copy.js';
import { pageFlaws } from '../sqlite-file.js';
import type { Finding } from './finding.js';

export interface KeysChecked {
  readonly findings: readonly Finding[];
  /** Open, where it could be opened. The caller closes it. */
  readonly vault?: Vault;
}

const putBack = 'Stop the server, and put back the latest copy of it: a server that starts without it makes a new one.';

const found = (code: string, sentence: string, remedy: string): KeysChecked => ({
  findings: [{ part: 'keys', code, found: sentence, remedy }],
});

/** Opens the keys of a data folder with the master key. Makes neither of them where it is not there. */
export const checkKeys = async ({
  data,
  masterKey: configured,
}: Pick<Config, 'data' | 'masterKey'>): Promise<KeysChecked> => {
  const { keys: file, masterKey: masterKeyFile, manifest } = filesIn(data);
  if (!existsSync(file)) return found('KEYS_MISSING', `There is no ${file}: nothing sealed can be opened.`, putBack);
  const flaws = pageFlaws(file);
  if (flaws.length > 0) return found('KEYS_DAMAGED', `${file}: ${flaws.join('; ')}.`, putBack);
  try {
    const masterKey = masterKeyAtHand({ masterKey: configured, masterKeyFile });
    if (masterKey) return { findings: [], vault: await openSqliteVault({ file, masterKey }) };
    // Whoever has both can read all personal data: nobody is to put them together for this.
    const remedy = existsSync(manifest)
      ? 'Set WAVEBOOK_MASTER_KEY, and check again; leave the key itself away from the backup.'
      : `Set WAVEBOOK_MASTER_KEY, or put the key into ${masterKeyFile}, and check again.`;
    return found('MASTER_KEY_MISSING', 'The master key is not here, so that nothing sealed could be opened.', remedy);
  } catch (error) {
    if (!isVaultError(error)) throw error;
    const remedy = 'Set WAVEBOOK_MASTER_KEY to the key that this keys.db was made with.';
    return found(error.code, `${error.message}.`, error.code.startsWith('MASTER_KEY') ? remedy : putBack);
  }
};

/** The tokens, as far as SQLite itself can tell. */
export const checkTokens = (data: string): readonly Finding[] => {
  const { access: file } = filesIn(data);
  const remedy =
    'Stop the server and remove the file: the next start makes a new admin token. Others are made anew with “wavebook token create”.';
  return (existsSync(file) ? pageFlaws(file) : []).map((flaw) => ({
    part: 'tokens',
    code: 'TOKENS_DAMAGED',
    found: `${file}: ${flaw}.`,
    remedy,
  }));
};
