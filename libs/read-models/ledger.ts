import type { EventStore } from '#event-store';
import { type Catalogue, type Recorded, streamOf } from '#kernel';
import type { Correction } from './fold.js';

/** Where the events are, how they are read, and which of them move others to another day. */
export interface Ledger {
  readonly store: EventStore;
  readonly catalogue: Catalogue;
  readonly correction?: Correction | undefined;
}

/** The lines of one book up to a position, in memory. @throws UnreadableEvent */
export const readBook = async (
  { store, catalogue }: Ledger,
  programmeId: string,
  upTo: bigint,
): Promise<Recorded[]> => {
  const lines: Recorded[] = [];
  for await (const stored of store.read(streamOf(programmeId))) {
    if (stored.position > upTo) break;
    lines.push(catalogue.decode(stored));
  }
  return lines;
};

/** The line at a position, which must be there. */
export const lineAt = async ({ store, catalogue }: Ledger, position: bigint): Promise<Recorded> => {
  const stored = await store.readAt(position);
  if (!stored) throw new Error(`the ledger has no line at position ${position}, which a row was made from`);
  return catalogue.decode(stored);
};

/** A line of a book by its place there. */
export const lineOf = async (
  { store, catalogue }: Ledger,
  programmeId: string,
  revision: bigint,
): Promise<Recorded | undefined> => {
  for await (const stored of store.read(streamOf(programmeId), { from: revision, max: 1 }))
    return catalogue.decode(stored);
  return undefined;
};
