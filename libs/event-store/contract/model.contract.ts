import { randomUUID } from 'node:crypto';
import { describe, expect } from '@jest/globals';
import fc from 'fast-check';
import { holds, replayPath } from '../../../test/support/property.js';
import { type EventStore, type ExpectedRevision, isEventStoreError, type NewEvent, type Position } from '../port.js';
import { MemoryLedger } from '../testing/memory-event-store.js';
import { collect, type CurrentEngine, newStream } from './engine.js';
import { eventsIn, Follower } from './follower.contract.js';

/** Runs of every day; more by WAVEBOOK_PROPERTY_RUNS. */
const runs = 20;
const commandsMax = 40;
const streamCount = 3;

/** The same ledger, as it should be. */
interface Model {
  readonly ledger: MemoryLedger;
  readonly store: EventStore;
  /** Appends that were tried, for those who repeat them, whole or in part. */
  readonly tried: Attempt[];
}

/** The engine, opened twice on one ledger, and who follows it. */
interface Real {
  readonly streams: readonly string[];
  readonly stores: EventStore[];
  readonly followers: Follower[];
  /** Where the ledger ended before this run, and the position of each event of this run. */
  readonly start: Position;
  readonly positions: Position[];
  readonly reopen: () => Promise<EventStore>;
}

interface Attempt {
  readonly stream: number;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

type Command = fc.AsyncCommand<Model, Real>;

const command = (name: string, run: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => name,
});

/** What an append came to, without positions: those are the engine's own. */
const outcomeOf = async (appending: Promise<{ revision: bigint; position: Position }>) => {
  try {
    const { revision, position } = await appending;
    return { told: { revision }, position };
  } catch (error) {
    if (!isEventStoreError(error)) throw error;
    return { told: { code: error.code } };
  }
};

const positionsSince = async (real: Real, store: EventStore): Promise<Position[]> => {
  const events = await collect(store.readAll({ after: real.positions.at(-1) ?? real.start }));
  return events.map(({ position }) => position);
};

/** Appends under way at once at one store: carried out in the order in which they were asked for, as the model does. */
const appendAll = async (model: Model, real: Real, store: EventStore, attempts: readonly Attempt[]): Promise<void> => {
  model.tried.push(...attempts);
  const asked = attempts.map((each) => outcomeOf(store.append(real.streams[each.stream]!, each.expected, each.events)));
  const expected: Awaited<ReturnType<typeof outcomeOf>>[] = [];
  for (const each of attempts)
    expected.push(await outcomeOf(model.store.append(real.streams[each.stream]!, each.expected, each.events)));
  const outcomes = await Promise.all(asked);
  expect(outcomes.map(({ told }) => told)).toEqual(expected.map(({ told }) => told));
  real.positions.push(...(await positionsSince(real, store)));
  expect(real.positions).toHaveLength(model.ledger.events.length);
  for (const [index, { position }] of outcomes.entries()) {
    const at = model.ledger.events.findIndex((event) => event.position === expected[index]!.position);
    expect(position).toBe(real.positions[at]);
  }
};

const positionAt = (real: Real, index: number): Position => (index === 0 ? real.start : real.positions[index - 1]!);
const modelPositionAt = ({ ledger }: Model, index: number): Position =>
  index === 0 ? 0n : ledger.events[index - 1]!.position;

/** Right, or wrong in each of the ways in which a writer can be wrong. */
const expectedRevision = (model: Model, stream: string, offset: number): ExpectedRevision => {
  const revision = BigInt(model.ledger.stream(stream).length - 1 + offset);
  return revision < 0n ? 'no_stream' : revision;
};

const contents = fc.oneof(
  { weight: 3, arbitrary: fc.constant<unknown>({ text: 'synthetic' }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2, noUnicodeString: false }) },
);
const offsets = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -3, max: 2 }) },
);
const which = fc.nat({ max: 1 });
const streams = fc.nat({ max: streamCount - 1 });
/** A place that is there whatever the length: a share of it. */
const shares = fc.nat({ max: 99 });
const at = (share: number, length: number): number => Math.floor((share * (length + 1)) / 100);

const newEventsOf = (data: readonly unknown[]): NewEvent[] =>
  data.map((each) => ({ id: randomUUID(), type: 'SomethingHappened', data: each, metadata: { version: 1 } }));

