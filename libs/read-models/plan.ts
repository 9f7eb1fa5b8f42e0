import type { Kept, Recorded } from '#kernel';
import type { Checkpoint } from './checkpoint.js';
import {
  type AnyProjection,
  type CorrectedBook,
  type Making,
  type Makings,
  foldBook,
  movedKeys,
  touch,
} from './fold.js';
import { stoppedAt } from './ledger-fold.js';
import { readRows } from './rows.js';
import type { AnyDatabase } from './tables.js';

/** Events that are projected in one transaction: any number of ordinary ones, or one correction with its book. */
export interface Run {
  readonly events: readonly Recorded[];
  /** Everything up to here is projected when the run is. */
  readonly position: bigint;
  readonly corrected?: CorrectedBook | undefined;
}

/** What a run makes of one projection. */
export interface Plan {
  readonly projection: AnyProjection;
  readonly from: bigint;
  readonly to: Checkpoint;
  readonly puts: readonly Kept<unknown>[];
  readonly deletes: readonly string[];
}

interface Poison {
  readonly event: Recorded;
  readonly error: unknown;
}

/** What work throws is the event's fault; faults of the database come from elsewhere and are not caught. */
const poisonIn = (event: Recorded, work: () => void): Poison | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return { event, error };
  }
};

const changesOf = (keys: Iterable<string>, rows: Makings) => {
  const all = [...keys];
  return { puts: all.flatMap((key) => rows.get(key) ?? []), deletes: all.filter((key) => !rows.has(key)) };
};

const unchanged = { puts: [], deletes: [] };

/** The rows that events touch, read once and folded in memory: one write for each row, however many events touch it. */
const planEvents = async (
  db: AnyDatabase,
  projection: AnyProjection,
  events: readonly Recorded[],
  except?: ReadonlySet<string>,
) => {
  const touching: { event: Recorded; keys: readonly string[] }[] = [];
  let poison: Poison | undefined;
  for (const event of events) {
    poison = poisonIn(event, () => {
      const keys = projection.keysOf(event);
      touching.push({ event, keys: except ? keys.filter((key) => !except.has(key)) : keys });
    });
    if (poison) break;
  }
  const touched = new Set(touching.flatMap(({ keys }) => keys));
  const rows = await readRows(db, projection, touched);
  for (const { event, keys } of touching) {
    const failed = poisonIn(event, () => touch(projection, rows, event, keys));
    if (failed) {
      poison = failed;
      break;
    }
  }
  return { ...changesOf(touched, rows), poison };
};

/** The rows of the line that is corrected are folded again from their book; others take the event as any other. */
const planCorrection = async (db: AnyDatabase, projection: AnyProjection, event: Recorded, book: CorrectedBook) => {
  const move = book.moves.get(event.id);
  let moved: ReadonlySet<string> = new Set();
  let refolded = new Map<string, Making>();
  const failed = poisonIn(event, () => {
    moved = move ? movedKeys(projection, move) : moved;
    if (moved.size > 0) refolded = foldBook(projection, book, moved);
  });
  if (failed) return { ...unchanged, poison: failed };
  const others = await planEvents(db, projection, projection.handles.has(event.type) ? [event] : [], moved);
  if (others.poison) return { ...unchanged, poison: others.poison };
  const again = changesOf(moved, refolded);
  return { puts: [...others.puts, ...again.puts], deletes: [...others.deletes, ...again.deletes], poison: undefined };
};

/** What a projection that has come to `from` makes of a run. Reads rows, writes nothing. */
export const planRun = async (db: AnyDatabase, projection: AnyProjection, from: bigint, run: Run): Promise<Plan> => {
  const ahead = run.events.filter(({ position }) => position > from);
  const handled = ahead.filter(({ type }) => projection.handles.has(type));
  const [correction] = ahead;
  const { poison, ...changes } =
    run.corrected && correction
      ? await planCorrection(db, projection, correction, run.corrected)
      : await planEvents(db, projection, handled);
  if (!poison) return { projection, from, to: { projection: projection.name, position: run.position }, ...changes };
  // It stands at the last event of the ledger before the poison, whether that concerned it or not.
  const before = ahead.findLast((event) => event.position < poison.event.position);
  const stopped = stoppedAt(poison.event, poison.error);
  return {
    projection,
    from,
    to: { projection: projection.name, position: before?.position ?? from, stopped },
    ...changes,
  };
};
