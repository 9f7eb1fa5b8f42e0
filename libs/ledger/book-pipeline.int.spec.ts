import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Vault } from '#privacy';
import { gate, settle, unavailable, until } from './testing/watched-store.js';
import { accepted, codesOf, command, openCounter, uuid, workbench } from './testing/workbench.js';

let bench: ReturnType<typeof workbench>;
beforeEach(() => void (bench = workbench()));
afterEach(() => bench.remove());

const steps = (ledger: Awaited<ReturnType<(typeof bench)['open']>>['ledger'], programmeId: string, count: number) =>
  Array.from({ length: count }, () => ledger.submit(command('count', { step: 1 }, { programmeId })));

describe('a hot book', () => {
  it('takes a hundred commands at once, one after the other, in few appends', async () => {
    const { ledger, store } = await bench.open();
    const programmeId = await openCounter(ledger);
    const outcomes = (await Promise.all(steps(ledger, programmeId, 100))).map(accepted);
    expect(outcomes.map(({ revision }) => revision)).toEqual(Array.from({ length: 100 }, (_, n) => BigInt(n + 1)));
    expect(outcomes.map(({ position }) => position)).toEqual(Array.from({ length: 100 }, (_, n) => BigInt(n + 2)));
    expect(outcomes.map(({ events }) => (events[0]!.data as { total: number }).total)).toEqual(
      Array.from({ length: 100 }, (_, n) => n + 1),
    );
    expect(store.appends.length).toBeLessThanOrEqual(4);
  });

  it('decides on what the append in flight will leave, and sends that in one append', async () => {
    const { ledger, store } = await bench.open();
    const programmeId = await openCounter(ledger, 3);
    const door = gate();
    store.through = (forward) => door.opened.then(forward);
    const first = ledger.submit(command('count', { step: 1 }, { programmeId }));
    await until(() => store.appends.length === 2);
    const rest = steps(ledger, programmeId, 3);
    await settle();
    expect(store.appends).toHaveLength(2);
    door.open();
    expect((await Promise.all([first, ...rest])).map(codesOf)).toEqual([[], [], [], ['LIMIT_REACHED']]);
    expect(store.appends.map(({ expected, events }) => [expected, events.length])).toEqual([
      ['no_stream', 1],
      [0n, 1],
      [1n, 2],
    ]);
  });

  it('keeps to what one append may carry', async () => {
    const { ledger, store } = await bench.open();
    const programmeId = await openCounter(ledger);
    const note = 'x'.repeat(400_000);
    const submit = () => ledger.submit(command('count', { step: 1, note }, { programmeId }));
    const outcomes = await Promise.all([submit(), submit(), submit(), submit(), submit()]);
    expect(outcomes.map((outcome) => accepted(outcome).revision)).toEqual([1n, 2n, 3n, 4n, 5n]);
    expect(store.appends.slice(1).map(({ events }) => events.length)).toEqual([2, 2, 1]);
  });
});

