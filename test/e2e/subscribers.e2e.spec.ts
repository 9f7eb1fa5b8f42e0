import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chartered, solutionAdded } from '../support/programme.js';
import { RawSocket } from '../support/raw-socket.js';
import { type TestServer, startTestServer } from '../support/server.js';

/** What `npm run bench -- subscribers` does with a thousand, without its figures. */
const subscriberCount = 100;
const bookCount = 4;
const linesEach = 25;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());

const events = `subscription ($programmeId: ID!, $after: Position) {
  ledgerEvents(programmeId: $programmeId, after: $after) { position sentence }
}`;

interface Payload {
  readonly data: { readonly ledgerEvents: { readonly position: string; readonly sentence: string } };
}

const lineOf = async (raw: RawSocket) => ((await raw.next()).payload as Payload).data.ledgerEvents;

describe('a hundred subscribers', () => {
  it('are each told every line of their book once, in order, and the store is read as if there were few', async () => {
    const books = await Promise.all(Array.from({ length: bookCount }, (_, n) => chartered(server, `Book ${n}`)));
    const subscribers = await Promise.all(
      Array.from({ length: subscriberCount }, async (_, n) => {
        const raw = await RawSocket.admitted(server, undefined, n % 8 < bookCount ? 'en' : 'nb');
        const programmeId = books[n % bookCount]!;
        raw.subscribe('1', events, { programmeId });
        await lineOf(raw);
        return { raw, programmeId };
      }),
    );

    const read = jest.spyOn(server.parts.store, 'read');
    const written = new Map(books.map((book) => [book, [] as string[]]));
    const writing = books.map(async (book) => {
      for (let n = 0; n < linesEach; n++) written.get(book)!.push(await solutionAdded(server, book, `Solution ${n}`));
    });
    const taken = subscribers.map(async ({ raw, programmeId }) => {
      const positions: string[] = [];
      while (positions.length < linesEach) positions.push((await lineOf(raw)).position);
      return { programmeId, positions };
    });
    await Promise.all(writing);
    for (const { programmeId, positions } of await Promise.all(taken))
      expect(positions).toEqual(written.get(programmeId));
    // The commands read their books too; what counts is that it is not once for each subscriber and line.
    expect(read.mock.calls.length).toBeLessThan(bookCount * linesEach * 4);
    read.mockRestore();

    // What comes now is the next thing that they hear: nothing came twice.
    const last = new Map(books.map((book) => [book, solutionAdded(server, book, 'The last one')]));
    for (const [n, { raw, programmeId }] of subscribers.entries())
      expect(await lineOf(raw)).toEqual({
        position: await last.get(programmeId),
        sentence: n % 8 < bookCount ? expect.stringContaining('joined') : expect.stringContaining('kom inn'),
      });
    await Promise.all(subscribers.map(({ raw }) => raw.end()));
  }, 60_000);
});
