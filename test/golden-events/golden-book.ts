import { join } from 'node:path';
import { bookCatalogue, bookModel } from '#book';
import { type StoredEvent, openSqliteEventStore } from '#event-store';
import { openLedger } from '#ledger';
import { openSqliteVault } from '#privacy';
import { StagedClock, writeStory } from '../../apps/cli/demo/scribe.js';
import { goldenStory } from './golden.story.js';

/** A line of a golden book: what the store held, without its place in a ledger. */
export type GoldenLine = Pick<StoredEvent, 'id' | 'type' | 'data' | 'metadata' | 'stream'> & { readonly revision: string };

/** Gives the commands of the golden story to a new ledger in a folder, and gives its book as JSON lines. */
export const writeGoldenBook = async (folder: string): Promise<string> => {
  const vault = await openSqliteVault({ file: join(folder, 'keys.db'), masterKey: Buffer.alloc(32, 7) });
  const store = await openSqliteEventStore({ file: join(folder, 'ledger.db') });
  const staged = new StagedClock();
  const ledger = await openLedger({ store, vault, catalogue: bookCatalogue, model: bookModel, now: staged.now });
  await writeStory(goldenStory, { ledger, staged });
  const lines: string[] = [];
  for await (const { id, type, data, metadata, stream, revision } of store.readAll())
    lines.push(JSON.stringify({ stream, revision: String(revision), id, type, data, metadata } satisfies GoldenLine));
  await ledger.close();
  await store.close();
  await vault.close();
  return `${lines.join('\n')}\n`;
};