const appends = fc
  .record({ store: which, stream: streams, offset: offsets, data: fc.array(contents, { minLength: 1, maxLength: 4 }) })
  .map(({ store, stream, offset, data }) =>
    command(`append ${data.length} to ${stream} at ${offset} by ${store}`, (model, real) => {
      const expected = expectedRevision(model, real.streams[stream]!, offset);
      return appendAll(model, real, real.stores[store]!, [{ stream, expected, events: newEventsOf(data) }]);
    }),
  );

const pipelines = fc
  .record({
    store: which,
    plans: fc.array(fc.record({ stream: streams, offset: offsets, count: fc.nat({ max: 2 }) }), {
      minLength: 2,
      maxLength: 6,
    }),
  })
  .map(({ store, plans }) =>
    command(`pipeline ${JSON.stringify(plans)} by ${store}`, (model, real) => {
      const lengths = real.streams.map((stream) => model.ledger.stream(stream).length);
      const attempts = plans.map(({ stream, offset, count }) => {
        const revision = BigInt(lengths[stream]! - 1 + offset);
        const events = newEventsOf(Array.from({ length: count + 1 }, (_, n) => ({ n })));
        if (offset === 0) lengths[stream]! += events.length;
        return { stream, expected: revision < 0n ? ('no_stream' as const) : revision, events };
      });
      return appendAll(model, real, real.stores[store]!, attempts);
    }),
  );

const repetitions = ['whole', 'beginning', 'end', 'longer', 'other data', 'other type'] as const;
type Repetition = (typeof repetitions)[number];

/** An append that was tried before, the same to the letter, in part, or not quite the same. */
const again = ({ stream, expected, events }: Attempt, how: Repetition): Attempt => {
  const [first, ...rest] = events as [NewEvent, ...NewEvent[]];
  const after = expected === 'no_stream' ? 0n : expected + 1n;
  switch (how) {
    case 'whole':
      return { stream, expected, events };
    case 'beginning':
      return { stream, expected, events: [first] };
    case 'end':
      return rest.length === 0 ? { stream, expected, events } : { stream, expected: after, events: rest };
    case 'longer':
      return { stream, expected, events: [...events, ...newEventsOf([{ text: 'one more' }])] };
    case 'other data':
      return { stream, expected, events: [{ ...first, data: { text: 'something else' } }, ...rest] };
    case 'other type':
      return { stream, expected, events: [{ ...first, type: 'SomethingElseHappened' }, ...rest] };
  }
};

const repeats = fc
  .record({ store: which, share: shares, how: fc.constantFrom(...repetitions) })
  .map(({ store, share, how }) =>
    command(`repeat ${share} % (${how}) by ${store}`, async (model, real) => {
      const earlier = model.tried[at(share, model.tried.length - 1)];
      if (earlier) await appendAll(model, real, real.stores[store]!, [again(earlier, how)]);
    }),
  );

/** Two writers at the same place at the same moment: one of them is first, whichever. */
const races = fc.record({ stream: streams }).map(({ stream }) =>
  command(`race on ${stream}`, async (model, real) => {
    const name = real.streams[stream]!;
    const expected = expectedRevision(model, name, 0);
    const rivals = real.stores.map((store) => ({ store, events: newEventsOf([{ text: 'rival' }]) }));
    const outcomes = await Promise.all(
      rivals.map(({ store, events }) => outcomeOf(store.append(name, expected, events))),
    );
    const winners = rivals.filter((_, index) => 'revision' in outcomes[index]!.told);
    expect(winners).toHaveLength(1);
    expect(outcomes.flatMap(({ told }) => ('code' in told ? [told.code] : []))).toEqual(['WRONG_EXPECTED_REVISION']);
    await model.store.append(name, expected, winners[0]!.events);
    real.positions.push(...(await positionsSince(real, real.stores[0]!)));
  }),
);

