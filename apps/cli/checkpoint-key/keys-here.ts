import { existsSync } from 'node:fs';
import type { EventStore } from '#event-store';
import type { Vault } from '#privacy';
import type { ProofLog } from '#proof';
import { openBeside } from '../../ledger/beside-ledger.js';
import { type Config, filesIn, readConfig } from '../../ledger/config.js';
import { ledgerPlace, openLedgerAt } from '../../ledger/ledger-place.js';
import { CheckpointKeys } from '../../ledger/proof/checkpoint-keys.js';
import { masterKeyHere } from '../backup/examine-copy.js';
import { assertLedger, assertNoBackup } from '../open-books.js';
import { CommandRefused } from '../outcome.js';
import { exitCodes } from '../terminal.js';

export interface KeysHere {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly log: ProofLog;
  readonly keys: CheckpointKeys;
}

const assertKeys = ({ data, readDatabaseUrl }: Config): void => {
  const { keys } = filesIn(data);
  if (readDatabaseUrl === undefined && !existsSync(keys))
    throw new CommandRefused('KEYS_MISSING', `${keys} is missing: start the server once.`, exitCodes.fault);
};

/**
 * Opens the keys of the ledger for as long as the work takes, beside a server or without one.
 * @throws CommandRefused LEDGER_MISSING, BACKUP_IN_PLACE, KEYS_MISSING, MASTER_KEY_MISSING; VaultError, PostgresError
 */
export const withKeys = async <Result>(work: (here: KeysHere) => Promise<Result>): Promise<Result> => {
  const config = readConfig();
  assertLedger(config);
  assertNoBackup(config.data);
  assertKeys(config);
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
