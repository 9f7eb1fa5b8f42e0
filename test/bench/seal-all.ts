import { rmSync } from 'node:fs';
import type { EventStore } from '#event-store';
import { masterKeyFrom, openSqliteVault } from '#privacy';
import { openSqliteProofLog } from '#proof';
import { filesIn } from '../../apps/ledger/config.js';
import { Proof } from '../../apps/ledger/proof/open-proof.js';

const sealMsMax = 3_600_000;

/** Makes the tree of a data folder anew, over everything that the store holds. */
export const sealAll = async (data: string, store: EventStore): Promise<void> => {
  const files = filesIn(data);
  rmSync(files.proof, { force: true });
  const vault = await openSqliteVault({ file: files.keys, masterKey: masterKeyFrom({ file: files.masterKey }) });
  const ending = new AbortController();
  const log = openSqliteProofLog(files.proof);
  const sealer = (await Proof.open({ log, store, vault, publishing: undefined })).seal(ending.signal);
  if (!(await sealer.waitFor(await store.head(), sealMsMax))) throw new Error('it was not sealed');
  ending.abort();
  await sealer.done;
  await log.close();
  await vault.close();
};
