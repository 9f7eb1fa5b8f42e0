import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { gate, settle, until } from './testing/watched-store.js';
import { accepted, codesOf, command, openCounter, uuid, workbench } from './testing/workbench.js';

let bench: ReturnType<typeof workbench>;
beforeEach(() => void (bench = workbench()));
afterEach(() => bench.remove());

describe('the same command id', () => {
  it('with the same payload gives the first outcome', async () => {
    const { ledger, store } = await bench.open();
    const programmeId = await openCounter(ledger);
    const submission = command('count', { step: 1, times: 2 }, { programmeId, record: { commandId: uuid(1) } });
    const first = accepted(await ledger.submit(submission));
    await ledger.submit(command('count', { step: 5 }, { programmeId }));
    const second = accepted(await ledger.submit({ ...submission, input: { times: 2, step: 1 } }));
    expect(second).toEqual({ ...first, repeated: true });
    expect(await store.head()).toBe(4n);
  });

  it('opens one book', async () => {
    const { ledger, store } = await bench.open();
    const submission = command('open', { limit: 9 }, { record: { commandId: uuid(1) } });
    const outcomes = (await Promise.all([submission, submission].map((each) => ledger.submit(each)))).map(accepted);
    expect(outcomes.map(({ repeated }) => repeated)).toEqual([false, true]);
    expect(outcomes[0]!.programmeId).toBe(outcomes[1]!.programmeId);
    expect(await store.head()).toBe(1n);
  });

  it('is recognised in either case of its letters', async () => {
    const { ledger } = await bench.open();
    const submission = command('open', { limit: 9 }, { record: { commandId: uuid(1) } });
    await ledger.submit(submission);
    const upper = { ...submission, record: { commandId: uuid(1).toUpperCase() } };
    expect(await ledger.submit(upper)).toMatchObject({ repeated: true });
  });

  it('with another payload is refused', async () => {
    const { ledger } = await bench.open();
    const programmeId = await openCounter(ledger);
    const record = { commandId: uuid(1) };
    await ledger.submit(command('count', { step: 1 }, { programmeId, record }));
    const others = [
      command('count', { step: 2 }, { programmeId, record }),
      command('erase', { step: 1 }, { programmeId, record }),
      command('count', { step: 1 }, { programmeId, record: { ...record, occurredOn: '2018-01-01' } }),
      command('count', { step: 1 }, { programmeId, record: { ...record, evidence: [{ title: 'Minutes' }] } }),
      command('count', { step: 1 }, { programmeId, record: { ...record, legalBasis: 'Act' } }),
    ];
    for (const other of others)
      expect(await ledger.submit(other)).toMatchObject({
        refusals: [{ refused: 'COMMAND_ID_REUSED', field: 'record.commandId' }],
      });
  });

  it('in another book is refused', async () => {
    const { ledger } = await bench.open();
    const [one, other] = [await openCounter(ledger), await openCounter(ledger)];
    const record = { commandId: uuid(1) };
    await ledger.submit(command('count', { step: 1 }, { programmeId: one, record }));
    const [reused, sound] = await Promise.all([
      ledger.submit(command('count', { step: 1 }, { programmeId: other, record })),
      ledger.submit(command('count', { step: 1 }, { programmeId: other })),
    ]);
    expect(codesOf(reused)).toEqual(['COMMAND_ID_REUSED']);
    expect(accepted(sound)).toMatchObject({ revision: 1n });
  });

  it('is remembered after a restart, in another process, and when the expected revision has passed', async () => {
    const before = await bench.open();
    const programmeId = await openCounter(before.ledger);
    const record = { commandId: uuid(1), expectedRevision: 0n };
    const submission = command('count', { step: 1 }, { programmeId, record });
    const first = accepted(await before.ledger.submit(submission));
    await bench.close(before);
    const { ledger } = await bench.open();
    expect(await ledger.submit(submission)).toEqual({ ...first, repeated: true });
    expect(codesOf(await ledger.submit({ ...submission, input: { step: 2 } }))).toEqual(['COMMAND_ID_REUSED']);
  });

  it('waits for the first while that is in flight', async () => {
    const { ledger, store } = await bench.open();
    const programmeId = await openCounter(ledger);
    const door = gate();
    store.through = (forward) => door.opened.then(forward);
    const submission = command('count', { step: 1 }, { programmeId, record: { commandId: uuid(1) } });
    const first = ledger.submit(submission);
    await until(() => store.appends.length === 2);
    let answered = false;
    const second = ledger.submit(submission).finally(() => (answered = true));
    await settle();
    expect(answered).toBe(false);
    door.open();
    expect(await second).toEqual({ ...accepted(await first), repeated: true });
  });

  it('submitted to two ledgers at once is written once', async () => {
    const benches = [await bench.open(), await bench.open()];
    const programmeId = await openCounter(benches[0]!.ledger);
    for (let n = 1; n <= 20; n++) {
      const submission = command('count', { step: 1 }, { programmeId, record: { commandId: uuid(n) } });
      const outcomes = await Promise.all(benches.map(({ ledger }) => ledger.submit(submission)));
      expect(new Set(outcomes.map((outcome) => accepted(outcome).position)).size).toBe(1);
    }
    expect(await benches[1]!.ledger.book(programmeId)).toMatchObject({ revision: 20n, state: { total: 20 } });
  });
});

describe('a command that was refused', () => {
  it('may come again under its id, for nothing was written', async () => {
    const { ledger } = await bench.open();
    const programmeId = await openCounter(ledger, 1);
    const record = { commandId: uuid(1) };
    expect(codesOf(await ledger.submit(command('count', { step: 2 }, { programmeId, record })))).toEqual([
      'LIMIT_REACHED',
    ]);
    expect(await ledger.submit(command('count', { step: 1 }, { programmeId, record }))).toMatchObject({
      repeated: false,
    });
  });
});
