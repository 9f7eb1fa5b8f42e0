import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDemo } from '../../apps/cli/demo/write-demo.js';
import { filesIn } from '../../apps/ledger/config.js';
import { type EventStore, type NewEvent, openSqliteEventStore } from '#event-store';

const uuid = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/;

/** A whole book as text, cut at each id: every second piece is one. */
type Template = readonly string[];

/** The demo's book: decided, sealed and encoded by the ledger itself. */
const demoBook = async (): Promise<Template> => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
  try {
    const data = join(folder, 'demo');
    await writeDemo({ data, masterKey: undefined, timeZone: 'Europe/Oslo' });
    const store = await openSqliteEventStore({ file: filesIn(data).ledger });
    const events: { stream: string; event: NewEvent }[] = [];
    for await (const { id, type, data, metadata, stream } of store.readAll())
      events.push({ stream, event: { id, type, data, metadata } });
    await store.close();
    return JSON.stringify(events).split(uuid);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Another id for each copy, and the same one wherever the first one stood. */
const idIn = (copy: number, id: string): string =>
  ((parseInt(id.slice(0, 8), 16) ^ copy) >>> 0).toString(16).padStart(8, '0') + id.slice(8);

const copyOf = (template: Template, copy: number) =>
  JSON.parse(template.map((piece, n) => (n % 2 === 1 ? idIn(copy, piece) : piece)).join('')) as readonly {
    stream: string;
    event: NewEvent;
  }[];

/** Fills a ledger with copies of the demo's book, each with ids of its own, a book to an append. */
export const fillWithBooks = async (file: string, eventsMin: number): Promise<{ books: number; events: number }> => {
  const template = await demoBook();
  const store: EventStore = await openSqliteEventStore({ file });
  let [books, events] = [0, 0];
  while (events < eventsMin) {
    const book = copyOf(template, ++books);
    await store.append(
      book[0]!.stream,
      'no_stream',
      book.map(({ event }) => event),
    );
    events += book.length;
  }
  await store.close();
  return { books, events };
};