describe('while personal data is sealed', () => {
  const meet = (n: number) => ({ personId: uuid(n), name: `Synthetic Person ${n}` });
  /** A bench whose keys come when they are told to; `asked` are those whose keys are waited for, in that order. */
  const slowKeys = async () => {
    const opened = await bench.open();
    const asked: { readonly personId: string; readonly come: () => void }[] = [];
    const seal: Vault['seal'] = async (personId, ...value) => {
      const door = gate();
      asked.push({ personId, come: door.open });
      await door.opened;
      return opened.vault.seal(personId, ...value);
    };
    const { ledger, store } = await bench.open({ vault: { ...opened.vault, seal } });
    return { ledger, store, asked };
  };

  it('those who came later wait, and are decided and written in their order', async () => {
    const { ledger, store, asked } = await slowKeys();
    const programmeId = await openCounter(ledger, 1);
    const outcomes = [
      ledger.submit(command('count', { step: 1 }, { programmeId })),
      ledger.submit(command('meet', meet(1), { programmeId })),
      ledger.submit(command('meet', meet(2), { programmeId })),
      ledger.submit(command('count', { step: 1 }, { programmeId })),
    ];
    // What was decided before is written meanwhile.
    expect(codesOf(await outcomes[0]!)).toEqual([]);
    await settle();
    expect(asked.map(({ personId }) => personId)).toEqual([uuid(1)]);
    asked[0]!.come();
    await until(() => asked.length === 2);
    asked[1]!.come();
    expect((await Promise.all(outcomes)).map(codesOf)).toEqual([[], [], [], ['LIMIT_REACHED']]);
    const book = await ledger.book(programmeId);
    expect(book!.state.people).toMatchObject([{ personId: uuid(1) }, { personId: uuid(2) }]);
    expect(store.appends.map(({ expected }) => expected)).toEqual(['no_stream', 0n, 1n, 2n]);
  });

  it('of all fields of a command at once', async () => {
    const { ledger, asked } = await slowKeys();
    const programmeId = await openCounter(ledger);
    const contact = { personId: uuid(2), email: 'synthetic@example.invalid' };
    const outcome = ledger.submit(command('meet', { ...meet(1), contact }, { programmeId }));
    await until(() => asked.length === 2);
    for (const { come } of asked.toReversed()) come();
    expect(codesOf(await outcome)).toEqual([]);
  });

  it('and the book turns out to be another one, it is decided again, and what was sealed is dropped', async () => {
    const { ledger, store, asked } = await slowKeys();
    const other = await bench.open();
    const programmeId = await openCounter(ledger, 3);
    const door = gate();
    store.through = (forward) => door.opened.then(forward);
    const outcomes = [
      ledger.submit(command('count', { step: 2 }, { programmeId })),
      ledger.submit(command('meet', meet(1), { programmeId })),
      ledger.submit(command('count', { step: 1 }, { programmeId })),
    ];
    await until(() => asked.length === 1);
    // Overtakes the append in flight, on which the sealing rests.
    accepted(await other.ledger.submit(command('count', { step: 2 }, { programmeId })));
    door.open();
    await until(() => asked.length === 2);
    asked[0]!.come();
    await settle();
    expect(store.appends).toHaveLength(2);
    asked[1]!.come();
    expect((await Promise.all(outcomes)).map(codesOf)).toEqual([['LIMIT_REACHED'], [], []]);
    expect(await other.ledger.book(programmeId)).toMatchObject({
      revision: 3n,
      state: { total: 3, people: [{ personId: uuid(1) }] },
    });
  });

  it('and keys cannot be reached, the caller gets the fault, and those behind go on', async () => {
    const { vault } = await bench.open();
    const seal = () => Promise.reject(new Error('no keys just now'));
    const { ledger } = await bench.open({ vault: { ...vault, seal } });
    const programmeId = await openCounter(ledger);
    const [failed, counted] = await Promise.allSettled([
      ledger.submit(command('meet', meet(1), { programmeId })),
      ledger.submit(command('count', { step: 1 }, { programmeId })),
    ]);
    expect(failed).toMatchObject({ status: 'rejected', reason: new Error('no keys just now') });
    expect(counted).toMatchObject({ status: 'fulfilled', value: { accepted: true, revision: 1n } });
  });
});

describe('nothing is answered before it is durable', () => {
  it('holds acceptances and refusals back until the append they rest on is on the disk', async () => {
    const { ledger, store } = await bench.open();
    const programmeId = await openCounter(ledger, 1);
    const door = gate();
    store.through = (forward) => door.opened.then(forward);
    const answered: string[] = [];
    const say = (what: string) => () => void answered.push(what);
    const acceptance = ledger.submit(command('count', { step: 1 }, { programmeId })).then(say('accepted'));
    await until(() => store.appends.length === 2);
    const refusal = ledger.submit(command('count', { step: 1 }, { programmeId })).then(say('refused'));
    const look = ledger.book(programmeId).then((book) => say(`total ${book?.state.total}`)());
    await settle();
    expect(answered).toEqual([]);
    door.open();
    await Promise.all([acceptance, refusal, look]);
    expect(answered.sort()).toEqual(['accepted', 'refused', 'total 1']);
  });

  it('decides a refusal again when the append that it rested on fails', async () => {
    const one = await bench.open();
    const other = await bench.open();
    const programmeId = await openCounter(one.ledger, 5);
    let lost = false;
    one.store.through = async (forward) => {
      // While the first append is on its way, another process writes: the four steps will not fit any more, the one will.
      if (!lost) {
        lost = true;
        await other.ledger.submit(command('count', { step: 2 }, { programmeId }));
      }
      return forward();
    };
    const [four, two] = await Promise.all([
      one.ledger.submit(command('count', { step: 4 }, { programmeId })),
      one.ledger.submit(command('count', { step: 2 }, { programmeId })),
    ]);
    // On the state that never came to be, it was the second that did not fit.
    expect(codesOf(four)).toEqual(['LIMIT_REACHED']);
    expect(accepted(two)).toMatchObject({ revision: 2n });
    expect(await other.ledger.book(programmeId)).toMatchObject({ revision: 2n, state: { total: 4 } });
  });
});

