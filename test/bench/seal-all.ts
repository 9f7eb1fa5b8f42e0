import { rmSync } from 'node:fs';
import type { EventStore } from '#event-store';
import { masterKeyFrom, openSqliteVault } from '#privacy';
import { filesIn } from '../../apps/ledger/config.js';
import { openProof } from '../../apps/ledger/proof/open-proof.js';

const sealMsMax = 3_600_000;

/** Makes the tree of a data folder anew, over everything that the store holds. */
export const sealAll = async (data: string, store: EventStore): Promise<void> => {
  const files = filesIn(data);
  rmSync(files.proof, { force: true });
  const vault = await openSqliteVault({ file: files.keys, masterKey: masterKeyFrom({ file: files.masterKey }) });
  const ending = new AbortController();
  const { signal } = ending;
  const proof = await openProof({ file: files.proof, store, vault, seals: true, publishing: undefined, signal });
  if (!(await proof.sealer!.waitFor(await store.head(), sealMsMax))) throw new Error('it was not sealed');
  ending.abort();
  await proof.sealer!.done;
  await proof.log.close();
  await vault.close();
};
