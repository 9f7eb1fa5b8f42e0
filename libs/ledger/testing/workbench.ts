import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '#event-store';
import { type Vault, openSqliteVault } from '#privacy';
import type { Accepted, Ledger, LedgerParts, Outcome, Submission } from '../ledger.js';
import { openLedger } from '../open-ledger.js';
import { type Counter, counterCatalogue, counterModel } from './counter-model.js';
import { type WatchedStore, watch } from './watched-store.js';

export interface Bench {
  readonly ledger: Ledger<Counter>;
  readonly store: WatchedStore;
  readonly vault: Vault;
}

/** A folder with a ledger in it, on real files; `open` again stands for another process, or for a restart. */
export const workbench = () => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-ledger-'));
  const opened: Bench[] = [];
  return {
    folder,
    async open(options: Partial<LedgerParts<Counter>> = {}): Promise<Bench> {
      const store = watch(await openSqliteEventStore({ file: join(folder, 'ledger.db') }));
      const vault = await openSqliteVault({ file: join(folder, 'keys.db'), masterKey: Buffer.alloc(32, 7) });
      const parts = { store, vault, catalogue: counterCatalogue, model: counterModel, retryDelayMs: 2, ...options };
      const bench = { ledger: await openLedger(parts), store, vault };
      opened.push(bench);
      return bench;
    },
    async close({ ledger, store, vault }: Bench): Promise<void> {
      opened.splice(0, opened.length, ...opened.filter((bench) => bench.ledger !== ledger));
      await ledger.close();
      await store.close();
      await vault.close();
    },
    async remove(): Promise<void> {
      for (const bench of [...opened]) await this.close(bench);
      rmSync(folder, { recursive: true });
    },
  };
};

export const tester: Submission['actor'] = { id: 'test-manager', role: 'manager' };

export const uuid = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const command = (name: string, input: unknown, more: Partial<Submission> = {}): Submission => ({
  command: name,
  input,
  actor: tester,
  ...more,
});

export const accepted = (outcome: Outcome): Accepted => {
  if (!outcome.accepted) throw new Error(`refused: ${outcome.refusals.map(({ refused }) => refused).join(', ')}`);
  return outcome;
};

export const codesOf = (outcome: Outcome): string[] =>
  outcome.accepted ? [] : outcome.refusals.map(({ refused }) => refused);

/** Opens a counter that goes up to a limit; gives the id of its book. */
export const openCounter = async (ledger: Ledger<Counter>, limit = 1_000_000): Promise<string> =>
  accepted(await ledger.submit(command('open', { limit }))).programmeId;
