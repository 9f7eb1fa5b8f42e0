import { existsSync } from 'node:fs';
import type { EventStore } from '#event-store';
import { type Vault, openSqliteVault } from '#privacy';
import { type ProofLog, openSqliteProofLog } from '#proof';
import { filesIn, readConfig } from '../../ledger/config.js';
import { ledgerPlace, openLedgerAt } from '../../ledger/ledger-place.js';
import { CheckpointKeys } from '../../ledger/proof/checkpoint-keys.js';
import { masterKeyAtHand } from '../backup/examine-copy.js';
import { assertLedger, assertNoBackup } from '../open-books.js';
import { CommandRefused } from '../outcome.js';
import { exitCodes } from '../terminal.js';

export interface KeysHere {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly log: ProofLog;
  readonly keys: CheckpointKeys;
}

const openVaultHere = async (): Promise<Vault> => {
  const { data, masterKey } = readConfig();
  const { keys, masterKey: masterKeyFile } = filesIn(data);
  const key = masterKeyAtHand({ masterKey, masterKeyFile });
  if (!existsSync(keys))
    throw new CommandRefused('KEYS_MISSING', `${keys} is missing: start the server once.`, exitCodes.fault);
  if (!key) throw new CommandRefused('MASTER_KEY_MISSING', 'Set WAVEBOOK_MASTER_KEY to the key that the server uses.');
  return openSqliteVault({ file: keys, masterKey: key });
};

/**
 * Opens the keys of WAVEBOOK_DATA for as long as the work takes, beside a server or without one.
 * @throws CommandRefused LEDGER_MISSING, BACKUP_IN_PLACE, KEYS_MISSING, MASTER_KEY_MISSING; VaultError
 */
export const withKeys = async <Result>(work: (here: KeysHere) => Promise<Result>): Promise<Result> => {
  const config = readConfig();
  const { data } = config;
  assertLedger(config);
  assertNoBackup(data);
  const vault = await openVaultHere();
  const log = openSqliteProofLog(filesIn(data).proof);
  const store = await openLedgerAt(ledgerPlace(config));
  try {
    return await work({ store, vault, log, keys: await CheckpointKeys.open({ store, vault }, log) });
  } finally {
    await store.close();
    await log.close();
    await vault.close();
  }
};
