import type { Event, Recorded } from './event.js';

/** How a column is kept: `json` for lists and objects, `flag` for booleans (0/1 in SQLite). */
export type ColumnType = 'text' | 'integer' | 'real' | 'flag' | 'json';

type ColumnOf<Value> = [NonNullable<Value>] extends [string]
  ? 'text'
  : [NonNullable<Value>] extends [boolean]
    ? 'flag'
    : [NonNullable<Value>] extends [number]
      ? 'integer' | 'real'
      : 'json';

export type Columns<Row> = { readonly [Name in keyof Row]-?: ColumnOf<Row[Name]> };

/** A row with what the engine knows of it: its key, its programme, and the positions it was made from. */
export interface Kept<Row> {
  readonly key: string;
  readonly programmeId: string;
  /** Positions of the events that the row was made from, oldest first. */
  readonly sources: readonly bigint[];
  readonly row: Row;
}

type Apply<Row, E extends Event> = (row: Row | undefined, event: Recorded<E>, key: string) => Row | null;
interface Touching<Row, E extends Event> {
  readonly keys: (event: Recorded<E>) => string | readonly string[];
  /** Not called `apply`: functions have a member of that name, and TypeScript would infer no parameters. */
  readonly row: Apply<Row, E>;
}
type Handlers<Row, E extends Event> = {
  readonly [Type in E['type']]?: Apply<Row, Extract<E, { type: Type }>> | Touching<Row, Extract<E, { type: Type }>>;
};

/** A read model's table and how events make its rows. Pure, so that one projection serves live, rebuild and replay (ADR 0005). */
export interface Projection<Row = unknown, E extends Event = Event> {
  readonly name: string;
  readonly version: number;
  readonly columns: Columns<Row>;
  /** Columns that queries look rows up by, beside key and programme. */
  readonly indexes: readonly (readonly string[])[];
  readonly handles: ReadonlySet<string>;
  /** Keys of the rows that the event touches; empty when it touches none. */
  readonly keysOf: (event: Recorded<E>) => readonly string[];
  /** The row after the event; `null` removes it. Pure, deterministic, synchronous. */
  readonly apply: (row: Row | undefined, event: Recorded<E>, key: string) => Row | null;
}

/** For events that change a row which must be there: its absence is a fault of the ledger, not a case. */
export const change =
  <Row, E extends Event>(apply: (row: Row, event: Recorded<E>, key: string) => Row | null): Apply<Row, E> =>
  (row, event, key) => {
    if (row === undefined) throw new Error(`${event.type} ${event.id} is about ${key}, which has no row`);
    return apply(row, event, key);
  };

type FieldOf<Data> = Data extends unknown ? keyof Data & string : never;

/** Declares a projection. Give `columns` for each field of the row, `key` for where it lies, and `on` for what changes it. */
export const projection = <Row extends object, E extends Event>(
  name: string,
  version: number,
  spec: {
    columns: Columns<Row>;
    indexes?: readonly (readonly (keyof Row & string)[])[];
    /** The field of the data that is the key of the one row that an event touches, unless its handler names `keys`. */
    key: FieldOf<E['data']>;
    on: Handlers<Row, E>;
  },
): Projection<Row> => {
  const handlers = spec.on as Record<string, Apply<Row, Event> | Touching<Row, Event> | undefined>;
  return {
    name,
    version,
    columns: spec.columns,
    indexes: spec.indexes ?? [],
    handles: new Set(Object.keys(handlers)),
    keysOf: (event) => {
      const handler = handlers[event.type];
      if (handler === undefined) return [];
      const keys =
        typeof handler === 'function' ? (event.data as Record<string, string>)[spec.key]! : handler.keys(event);
      return typeof keys === 'string' ? [keys] : [...new Set(keys)];
    },
    apply: (row, event, key) => {
      const handler = handlers[event.type];
      if (handler === undefined) return row ?? null;
      return (typeof handler === 'function' ? handler : handler.row)(row, event, key);
    },
  };
};

/**
 * One step of a fold: the row that an event leaves. An event at or before the last position that the row was made
 * from changes nothing, so that delivering it twice is harmless.
 */
export const step = <Row>(
  projection: Projection<Row>,
  kept: Kept<Row> | undefined,
  event: Recorded,
  key: string,
): Kept<Row> | null => {
  if (kept && event.position <= kept.sources.at(-1)!) return kept;
  const row = projection.apply(kept?.row, event, key);
  if (row === null) return null;
  return { key, programmeId: event.programmeId, sources: [...(kept?.sources ?? []), event.position], row };
};