const reads = fc
  .record({
    store: which,
    stream: streams,
    from: fc.option(fc.nat({ max: 12 }), { nil: undefined }),
    backwards: fc.boolean(),
    max: fc.option(fc.nat({ max: 6 }), { nil: undefined }),
  })
  .map(({ store, stream, from, ...rest }) =>
    command(`read ${stream} ${JSON.stringify({ from, ...rest })} by ${store}`, async (model, real) => {
      const options = {
        ...(from === undefined ? {} : { from: BigInt(from) }),
        backwards: rest.backwards,
        ...(rest.max === undefined ? {} : { max: rest.max }),
      };
      const name = real.streams[stream]!;
      expect(eventsIn(await collect(real.stores[store]!.read(name, options)))).toEqual(
        eventsIn(await collect(model.store.read(name, options))),
      );
    }),
  );

const readsOfAll = fc
  .record({ store: which, share: shares, max: fc.option(fc.nat({ max: 6 }), { nil: undefined }) })
  .map(({ store, share, max }) =>
    command(`read all after ${share} %, at most ${max} by ${store}`, async (model, real) => {
      const index = at(share, model.ledger.events.length);
      const most = max === undefined ? {} : { max };
      const found = await collect(real.stores[store]!.readAll({ after: positionAt(real, index), ...most }));
      const expected = await collect(model.store.readAll({ after: modelPositionAt(model, index), ...most }));
      expect(eventsIn(found)).toEqual(eventsIn(expected));
      expect(found.map(({ position }) => position)).toEqual(real.positions.slice(index, index + found.length));
    }),
  );

const heads = which.map((store) =>
  command(`head by ${store}`, async (_model, real) => {
    expect(await real.stores[store]!.head()).toBe(real.positions.at(-1) ?? real.start);
  }),
);

const follows = fc.record({ store: which, share: shares }).map(({ store, share }) =>
  command(`follow from ${share} % by ${store}`, async (model, real) => {
    const index = at(share, model.ledger.events.length);
    real.followers.push(new Follower(real.stores[store]!, store, positionAt(real, index), index));
  }),
);

const pulls = shares.map((share) =>
  command(`pull by ${share} %`, async (model, real) => {
    const follower = real.followers[at(share, real.followers.length - 1)];
    if (follower) await follower.catchUp(model.ledger.events, real.positions);
  }),
);

const leaves = shares.map((share) =>
  command(`leave ${share} %`, async (_model, real) => {
    const [follower] = real.followers.splice(at(share, real.followers.length - 1), 1);
    await follower?.leave();
  }),
);

const reopens = which.map((store) =>
  command(`close and reopen ${store}`, async (_model, real) => {
    await real.stores[store]!.close();
    for (const follower of real.followers) if (follower.store === store) await follower.expectEnded();
    real.followers.splice(0, real.followers.length, ...real.followers.filter((each) => each.store !== store));
    real.stores[store] = await real.reopen();
  }),
);

const commands = fc.commands(
  [appends, pipelines, repeats, races, reads, readsOfAll, heads, follows, pulls, leaves, reopens],
  { maxCommands: commandsMax, size: 'max', ...replayPath },
);

/** Any commands in any order: the engine does what a ledger in memory does. */
export const modelling = (engine: CurrentEngine): void => {
  const begin = async (): Promise<{ model: Model; real: Real }> => {
    const { another } = engine();
    const stores = [await another(), await another()];
    const ledger = new MemoryLedger();
    return {
      model: { ledger, store: ledger.open(), tried: [] },
      real: {
        streams: Array.from({ length: streamCount }, newStream),
        stores,
        followers: [],
        start: await stores[0]!.head(),
        positions: [],
        reopen: another,
      },
    };
  };

  /** In the end everybody has everything, and everything is as the model has it. */
  const finish = async (model: Model, real: Real): Promise<void> => {
    for (const follower of real.followers) await follower.catchUp(model.ledger.events, real.positions);
    for (const stream of real.streams)
      expect(eventsIn(await collect(real.stores[1]!.read(stream)))).toEqual(eventsIn(model.ledger.stream(stream)));
  };

  describe('any sequence of calls, by two stores on one ledger', () => {
    holds(
      'comes to what it comes to in memory',
      runs,
      fc.asyncProperty(commands, async (chosen) => {
        const setup = await begin();
        try {
          await fc.asyncModelRun(() => Promise.resolve(setup), chosen);
          await finish(setup.model, setup.real);
        } finally {
          for (const follower of setup.real.followers) await follower.leave();
          for (const store of setup.real.stores) await store.close();
        }
      }),
    );
  });
};
