import { openKeyFile } from './key-file.js';

/**
 * Sets checkpoints that lie behind a position back to it, in a copy of a key store whose ledger ends there: otherwise
 * what that ledger is told next would count as handled already, and an erasure would not be carried out.
 * @throws VaultError VAULT_FOREIGN, VAULT_NEWER
 */
export const rewindCheckpoints = (file: string, position: bigint): void => {
  const db = openKeyFile(file);
  try {
    db.prepare('UPDATE checkpoint SET position = ? WHERE position > ?').run(position, position);
  } finally {
    db.close();
  }
};
