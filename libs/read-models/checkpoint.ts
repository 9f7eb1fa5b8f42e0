import { type AnyDatabase, checkpointTable } from './tables.js';

/** How far a projection has come, and what it could not take. */
export interface Checkpoint {
  readonly projection: string;
  /** All events up to here are in its rows. */
  readonly position: bigint;
  readonly stopped?: { readonly position: bigint; readonly eventType: string; readonly error: string } | undefined;
}

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

/** Somebody else has projected on from where this batch began. Read the checkpoints again, and go on from there. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

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

/**
 * Moves checkpoints that are still where they are thought to be. Part of the transaction that writes the rows.
 * @throws CheckpointMoved when one is not; the transaction must then be rolled back.
 */
export const moveCheckpoints = async (
  db: AnyDatabase,
  moves: readonly { readonly from: bigint; readonly to: Checkpoint }[],
): Promise<void> => {
  const alike = new Map<string, (typeof moves)[number][]>();
  for (const move of moves) {
    const step = `${move.from} ${move.to.position} ${textOf(move.to.stopped)}`;
    alike.set(step, [...(alike.get(step) ?? []), move]);
  }
  for (const group of alike.values()) {
    const { from, to } = group[0]!;
    const { numUpdatedRows } = await db
      .updateTable(checkpointTable)
      .set({ position: String(to.position), stopped: textOf(to.stopped) })
      .where('position', '=', String(from))
      .where(
        'projection',
        'in',
        group.map((move) => move.to.projection),
      )
      .executeTakeFirstOrThrow();
    if (Number(numUpdatedRows) !== group.length) throw new CheckpointMoved();
  }
};

/** No projector will write to this generation any more. */
export const removeCheckpoints = (db: AnyDatabase) => db.deleteFrom(checkpointTable).execute();
