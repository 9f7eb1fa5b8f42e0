import type { EventStore, NewEvent, StoredEvent } from '#event-store';
import { MerkleBuilder, leafEnvelopeOf, leafHash } from '#proof';

/** The tree over all lines of a store, each of which `seen` is told. */
export const treeOver = async (
  store: Pick<EventStore, 'readAll'>,
  seen: (line: StoredEvent) => void = () => undefined,
): Promise<MerkleBuilder> => {
  const tree = new MerkleBuilder();
  for await (const line of store.readAll()) {
    tree.append(leafHash(leafEnvelopeOf(line)));
    seen(line);
  }
  return tree;
};

/** What one append carries at most: lines, and characters of their data, which are no more than three bytes each. */
const runMax = { lines: 500, characters: 300_000 };

/** Lines of one stream that follow each other in the ledger, and fit in one append. */
class Run {
  readonly lines: StoredEvent[] = [];
  #characters = 0;

  get last(): StoredEvent | undefined {
    return this.lines.at(-1);
  }

  /** False when the line belongs in another one. */
  take(line: StoredEvent): boolean {
    const characters = JSON.stringify(line.data).length;
    const isOther = this.last !== undefined && this.last.stream !== line.stream;
    const isFull = this.lines.length === runMax.lines || this.#characters + characters > runMax.characters;
    if (isOther || (isFull && this.last)) return false;
    this.lines.push(line);
    this.#characters += characters;
    return true;
  }
}

const append = async (store: Pick<EventStore, 'append'>, { lines }: Run): Promise<void> => {
  const [first] = lines;
  if (!first) return;
  const expected = first.revision === 0n ? 'no_stream' : first.revision - 1n;
  const whole: NewEvent[] = lines.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }));
  await store.append(first.stream, expected, whole);
};

/**
 * Appends lines as they were, in the order in which they come: ids, both clocks, authors. Positions are the store's own. Each
 * append waits for the one before it, since nothing else keeps the order of several books.
 */
export const copyLines = async (
  store: Pick<EventStore, 'append'>,
  lines: Iterable<StoredEvent> | AsyncIterable<StoredEvent>,
  onProgress: (done: number) => void,
): Promise<void> => {
  let run = new Run();
  let done = 0;
  const flush = async () => {
    await append(store, run);
    onProgress((done += run.lines.length));
    run = new Run();
  };
  for await (const line of lines) {
    if (run.take(line)) continue;
    await flush();
    run.take(line);
  }
  await flush();
};
