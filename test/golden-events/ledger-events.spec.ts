import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { type StoredEvent, ledgerStream } from '#kernel';
import { ledgerCatalogue } from '../../apps/ledger/proof/checkpoint-key.events.js';

const folder = new URL('../../../test/golden-events/ledger/', import.meta.url).pathname;

const stored = readdirSync(folder).flatMap((file) =>
  readFileSync(folder + file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text, at): StoredEvent => {
      const { revision, ...event } = JSON.parse(text) as Omit<StoredEvent, 'revision'> & { readonly revision: string };
      return { ...event, revision: BigInt(revision), position: BigInt(at + 1) };
    }),
);

it('what the ledger ever recorded of itself can be read, in every version that was released', () => {
  for (const event of stored) expect(ledgerCatalogue.decode(event).data).toEqual(event.data);
  expect(new Set(stored.map(({ stream }) => stream))).toEqual(new Set([ledgerStream]));
  const told = new Set(stored.map(({ type, metadata }) => `${type}@${(metadata as { version: number }).version}`));
  const known = [...ledgerCatalogue.definitions.values()].map(({ type, version }) => `${type}@${version}`);
  expect(known.filter((event) => !told.has(event))).toEqual([]);
});