describe('two ledgers on one file', () => {
  it('lose nothing and write nothing twice, however hard they write', async () => {
    const benches = [await bench.open(), await bench.open()];
    const programmeId = await openCounter(benches[0]!.ledger);
    const outcomes = [];
    for (let round = 0; round < 10; round++)
      outcomes.push(...(await Promise.all(benches.flatMap(({ ledger }) => steps(ledger, programmeId, 10)))));
    const written = outcomes.filter((outcome) => outcome.accepted).map((outcome) => accepted(outcome).revision);
    const refused = outcomes.flatMap(codesOf);
    expect(new Set(written).size).toBe(written.length);
    expect(refused.every((code) => code === 'CONFLICT')).toBe(true);
    // Each line counted on from the one before it: none was decided on a book that never was.
    const totals: unknown[] = [];
    for await (const { data } of benches[0]!.store.read(`programme-${programmeId}`, { from: 1n })) totals.push(data);
    expect(totals).toEqual(written.map((_, n) => ({ step: 1, total: n + 1 })));
    for (const { ledger } of benches)
      expect(await ledger.book(programmeId)).toMatchObject({
        revision: BigInt(written.length),
        state: { total: written.length },
      });
  });

  it('see what the other has written as soon as they are asked again', async () => {
    const [one, other] = [await bench.open(), await bench.open()];
    const programmeId = await openCounter(one.ledger, 2);
    await other.ledger.submit(command('count', { step: 1 }, { programmeId }));
    await one.ledger.submit(command('count', { step: 1 }, { programmeId }));
    expect(codesOf(await other.ledger.submit(command('count', { step: 1 }, { programmeId })))).toEqual([
      'LIMIT_REACHED',
    ]);
  });

  it('give up with CONFLICT after deciding three times more on what they have read, and not before', async () => {
    const [one, other] = [await bench.open(), await bench.open()];
    const programmeId = await openCounter(one.ledger);
    let interruptions = 4;
    one.store.through = async (forward) => {
      if (interruptions-- > 0) await other.ledger.submit(command('count', { step: 10 }, { programmeId }));
      return forward();
    };
    expect(accepted(await one.ledger.submit(command('count', { step: 1 }, { programmeId }))).revision).toBe(5n);
    // The first attempt is on the book at hand, unread.
    interruptions = 5;
    const attemptsBefore = one.store.appends.length;
    expect(codesOf(await one.ledger.submit(command('count', { step: 1 }, { programmeId })))).toEqual(['CONFLICT']);
    expect(one.store.appends.length - attemptsBefore).toBe(5);
    expect(await one.ledger.book(programmeId)).toMatchObject({ state: { total: 91 } });
  });
});

describe('a store that cannot be reached', () => {
  it('is asked to do the same append again, which writes it once', async () => {
    const { ledger, store } = await bench.open();
    const programmeId = await openCounter(ledger);
    let acknowledgementsLost = 2;
    store.through = async (forward) => {
      const appended = await forward();
      if (acknowledgementsLost-- > 0) throw unavailable();
      return appended;
    };
    const outcome = await ledger.submit(command('count', { step: 1, times: 2 }, { programmeId }));
    expect(outcome).toMatchObject({ accepted: true, revision: 2n, position: 3n, repeated: false });
    expect(new Set(store.appends.slice(1).map(({ events }) => JSON.stringify(events))).size).toBe(1);
    expect(await store.head()).toBe(3n);
  });

  it('is given up at last; asking again with the same command id finds out what came of it', async () => {
    const { ledger, store } = await bench.open();
    const programmeId = await openCounter(ledger);
    store.through = async (forward) => {
      await forward();
      throw unavailable();
    };
    const submission = command('count', { step: 1 }, { programmeId, record: { commandId: uuid(3) } });
    await expect(ledger.submit(submission)).rejects.toThrow('STORE_UNAVAILABLE');
    store.through = (forward) => forward();
    expect(await ledger.submit(submission)).toMatchObject({
      accepted: true,
      revision: 1n,
      position: 2n,
      repeated: true,
    });
    expect(await ledger.book(programmeId)).toMatchObject({ revision: 1n, state: { total: 1 } });
  });

  it('fails those who were decided on top of it too, and leaves no trace of them', async () => {
    const { ledger, store } = await bench.open();
    const programmeId = await openCounter(ledger, 2);
    store.through = () => Promise.reject(unavailable());
    const outcomes = await Promise.allSettled(steps(ledger, programmeId, 3));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    store.through = (forward) => forward();
    expect(await ledger.book(programmeId)).toMatchObject({ revision: 0n, state: { total: 0 } });
    expect((await Promise.all(steps(ledger, programmeId, 2))).map(codesOf)).toEqual([[], []]);
  });
});
