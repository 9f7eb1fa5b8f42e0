import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ANY, type EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { type Double, startDouble } from '../support/eventstoredb-double/start-double.js';
import {
  collect,
  connect,
  connectWarm,
  endingsOf,
  errorOf,
  newEvents,
  newStream,
  numbersIn,
  pipeline,
} from './server.js';

/** How long the server waits for its disk here; the real one waits 2 s. */
const writeTimeoutMs = 300;
const credentials = { username: 'admin', password: 'changeit' };

/** Nobody can tell a real server when to fail, so these facts are asked of the double alone. What it does was observed. */
describe('outages, on the double alone', () => {
  let double: Double;
  let client: EventStoreDBClient;
  beforeAll(async () => {
    double = await startDouble({ writeTimeoutMs });
  });
  beforeEach(async () => {
    client = await connectWarm(double.url());
  });
  afterEach(async () => {
    await double.heal();
    await client.dispose();
  });
  afterAll(() => double.stop());

  const storedIn = async (stream: string) => (await double.stored()).filter((event) => event.stream === stream);

  describe('killed with an append under way', () => {
    it('fails it with code 14, whether it is stored or not; the next ones fail at once, without a type', async () => {
      const stream = newStream();
      await double.fault({ kind: 'silence', on: 'append' });
      const events = newEvents(1);
      const append = () => client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
      const unanswered = errorOf(append());
      while ((await storedIn(stream)).length === 0);
      await double.kill();
      expect(await unanswered).toMatchObject({ type: 'unavailable', code: 14 });

      const next = await errorOf(append());
      expect(next).toMatchObject({ name: 'Error', code: 14 });
      expect(next.type).toBeUndefined();
      expect(await errorOf(collect(client.readStream(stream)))).toMatchObject({ type: 'unavailable', code: 14 });
      const [failure] = (await once(client.subscribeToAll(), 'error')) as [Error];
      expect(failure).toMatchObject({ type: 'unavailable', code: 14 });

      await double.start();
      // The same client works again, and the same append, at the same place, is known.
      expect(await append()).toMatchObject({ success: true, nextExpectedRevision: 0n });
      expect(await numbersIn(client, stream)).toEqual([0]);
    });

    it('keeps what it has acknowledged, and knows repetitions of it after the restart', async () => {
      const stream = newStream();
      const events = newEvents(3);
      const append = () => client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
      const first = await append();
      await client.appendToStream(stream, newEvents(1), { expectedRevision: 2n });
      await double.restart();
      const again = await connectWarm(double.url());
      expect(await again.appendToStream(stream, events, { expectedRevision: NO_STREAM })).toEqual(first);
      expect(await numbersIn(again, stream)).toEqual([0, 1, 2, 0]);
      await again.dispose();
    });

    it('forgets appends at any revision: a repetition of them is written once more', async () => {
      const stream = newStream();
      const events = newEvents(1);
      await client.appendToStream(stream, events, { expectedRevision: ANY });
      await double.restart();
      const again = await connectWarm(double.url());
      await again.appendToStream(stream, events, { expectedRevision: ANY });
      expect(await numbersIn(again, stream)).toEqual([0, 0]);
      await again.dispose();
    });
  });

  it('with the port open and the database not ready, fails appends in words alone, and reads with code 14', async () => {
    const stream = newStream();
    await double.fault({ kind: 'not ready' });
    const refusal = await errorOf(client.appendToStream(stream, newEvents(1)));
    expect(refusal).toMatchObject({ type: 'unknown', message: 'Could not recognize Server Is Not Ready' });
    expect(refusal.code).toBeUndefined();
    expect(await errorOf(collect(client.readStream(stream)))).toMatchObject({ type: 'unavailable', code: 14 });
    await double.heal();
    expect(await storedIn(stream)).toEqual([]);
    expect(await client.appendToStream(stream, newEvents(1))).toMatchObject({ success: true });
  });

  it('stopped by its operator, ends calls without a status: code 13, and then code 14', async () => {
    const stream = newStream();
    await double.fault({ kind: 'silence', on: 'append' });
    const unanswered = errorOf(client.appendToStream(stream, newEvents(1)));
    while ((await storedIn(stream)).length === 0);
    await double.shutDown();
    expect(await unanswered).toMatchObject({
      type: 'unknown',
      code: 13,
      message: expect.stringContaining('Received RST_STREAM with code 0'),
    });
    expect(await errorOf(client.appendToStream(stream, newEvents(1)))).toMatchObject({ code: 14 });
    await double.start();
  });

  it('frozen, leaves appends without an answer until the connection is found dead by its pings', async () => {
    // Every 10 s by default, so that it takes 20 s; the client warns of whoever cannot wait so long.
    const warning = jest.spyOn(console, 'warn').mockReturnValue();
    const hasty = await connectWarm(`${double.url()}&keepAliveInterval=200&keepAliveTimeout=200`);
    expect(warning).toHaveBeenCalledWith(expect.stringContaining('less than recommended'));
    warning.mockRestore();
    double.freeze();
    const started = Date.now();
    const failure = await errorOf(hasty.appendToStream(newStream(), newEvents(1), { deadline: 50 }));
    expect(failure).toMatchObject({ code: 14 });
    // Its deadline had been over for long.
    expect(Date.now() - started).toBeGreaterThan(150);
    double.thaw();
    await hasty.dispose();
  });

  it('with a slow disk, says that the time is up, and has stored what came', async () => {
    const [batched, classic] = [newStream(), newStream()];
    await double.fault({ kind: 'slow disk' });
    expect(await errorOf(client.appendToStream(batched, newEvents(1)))).toMatchObject({ type: 'deadline-exceeded' });
    expect(await errorOf(client.appendToStream(classic, newEvents(1), { credentials }))).toMatchObject({
      type: 'timeout',
      code: 10,
    });
    expect([...(await storedIn(batched)), ...(await storedIn(classic))]).toHaveLength(2);
  });

  it('cut in the middle of a pipeline, fails all that was not acknowledged, and has stored a beginning of it', async () => {
    const stream = newStream();
    await double.fault({ kind: 'cut', where: 'before an append is acknowledged', after: 10 });
    const endings = await endingsOf(pipeline(client, stream, newEvents(30)));
    const acknowledged = endings.filter(({ error }) => !error);
    expect(acknowledged.length).toBeLessThanOrEqual(10);
    for (const { error } of endings) if (error) expect(error).toMatchObject({ type: 'unavailable', code: 14 });
    const stored = (await storedIn(stream)).map(({ data }) => (JSON.parse(data) as { n: number }).n);
    expect(stored).toEqual(stored.map((_n, index) => index));
    expect(stored.length).toBeGreaterThan(10);
  });

  it('cut in a read and in a subscription, fails them with code 14', async () => {
    const stream = newStream();
    await client.appendToStream(stream, newEvents(100));
    await double.fault(
      { kind: 'cut', where: 'in a read', after: 50 },
      { kind: 'cut', where: 'in a subscription', after: 5 },
    );
    expect(await errorOf(collect(client.readStream(stream)))).toMatchObject({ type: 'unavailable', code: 14 });
    const subscription = client.subscribeToStream(stream);
    subscription.resume();
    expect((await once(subscription, 'error'))[0]).toMatchObject({ type: 'unavailable', code: 14 });
  });

  it('refuses those whom it does not know, or does not let in', async () => {
    await double.fault({ kind: 'refuse', as: 'forbidden' });
    const denied = { type: 'access-denied' };
    expect(await errorOf(client.appendToStream(newStream(), newEvents(1)))).toMatchObject(denied);
    expect(await errorOf(collect(client.readAll({ maxCount: 1 })))).toMatchObject({ ...denied, code: 7 });
    await double.fault({ kind: 'refuse', as: 'unauthenticated' });
    expect(await errorOf(connect(double.url()).appendToStream(newStream(), newEvents(1)))).toMatchObject({ code: 16 });
    expect(await errorOf(collect(client.readAll({ maxCount: 1 })))).toMatchObject({ ...denied, code: 16 });
  });
});

describe('a cluster of two nodes, on the double alone', () => {
  it('tells by gossip who leads; a node that does not names the one that does, where the client goes next', async () => {
    const double = await startDouble({ nodes: 2 });
    const client = await connectWarm(double.clusterUrl);
    const stream = newStream();
    await client.appendToStream(stream, newEvents(1), { expectedRevision: NO_STREAM });
    await double.fault({ kind: 'leader', node: 1 });
    const failure = await errorOf(client.appendToStream(stream, newEvents(1), { expectedRevision: 0n }));
    expect(failure).toMatchObject({ type: 'not-leader', code: 5, leader: { address: '127.0.0.1' } });
    expect(await client.appendToStream(stream, newEvents(1), { expectedRevision: 0n })).toMatchObject({
      success: true,
    });
    await client.dispose();
    await double.stop();
  });
});
