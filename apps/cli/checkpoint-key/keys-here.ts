import { existsSync } from 'node:fs';
import type { EventStore } from '#event-store';
import type { Vault } from '#privacy';
import type { ProofLog } from '#proof';
import { openBeside } from '../../ledger/beside-ledger.js';
import { type Config, filesIn, readConfig } from '../../ledger/config.js';
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

const masterKeyHere = ({ data, masterKey, readDatabaseUrl }: Config): Buffer => {
  const { keys, masterKey: masterKeyFile } = filesIn(data);
  if (readDatabaseUrl === undefined && !existsSync(keys))
    throw new CommandRefused('KEYS_MISSING', `${keys} is missing: start the server once.`, exitCodes.fault);
  const key = masterKeyAtHand({ masterKey, masterKeyFile });
  if (key) return key;
  throw new CommandRefused('MASTER_KEY_MISSING', 'Set WAVEBOOK_MASTER_KEY to the key that the server uses.');
};

/**
 * Opens the keys of the ledger for as long as the work takes, beside a server or without one.
 * @throws CommandRefused LEDGER_MISSING, BACKUP_IN_PLACE, KEYS_MISSING, MASTER_KEY_MISSING; VaultError, PostgresError
 */
export const withKeys = async <Result>(work: (here: KeysHere) => Promise<Result>): Promise<Result> => {
  const config = readConfig();
  assertLedger(config);
  assertNoBackup(config.data);
  const masterKey = masterKeyHere(config);
  const beside = await openBeside(config);
  const vault = await beside.vault(masterKey);
  const log = await beside.proofLog();
  const store = await openLedgerAt(ledgerPlace(config));
  try {
    return await work({ store, vault, log, keys: await CheckpointKeys.open({ store, vault }, log) });
  } finally {
    await store.close();
    await log.close();
    await vault.close();
    await beside.close();
  }
};
