import type { EventStore, StoredEvent } from '#event-store';
import {
  type Checkpoint,
  furthestOf,
  insertCheckpoints,
  mostOf,
  positionOf,
  readCheckpoints,
  removeCheckpoints,
} from './checkpoint.js';
import { checksumsOf } from './checksum.js';
import type { AnyProjection } from './fold.js';
import type { Ledger } from './ledger.js';
import { foldLedger } from './ledger-fold.js';
import { Projector } from './projector.js';
import { Projectors } from './projectors.js';
import type { Generation, ReadDatabase } from './read-database.js';
import type { Logger, RebuildOptions, Rebuilt } from './read-models.js';
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

/** Builds a generation with everything up to a position in each partition. Call it within `database.exclusive`. */
export const buildGeneration = async (workshop: Workshop, upTo: readonly bigint[]) => {
  const { ledger, projections, database, logger } = workshop;
  const last = mostOf(upTo);
  const began = performance.now();
  let told = began;
  const onProgress = (events: number, position: bigint) => {
    if (performance.now() - told < progressEveryMs) return;
    told = performance.now();
    logger?.info({ events, position: String(position), upTo: String(last) }, 'building the read models');
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
  logger?.info({ events: folded.events, rows, seconds, partitions: upTo.length }, 'the read models are built');
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
    const partitions = await database.partitions();
    const { generation } = await buildGeneration(
      workshop,
      new Array<bigint>(partitions).fill(await workshop.ledger.store.head()),
    );
    await database.removeOthers(generation);
    return generation;
  });
};

const usable = async ({ database, projections, ledger, logger }: Workshop): Promise<Generation | undefined> => {
  const generation = await database.newest();
  if (generation === undefined) return undefined;
  const checkpoints = await readCheckpoints(generation.db);
  const head = await ledger.store.head();
  const isComplete = checkpoints.length > 0 && checkpoints.length % projections.length === 0;
  if (isComplete && checkpoints.every(({ position }) => position <= head)) return generation;
  logger?.warn(
    { generation: generation.name, head: String(head) },
    'the read models are ahead of the ledger and are built anew',
  );
  await generation.close();
  return undefined;
};

/** How far each partition has come. */
const positionsOf = (checkpoints: readonly Checkpoint[]): readonly bigint[] => {
  const partitions = [...new Set(checkpoints.map(({ partition }) => partition))].sort((a, b) => a - b);
  return partitions.map((each) => positionOf(checkpoints.filter(({ partition }) => partition === each)));
};

/** What a generation says of itself at one moment. */
const examined = (generation: Generation, projections: readonly AnyProjection[]) =>
  generation.snapshot(async (db) => ({
    checkpoints: await readCheckpoints(db),
    checksums: await checksumsOf(db, projections),
  }));

export const projectorsOf = (workshop: Workshop, generation: Generation): Promise<Projectors> =>
  Projectors.of(generation, (partition) => {
    const { projections, ledger, logger } = workshop;
    return new Projector(generation, partition, projections, ledger, logger);
  });

/**
 * Builds the generation that is to follow on a live one, and says whether rows differ in it. Where programmes are divided
 * anew it begins where the partition was that had come furthest. Call it within `database.exclusive`.
 */
export const buildSuccessor = async (workshop: Workshop, live: Projectors, { partitions }: RebuildOptions) => {
  const { database, projections, ledger, logger } = workshop;
  if (partitions !== undefined) await database.divide(partitions);
  const count = await database.partitions();
  const before = await examined(live.generation, projections);
  const positions = positionsOf(before.checkpoints);
  const compared = count === positions.length;
  const upTo = compared ? positions : new Array<bigint>(count).fill(furthestOf(before.checkpoints));
  const { generation, ...built } = await buildGeneration(workshop, upTo);
  const { checksums } = await examined(generation, projections);
  const differs = Object.keys(checksums).filter((name) => compared && checksums[name] !== before.checksums[name]);
  if (differs.length > 0) logger?.warn({ differs }, 'the rebuild found tables that were not what the events make');
  const next = await projectorsOf(workshop, generation);
  await catchUp(next, ledger.store, live.furthest);
  const rebuilt: Rebuilt = { ...built, checksums, differs, compared, partitions: count };
  return { next, rebuilt };
};

/** Projects up to a position, or to the end of the ledger where that comes first. */
const catchUp = async (projectors: Projectors, store: EventStore, to: bigint): Promise<void> => {
  while (projectors.position < to && !projectors.allStopped) {
    const events: StoredEvent[] = [];
    for await (const event of store.readAll({ after: projectors.position, max: catchUpEvents })) events.push(event);
    const last = events.at(-1);
    if (last === undefined) return;
    for (const each of projectors.all) await each.project({ events, position: last.position });
  }
};

/**
 * Takes a generation out of use as soon as its successor has come as far: readers never go back in time. Nobody writes to it
 * meanwhile, so that those who project there cannot run away from it. They find out at their next batch, and go over.
 */
export const retire = (generation: Generation, successor: Projectors, store: EventStore): Promise<void> =>
  generation.alone(async (db) => {
    await catchUp(successor, store, furthestOf(await readCheckpoints(db)));
    await removeCheckpoints(db);
  });
