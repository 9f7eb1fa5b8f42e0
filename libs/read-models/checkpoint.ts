import type { Guard } from './read-database.js';
import { type AnyDatabase, checkpointTable } from './tables.js';

/** How far a projection has come in one partition, and what it could not take. */
export interface Checkpoint {
  readonly projection: string;
  /** Index of the partition. */
  readonly partition: number;
  /** All events up to here are in its rows. */
  readonly position: bigint;
  readonly stopped?: { readonly position: bigint; readonly eventType: string; readonly error: string } | undefined;
}

/** How a projection stands that cannot take an event. */
export const stoppedAt = (
  event: { readonly position: bigint; readonly type: string },
  error: unknown,
): NonNullable<Checkpoint['stopped']> => ({
  position: event.position,
  eventType: event.type,
  error: error instanceof Error ? error.message : String(error),
});

export const leastOf = (positions: readonly bigint[]): bigint =>
  positions.reduce((least, each) => (each < least ? each : least));
export const mostOf = (positions: readonly bigint[]): bigint =>
  positions.reduce((most, each) => (each > most ? each : most));

const going = (checkpoints: readonly Checkpoint[]): readonly bigint[] => {
  const going = checkpoints.filter((checkpoint) => !checkpoint.stopped);
  return (going.length > 0 ? going : checkpoints).map((checkpoint) => checkpoint.position);
};

/** Up to here all projections that have not stopped have come; when all have, those that stopped first. */
export const positionOf = (checkpoints: readonly Checkpoint[]): bigint => leastOf(going(checkpoints));

/** How far the projection has come that is ahead of the others. */
export const furthestOf = (checkpoints: readonly Checkpoint[]): bigint => mostOf(going(checkpoints));

interface Stored {
  projection: string;
  partition: number;
  position: string;
  stopped: string | null;
}

const stoppedOf = (text: string): Checkpoint['stopped'] => {
  const { position, ...rest } = JSON.parse(text) as { position: string; eventType: string; error: string };
  return { position: BigInt(position), ...rest };
};

const textOf = (stopped: Checkpoint['stopped']): string | null =>
  stopped ? JSON.stringify({ ...stopped, position: String(stopped.position) }) : null;

/** Of all partitions, or of one. Empty when this generation has been retired: a newer one is being read. */
export const readCheckpoints = async (db: AnyDatabase, partition?: number): Promise<Checkpoint[]> => {
  const all = db.selectFrom(checkpointTable).selectAll();
  const stored = (await (partition === undefined ? all : all.where('partition', '=', partition)).execute()) as Stored[];
  return stored.map(({ position, stopped, ...place }) => ({
    ...place,
    position: BigInt(position),
    ...(stopped === null ? {} : { stopped: stoppedOf(stopped) }),
  }));
};

export const insertCheckpoints = (db: AnyDatabase, checkpoints: readonly Checkpoint[]) =>
  db
    .insertInto(checkpointTable)
    .values(
      checkpoints.map(({ projection, partition, position, stopped }) => ({
        projection,
        partition,
        position: String(position),
        stopped: textOf(stopped),
      })),
    )
    .execute();

/** A checkpoint as it is thought to be, and as it shall be. All moves of one transaction are of one partition. */
export interface Move {
  readonly from: bigint;
  readonly to: Checkpoint;
}

/** Statements that move checkpoints which are still where they are thought to be. */
export const guardsOf = (db: AnyDatabase, moves: readonly Move[]): readonly Guard[] => {
  const alike = new Map<string, Move[]>();
  for (const move of moves) {
    const step = `${move.from} ${move.to.position} ${textOf(move.to.stopped)}`;
    const group = alike.get(step);
    if (group) group.push(move);
    else alike.set(step, [move]);
  }
  return [...alike.values()].map((group) => {
    const { from, to } = group[0]!;
    const statement = db
      .updateTable(checkpointTable)
      .set({ position: String(to.position), stopped: textOf(to.stopped) })
      .where('position', '=', String(from))
      .where('partition', '=', to.partition)
      .where(
        'projection',
        'in',
        group.map((move) => move.to.projection),
      )
      .compile();
    return { statement, rows: group.length };
  });
};

/** As `guardsOf`, for when all of a partition that have not stopped go from one place to another: compiled once. */
export const commonGuard = (
  db: AnyDatabase,
  partition: number,
): ((from: bigint, to: bigint, count: number) => Guard) => {
  const compiled = db
    .updateTable(checkpointTable)
    .set({ position: '' })
    .where('position', '=', '')
    .where('partition', '=', partition)
    .where('stopped', 'is', null)
    .compile();
  return (from, to, rows) => ({ statement: { ...compiled, parameters: [String(to), String(from), partition] }, rows });
};

/** No projector will write to this generation any more. */
export const removeCheckpoints = (db: AnyDatabase) => db.deleteFrom(checkpointTable).execute();
