import type { Guard } from './read-database.js';
import { type AnyDatabase, checkpointTable } from './tables.js';

/** How far a projection has come, and what it could not take. */
export interface Checkpoint {
  readonly projection: string;
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

const going = (checkpoints: readonly Checkpoint[]): readonly bigint[] => {
  const going = checkpoints.filter((checkpoint) => !checkpoint.stopped);
  return (going.length > 0 ? going : checkpoints).map((checkpoint) => checkpoint.position);
};

/** Up to here all projections that have not stopped have come; when all have, those that stopped first. */
export const positionOf = (checkpoints: readonly Checkpoint[]): bigint =>
  going(checkpoints).reduce((least, each) => (each < least ? each : least));

/** How far the projection has come that is ahead of the others. */
export const furthestOf = (checkpoints: readonly Checkpoint[]): bigint =>
  going(checkpoints).reduce((most, each) => (each > most ? each : most));

interface Stored {
  projection: string;
  position: string;
  stopped: string | null;
}

const stoppedOf = (text: string): Checkpoint['stopped'] => {
  const { position, ...rest } = JSON.parse(text) as { position: string; eventType: string; error: string };
  return { position: BigInt(position), ...rest };
};

const textOf = (stopped: Checkpoint['stopped']): string | null =>
  stopped ? JSON.stringify({ ...stopped, position: String(stopped.position) }) : null;

/** Empty when this generation has been retired: a newer one is being read. */
export const readCheckpoints = async (db: AnyDatabase): Promise<Checkpoint[]> => {
  const stored = (await db.selectFrom(checkpointTable).selectAll().execute()) as Stored[];
  return stored.map(({ projection, position, stopped }) => ({
    projection,
    position: BigInt(position),
    ...(stopped === null ? {} : { stopped: stoppedOf(stopped) }),
  }));
};

export const insertCheckpoints = (db: AnyDatabase, checkpoints: readonly Checkpoint[]) =>
  db
    .insertInto(checkpointTable)
    .values(
      checkpoints.map(({ projection, position, stopped }) => ({
        projection,
        position: String(position),
        stopped: textOf(stopped),
      })),
    )
    .execute();

/** A checkpoint as it is thought to be, and as it shall be. */
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
      .where(
        'projection',
        'in',
        group.map((move) => move.to.projection),
      )
      .compile();
    return { statement, rows: group.length };
  });
};

/** As `guardsOf`, for when all that have not stopped go from one place to another: one statement, compiled once. */
export const commonGuard = (db: AnyDatabase): ((from: bigint, to: bigint, count: number) => Guard) => {
  const compiled = db
    .updateTable(checkpointTable)
    .set({ position: '' })
    .where('position', '=', '')
    .where('stopped', 'is', null)
    .compile();
  return (from, to, rows) => ({ statement: { ...compiled, parameters: [String(to), String(from)] }, rows });
};

/** No projector will write to this generation any more. */
export const removeCheckpoints = (db: AnyDatabase) => db.deleteFrom(checkpointTable).execute();
