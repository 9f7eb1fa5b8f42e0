import type { EventStore, StoredEvent } from '#event-store';
import { furthestOf, insertCheckpoints, readCheckpoints, removeCheckpoints } from './checkpoint.js';
import { checksumsOf } from './checksum.js';
import type { AnyProjection } from './fold.js';
import type { Ledger } from './ledger.js';
import { foldLedger } from './ledger-fold.js';
import type { Projector } from './projector.js';
import type { Generation, ReadDatabase } from './read-database.js';
import type { Logger } from './read-models.js';
import { loadRows } from './rows.js';
import { createIndexes, createTables } from './tables.js';

const progressEveryMs = 2000;
const catchUpEvents = 500;

/** What making and following generations needs; the same for the whole life of the read models. */
export interface Workshop {
  readonly ledger: Ledger;
  readonly projections: readonly AnyProjection[];
  readonly database: ReadDatabase;
  readonly logger?: Logger | undefined;
}

/** Builds a generation with everything up to a position. Call it within `database.exclusive`. */
export const buildGeneration = async (workshop: Workshop, upTo: bigint) => {
  const { ledger, projections, database, logger } = workshop;
  const began = performance.now();
  let told = began;
  const onProgress = (events: number, position: bigint) => {
    if (performance.now() - told < progressEveryMs) return;
    told = performance.now();
    logger?.info({ events, position: String(position), upTo: String(upTo) }, 'building the read models');
  };
  const folded = await foldLedger(ledger, projections, { upTo, onProgress });
  let rows = 0;
  const generation = await database.build(async (db, run) => {
    await db.transaction().execute(async (transaction) => {
      await createTables(transaction, projections, database.types);
      rows = await loadRows(transaction, projections, folded.rows, run);
      await createIndexes(transaction, projections);
      await insertCheckpoints(transaction, folded.checkpoints);
    });
  });
  const seconds = (performance.now() - began) / 1000;
  logger?.info({ events: folded.events, rows, seconds, upTo: String(upTo) }, 'the read models are built');
  return { generation, events: folded.events, rows, seconds };
};

/**
 * The generation to begin with: the newest one of these projections, or one that is built now. One that is ahead of the
 * ledger was made from another ledger, or from a tail that was lost; it is built anew.
 */
export const firstGeneration = async (workshop: Workshop): Promise<Generation> => {
  const { database, logger } = workshop;
  const known = await usable(workshop);
  if (known) {
    await database.ifFree(() => database.removeOthers(known));
    return known;
  }
  return database.exclusive(async () => {
    const builtMeanwhile = await usable(workshop);
    if (builtMeanwhile) return builtMeanwhile;
    logger?.info({}, 'there are no read models of this version yet; they are built from the events');
    const { generation } = await buildGeneration(workshop, await workshop.ledger.store.head());
    await database.removeOthers(generation);
    return generation;
  });
};

const usable = async ({ database, projections, ledger, logger }: Workshop): Promise<Generation | undefined> => {
  const generation = await database.newest();
  if (generation === undefined) return undefined;
  const checkpoints = await readCheckpoints(generation.db);
  const head = await ledger.store.head();
  if (checkpoints.length === projections.length && checkpoints.every(({ position }) => position <= head))
    return generation;
  logger?.warn(
    { generation: generation.name, head: String(head) },
    'the read models are ahead of the ledger and are built anew',
  );
  await generation.close();
  return undefined;
};

/** What a generation says of itself at one moment. */
export const examined = (generation: Generation, projections: readonly AnyProjection[]) =>
  generation.snapshot(async (db) => ({
    checkpoints: await readCheckpoints(db),
    checksums: await checksumsOf(db, projections),
  }));

/** Projects up to a position, or to the end of the ledger where that comes first. */
export const catchUp = async (projector: Projector, store: EventStore, to: bigint): Promise<void> => {
  while (projector.position < to && !projector.allStopped) {
    const events: StoredEvent[] = [];
    for await (const event of store.readAll({ after: projector.position, max: catchUpEvents })) events.push(event);
    const last = events.at(-1);
    if (last === undefined) return;
    await projector.project({ events, position: last.position });
  }
};

/**
 * Takes a generation out of use, unless it has come further than its successor: readers never go back in time.
 * Projectors of other processes find out at their next batch, and go over to the successor.
 */
export const retire = (generation: Generation, successor: Projector): Promise<boolean> =>
  generation.db.transaction().execute(async (db) => {
    if (furthestOf(await readCheckpoints(db)) > successor.position && !successor.allStopped) return false;
    await removeCheckpoints(db);
    return true;
  });
