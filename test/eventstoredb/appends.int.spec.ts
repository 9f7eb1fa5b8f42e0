import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ANY, type EventStoreDBClient, jsonEvent, NO_STREAM, START } from '@eventstore/db-client';
import {
  collect,
  type ConnectedServer,
  endingsOf,
  errorOf,
  newEvents,
  newStream,
  numbersIn,
  pipeline,
  serverName,
  startConnected,
  upTo,
} from './server.js';

const appendBytesMax = 1_048_576;

describe(`appends, as ${serverName} takes them`, () => {
  let server: ConnectedServer;
  let client: EventStoreDBClient;
  beforeAll(async () => {
    server = await startConnected();
    ({ client } = server);
  });
  afterAll(() => server.stop());

  /** What is sent right behind this is checked at once, and is on the disk only after it. */
  const keepBusy = () => client.appendToStream(newStream(), newEvents(4_000));

  it('answer with the revision and the position of the last event, commit equal to prepare', async () => {
    const stream = newStream();
    const { success, nextExpectedRevision, position } = await client.appendToStream(stream, newEvents(3), {
      expectedRevision: NO_STREAM,
    });
    expect({ success, nextExpectedRevision }).toEqual({ success: true, nextExpectedRevision: 2n });
    expect(position!.commit).toBe(position!.prepare);
  });

  it('fail with what was expected and what is there, and without a message', async () => {
    const stream = newStream();
    const append = (expectedRevision: bigint | 'no_stream' | 'stream_exists') =>
      errorOf(client.appendToStream(stream, newEvents(1), { expectedRevision }));
    const type = 'wrong-expected-version';
    const on = { type, name: 'Error', message: '', streamName: stream };
    expect(await append(3n)).toMatchObject({ ...on, expectedVersion: 3n, actualVersion: 'no_stream' });
    expect(await append('stream_exists')).toMatchObject({ ...on, expectedVersion: 'stream_exists' });
    await client.appendToStream(stream, newEvents(2));
    expect(await append(NO_STREAM)).toMatchObject({ ...on, expectedVersion: 'no_stream', actualVersion: 1n });
    expect(await append(0n)).toMatchObject({ ...on, expectedVersion: 0n, actualVersion: 1n });
    expect(await append(2n)).toMatchObject({ ...on, expectedVersion: 2n, actualVersion: 1n });
  });

  it('fail before those succeed that were sent earlier, and may tell of a revision that nobody has acknowledged', async () => {
    const stream = newStream();
    const busy = keepBusy();
    const before = pipeline(client, stream, newEvents(10));
    const wrong = client.appendToStream(stream, newEvents(1), { expectedRevision: 3n });
    const after = pipeline(client, stream, newEvents(9), 10);
    const endings = await endingsOf([...before, wrong, ...after]);
    await busy;
    const failure = endings.findIndex(({ index }) => index === 10);
    expect(endings[failure]!.error).toMatchObject({ type: 'wrong-expected-version', actualVersion: 9n });
    expect(failure).toBeLessThan(endings.findIndex(({ index }) => index === 9));
    expect(endings.filter(({ error }) => error)).toHaveLength(1);
    expect(await numbersIn(client, stream)).toEqual([...upTo(10), ...upTo(9)]);
  });

  it('keep their order on a client that is warm, and succeed in it', async () => {
    const stream = newStream();
    const endings = await endingsOf(pipeline(client, stream, newEvents(100)));
    expect(endings).toEqual(upTo(100).map((index) => ({ index })));
    expect(await numbersIn(client, stream)).toEqual(upTo(100));
  });

  describe('that are repeated', () => {
    it('succeed where they were, with the position that they had; a beginning of them as well', async () => {
      const stream = newStream();
      const events = newEvents(3);
      const append = (count: number) =>
        client.appendToStream(stream, events.slice(0, count), { expectedRevision: NO_STREAM });
      const first = await append(3);
      await client.appendToStream(stream, newEvents(2), { expectedRevision: 2n });
      expect(await append(3)).toEqual(first);
      const [, second] = await collect(client.readStream(stream));
      expect(await append(2)).toMatchObject({ nextExpectedRevision: 1n, position: second!.event!.position });
      expect(await numbersIn(client, stream)).toEqual([0, 1, 2, 0, 1]);
    });

    it('are not compared by what they hold', async () => {
      const stream = newStream();
      const [event] = newEvents(1);
      const first = await client.appendToStream(stream, event!, { expectedRevision: NO_STREAM });
      const other = jsonEvent({ id: event!.id, type: 'ObservedOtherwise', data: { n: 7 } });
      expect(await client.appendToStream(stream, other, { expectedRevision: NO_STREAM })).toEqual(first);
      expect(await numbersIn(client, stream)).toEqual([0]);
    });

    it('fail when there is more of them, in another order or at another place', async () => {
      const stream = newStream();
      const events = newEvents(2);
      await client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
      await client.appendToStream(stream, newEvents(1), { expectedRevision: 1n });
      for (const [again, expectedRevision] of [
        [[...events, ...newEvents(1), ...newEvents(1)], NO_STREAM],
        [events.toReversed(), NO_STREAM],
        [[events[1]!], NO_STREAM],
        [events, 0n],
      ] as const)
        expect(await errorOf(client.appendToStream(stream, [...again], { expectedRevision }))).toMatchObject({
          type: 'wrong-expected-version',
          actualVersion: 2n,
        });
      expect(await numbersIn(client, stream)).toEqual([0, 1, 0]);
    });

    it('are written once more at the end of the stream', async () => {
      const stream = newStream();
      const events = newEvents(2);
      await client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
      await client.appendToStream(stream, events, { expectedRevision: 1n });
      expect(await numbersIn(client, stream)).toEqual([0, 1, 0, 1]);
    });

    it('are known where any revision will do, as long as the server remembers them', async () => {
      const stream = newStream();
      const events = newEvents(2);
      const first = await client.appendToStream(stream, events, { expectedRevision: ANY });
      await client.appendToStream(stream, newEvents(1), { expectedRevision: ANY });
      expect(await client.appendToStream(stream, events, { expectedRevision: ANY })).toEqual(first);
      expect(await numbersIn(client, stream)).toEqual([0, 1, 0]);
    });

    it('hear after 2 s that their time is up when the first is still under way; the events are there once', async () => {
      const stream = newStream();
      const events = newEvents(10);
      const append = () => client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
      let answeredAt = 0;
      const busy = keepBusy();
      const original = append();
      const repetition = append();
      void original.then(() => (answeredAt = Date.now()));
      const [first, second] = await endingsOf([original, repetition]);
      await busy;
      expect(first).toEqual({ index: 0 });
      expect(second).toMatchObject({ index: 1, error: { type: 'deadline-exceeded', name: 'Error' } });
      expect(Date.now() - answeredAt).toBeGreaterThan(1_500);
      expect(await append()).toMatchObject({ success: true, nextExpectedRevision: 9n });
      expect(await numbersIn(client, stream)).toEqual(upTo(10));
    });
  });

  describe('of a size', () => {
    /** Data whose JSON has so many bytes. */
    const dataOf = (bytes: number) => 'x'.repeat(bytes - 2);
    const event = (bytes: number) => jsonEvent({ type: 'Observed', data: dataOf(bytes), metadata: { text: 'much' } });

    it('are taken up to 1,048,576 bytes of data in all, whatever their types and metadata take', async () => {
      const { success } = await client.appendToStream(newStream(), [event(appendBytesMax - 100), event(100)]);
      expect(success).toBe(true);
    });

    it('are refused with one byte more', async () => {
      const stream = newStream();
      const refusal = { type: 'maximum-append-size-exceeded', maxAppendSize: appendBytesMax };
      expect(await errorOf(client.appendToStream(stream, event(appendBytesMax + 1)))).toMatchObject(refusal);
      const two = [event(appendBytesMax), event(2)];
      expect(await errorOf(client.appendToStream(stream, two))).toMatchObject(refusal);
      expect(await errorOf(numbersIn(client, stream))).toMatchObject({ type: 'stream-not-found' });
    });
  });

  it('of nothing succeed, and make no stream', async () => {
    const stream = newStream();
    expect(await client.appendToStream(stream, [], { expectedRevision: NO_STREAM })).toMatchObject({ success: true });
    expect(await errorOf(numbersIn(client, stream))).toMatchObject({ type: 'stream-not-found' });
  });

  it('that are malformed are bad requests, which the client does not recognize', async () => {
    const [event] = newEvents(1);
    const badRequest = { type: 'unknown', message: 'Could not recognize BadRequest' };
    const noUuid = { ...event!, id: 'none' };
    const noType = { ...event!, id: randomUUID(), type: '' };
    expect(await errorOf(client.appendToStream(newStream(), noUuid))).toMatchObject(badRequest);
    expect(await errorOf(client.appendToStream(newStream(), noType))).toMatchObject(badRequest);
    expect(await errorOf(client.appendToStream('', event!))).toMatchObject(badRequest);
  });

  it('give events ids in lower case, JSON that is parsed, and a date', async () => {
    const stream = newStream();
    const id = randomUUID();
    await client.appendToStream(stream, jsonEvent({ id: id.toUpperCase(), type: 'Observed', data: { æ: [1] } }));
    const [resolved] = await collect(client.readStream(stream, { fromRevision: START }));
    expect(resolved!.event).toMatchObject({
      id,
      type: 'Observed',
      isJson: true,
      data: { æ: [1] },
      metadata: undefined,
    });
    expect(Math.abs(resolved!.event!.created.getTime() - Date.now())).toBeLessThan(60_000);
  });

  it('in a call of their own, with credentials, tell the same', async () => {
    const stream = newStream();
    const credentials = { username: 'admin', password: 'changeit' };
    const append = (expectedRevision: 'no_stream' | bigint, count = 2) =>
      client.appendToStream(stream, newEvents(count), { expectedRevision, credentials });
    const { success, nextExpectedRevision, position } = await append(NO_STREAM);
    expect({ success, nextExpectedRevision }).toEqual({ success: true, nextExpectedRevision: 1n });
    expect(position!.commit).toBe(position!.prepare);
    expect(await errorOf(append(7n))).toMatchObject({
      type: 'wrong-expected-version',
      expectedVersion: 7n,
      actualVersion: 1n,
    });
    const large = jsonEvent({ type: 'Observed', data: 'x'.repeat(appendBytesMax) });
    expect(await errorOf(client.appendToStream(stream, large, { credentials }))).toMatchObject({
      type: 'maximum-append-size-exceeded',
      code: 3,
      maxAppendSize: appendBytesMax,
    });
  });
});
