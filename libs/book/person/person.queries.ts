import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';

const byFirstSource = (a: Tables['erasure'], b: Tables['erasure']): number =>
  BigInt(a.sources[0]!) < BigInt(b.sources[0]!) ? -1 : 1;

/** All requests to erase a person's data, the oldest first. */
export const erasuresOf = async ({ loadBy }: Reading, personId: string): Promise<readonly Tables['erasure'][]> =>
  (await loadBy('erasure', 'personId', personId)).toSorted(byFirstSource);
