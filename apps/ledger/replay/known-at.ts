import type { EventStore, StoredEvent } from '#event-store';
import type { Instant, LocalDate } from '#kernel';

/** A point on the ledger's clock, as a caller names it: a position, a moment, or a day (all of it). */
export type KnownAt = { readonly position: bigint } | { readonly moment: Instant } | { readonly day: LocalDate };

/** Takes what has the form of the scalar `KnownAt`. */
export const knownAtFrom = (value: string | number): KnownAt => {
  const text = String(value);
  if (/^\d+$/.test(text)) return { position: BigInt(text) };
  return text.includes('T') ? { moment: new Date(text).toISOString() } : { day: text };
};

const recordedAtOf = ({ metadata }: StoredEvent): Instant => (metadata as { recordedAt: Instant }).recordedAt;

/** Whether a line was known at a point. The ledger's clock never runs backwards within a book. */
export const isKnownAt =
  (knownAt: KnownAt | undefined, dayOf: (instant: Instant) => LocalDate) =>
  (line: StoredEvent): boolean => {
    if (knownAt === undefined) return true;
    if ('position' in knownAt) return line.position <= knownAt.position;
    if ('moment' in knownAt) return recordedAtOf(line) <= knownAt.moment;
    return dayOf(recordedAtOf(line)) <= knownAt.day;
  };

const lineAt = async (
  store: Pick<EventStore, 'read'>,
  stream: string,
  options: { from?: bigint; backwards?: boolean },
) => {
  for await (const event of store.read(stream, { ...options, max: 1 })) return event;
  return undefined;
};

/** The first line of a stream; undefined when there is no such stream. */
export const firstLineOf = (store: Pick<EventStore, 'read'>, stream: string): Promise<StoredEvent | undefined> =>
  lineAt(store, stream, { from: 0n });

/** The last line of a stream that was known, by halving; undefined when there was none. */
export const lastKnownLine = async (
  store: Pick<EventStore, 'read'>,
  stream: string,
  isKnown: (line: StoredEvent) => boolean,
): Promise<StoredEvent | undefined> => {
  const last = await lineAt(store, stream, { backwards: true });
  if (!last || isKnown(last)) return last;
  let known: StoredEvent | undefined;
  let [low, high] = [0n, last.revision];
  while (low < high) {
    const middle = (low + high) / 2n;
    const line = (await lineAt(store, stream, { from: middle }))!;
    if (isKnown(line)) [known, low] = [line, middle + 1n];
    else high = middle;
  }
  return known;
};
