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

/** What happens to units: the bulk of a book that grows. */
const unitEvents: ReadonlySet<string> = new Set([
  'UnitEnrolled',
  'InterestExpressed',
  'UnitCommitted',
  'ReadinessConfirmed',
  'UnitWentLive',
  'UsageMeasured',
  'UnitEmbedded',
  'UnitLapsed',
]);

/** Its ids are apart from those of the copies that `fillWithBooks` makes. */
const firstOfOneBook = 2 ** 24;

/** Lets one book grow: the demo's, and then what happened to its units happens to others of the same programme. */
export const fillWithOneBook = async (
  file: string,
  eventsMin: number,
): Promise<{ programmeId: string; events: number }> => {
  const store: EventStore = await openSqliteEventStore({ file });
  const first = copyOf(await demoBook(), firstOfOneBook);
  const { stream } = first[0]!;
  let { revision } = await store.append(
    stream,
    'no_stream',
    first.map(({ event }) => event),
  );
  const grown = first.map(({ event }) => event).filter(({ type }) => unitEvents.has(type));
  const others = new Set(grown.flatMap(({ id, data }) => [id, (data as { unitId: string }).unitId]));
  const template = JSON.stringify(grown).split(uuid);
  for (let copy = 1; revision + 1n < eventsMin; copy++) {
    const pieces = template.map((piece) => (others.has(piece) ? idIn(copy, piece) : piece));
    ({ revision } = await store.append(stream, revision, JSON.parse(pieces.join('')) as NewEvent[]));
  }
  await store.close();
  return { programmeId: stream.slice(stream.indexOf('-') + 1), events: Number(revision) + 1 };
};
