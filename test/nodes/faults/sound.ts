import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import { type Recorded, plainId } from '#kernel';
import { openReadModels } from '#read-models';
import { openBeside, openVaultBeside } from '../../../apps/ledger/beside-ledger.js';
import { openLedgerAt } from '../../../apps/ledger/ledger-place.js';
import type { Acknowledged } from '../../fault/load.js';
import { type Sound, assertOpenable, assertStored } from '../../fault/oracle.js';
import { assertRefolded } from '../../support/refolded.js';
import { until } from '../../support/until.js';
import type { Follower } from './followers.js';

const projectedMsMax = 60_000;

/** What several nodes share. */
export interface Place {
  readonly eventStoreUrl: string;
  readonly readDatabaseUrl: string;
  readonly masterKey: string;
}

/** Each line of his book is told to a follower, in order and once. @throws Error that says what is not so */
const assertTold = async (lines: readonly Recorded[], { seen, programmeId, resumed }: Follower): Promise<void> => {
  const own = lines.filter((line) => line.programmeId === plainId(programmeId));
  const written = own.map(({ position }) => String(position));
  await until(async () => seen.length >= written.length || seen.at(-1) === written.at(-1));
  const differs = written.findIndex((position, index) => seen[index] !== position);
  if (differs >= 0 || seen.length !== written.length)
    throw new Error(
      `a follower of ${programmeId} who came back ${resumed} times was told ${seen.length} of ${written.length} lines; ` +
        `after ${written[differs - 1]} comes ${written[differs]}, and he was told ${seen[differs]}`,
    );
};

/** No revision of a book is there twice, and none is missing. @throws Error */
const assertUnbroken = (lines: readonly Recorded[]): void => {
  const next = new Map<string, bigint>();
  for (const { programmeId, revision } of lines) {
    if (revision !== (next.get(programmeId) ?? 0n)) throw new Error(`${programmeId} has no line ${revision} in order`);
    next.set(programmeId, revision + 1n);
  }
};

/**
 * What must hold after any fault, while nobody writes and a node projects: acknowledged is stored, once; books have no
 * gaps; keys open what was sealed; the read models are what folding the books makes; followers were told each line once.
 */
export const assertSoundOn = async (
  place: Place,
  acknowledged: readonly Acknowledged[],
  followers: readonly Follower[],
): Promise<Sound> => {
  const beside = await openBeside({ ...place, data: '' });
  const vault = await openVaultBeside(beside, { ...place, data: '' });
  const store = await openLedgerAt({ url: place.eventStoreUrl });
  const readModels = await openReadModels<Tables>({
    directory: '',
    url: place.readDatabaseUrl,
    projections: bookProjections,
    catalogue: bookCatalogue,
    correction: bookCorrection,
    store,
  });
  try {
    const lines = await assertStored(store, acknowledged);
    assertUnbroken(lines);
    await assertOpenable(vault, lines, acknowledged);
    await Promise.all(followers.map((each) => assertTold(lines, each)));
    if (!(await readModels.waitFor(await store.head(), { timeoutMs: projectedMsMax })))
      throw new Error(`the read models stay at ${readModels.position()}`);
    return { events: lines.length, rows: await assertRefolded(store, readModels) };
  } finally {
    await readModels.close();
    await store.close();
    await vault.close();
    await beside.close();
  }
};
