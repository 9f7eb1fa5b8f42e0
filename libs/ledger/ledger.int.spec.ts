import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v5 } from 'uuid';
import { accepted, codesOf, command, openCounter, tester, uuid, workbench } from './testing/workbench.js';

let bench: ReturnType<typeof workbench>;
beforeEach(() => void (bench = workbench()));
afterEach(() => bench.remove());

describe('a command', () => {
  it('opens a book under an id that follows from the command', async () => {
    const { ledger } = await bench.open();
    const outcome = accepted(await ledger.submit(command('open', { limit: 3 }, { record: { commandId: uuid(1) } })));
    expect(outcome).toMatchObject({
      programmeId: v5('programme', uuid(1)),
      position: 1n,
      revision: 0n,
      repeated: false,
    });
    expect(outcome.events[0]!.id).toBe(v5('0', uuid(1)));
    expect(outcome.events[0]!.data).toEqual({ counterId: v5('new-1', uuid(1)), limit: 3 });
  });

  it('is written with both clocks, its author and its grounds', async () => {
    const { ledger, store } = await bench.open({ now: () => new Date('2018-06-30T22:30:00Z') });
    const programmeId = await openCounter(ledger);
    const record = {
      commandId: uuid(2),
      occurredOn: '2018-06-01',
      evidence: [{ title: 'Minutes', synthetic: true }],
      legalBasis: 'Public Records Act',
      causationId: uuid(9),
    };
    const outcome = accepted(await ledger.submit(command('count', { step: 1 }, { programmeId, record })));
    const stored = [];
    for await (const event of store.read(`programme-${programmeId}`, { from: 1n })) stored.push(event);
    expect(stored[0]!.metadata).toEqual({
      version: 1,
      occurredOn: '2018-06-01',
      recordedAt: '2018-06-30T22:30:00.000Z',
      actor: tester,
      commandId: uuid(2),
      commandDigest: expect.stringMatching(/^[\w-]{43}$/),
      correlationId: uuid(2),
      causationId: uuid(9),
      evidence: [{ title: 'Minutes', synthetic: true }],
      legalBasis: 'Public Records Act',
    });
    expect(outcome.events).toMatchObject([{ occurredOn: '2018-06-01', revision: 1n, position: 2n, programmeId }]);
  });

  it('happens today, in the time zone of the ledger, unless it says otherwise', async () => {
    const { ledger } = await bench.open({ now: () => new Date('2018-06-30T22:30:00Z') });
    expect(ledger.today()).toBe('2018-07-01');
    const outcome = accepted(await ledger.submit(command('open', { limit: 1 })));
    expect(outcome.events[0]!.occurredOn).toBe('2018-07-01');
  });

  it('is never recorded before the line above it, whatever the machine says', async () => {
    const clock = ['2018-01-02T00:00:00Z', '2018-01-01T00:00:00Z', '2018-01-03T00:00:00Z'].map((at) => new Date(at));
    const { ledger } = await bench.open({ now: () => clock.shift()! });
    const programmeId = await openCounter(ledger);
    const second = accepted(await ledger.submit(command('count', { step: 1 }, { programmeId })));
    const third = accepted(await ledger.submit(command('count', { step: 1 }, { programmeId })));
    expect(second.events[0]!.recordedAt).toBe('2018-01-02T00:00:00.000Z');
    expect(third.events[0]!.recordedAt).toBe('2018-01-03T00:00:00.000Z');
  });

  it('that writes several lines tells the place of each', async () => {
    const { ledger, store } = await bench.open();
    const programmeId = await openCounter(ledger);
    const outcome = accepted(await ledger.submit(command('count', { step: 1, times: 3 }, { programmeId })));
    const stored = [];
    for await (const { id, revision, position } of store.read(`programme-${programmeId}`, { from: 1n }))
      stored.push({ id, revision, position });
    expect(outcome.events.map(({ id, revision, position }) => ({ id, revision, position }))).toEqual(stored);
    expect(outcome).toMatchObject({ revision: 3n, position: 4n });
  });

  it('that the domain refuses writes nothing', async () => {
    const { ledger, store } = await bench.open();
    const programmeId = await openCounter(ledger, 1);
    expect(codesOf(await ledger.submit(command('count', { step: 2 }, { programmeId })))).toEqual(['LIMIT_REACHED']);
    expect(await store.head()).toBe(1n);
  });

  it('on a programme that is not there is refused, with the field', async () => {
    const { ledger } = await bench.open();
    for (const programmeId of [uuid(5), 'nonsense'])
      expect(await ledger.submit(command('count', { step: 1 }, { programmeId }))).toEqual({
        accepted: false,
        refusals: [{ refused: 'PROGRAMME_UNKNOWN', values: { programmeId }, field: 'programmeId' }],
      });
    expect(await ledger.book(uuid(5))).toBeUndefined();
  });

  it('with an id that is none is refused, and nothing unreadable is written', async () => {
    const { ledger, store } = await bench.open();
    const outcome = await ledger.submit(
      command('open', { limit: 1 }, { record: { commandId: 'x', causationId: 'y' } }),
    );
    expect(outcome).toMatchObject({
      refusals: [
        { refused: 'COMMAND_ID_INVALID', field: 'record.commandId' },
        { refused: 'COMMAND_ID_INVALID', field: 'record.causationId' },
      ],
    });
    expect(await store.head()).toBe(0n);
  });

  it('whose record could never be read again is a fault, and is not written', async () => {
    const { ledger, store } = await bench.open();
    const broken = command('open', { limit: 1 }, { record: { occurredOn: '2018-02-30' } });
    await expect(ledger.submit(broken)).rejects.toThrow('EVENT_BROKEN');
    expect(await store.head()).toBe(0n);
  });

  it('has its record checked by the domain, where the domain does so', async () => {
    const { counterModel } = await import('./testing/counter-model.js');
    const checkRecord = ({ legalBasis }: { legalBasis?: string | undefined }) =>
      legalBasis === ''
        ? { refusals: [{ refused: 'EMPTY', values: {} }] }
        : { value: { legalBasis: legalBasis?.trim() } };
    const { ledger } = await bench.open({ model: { ...counterModel, checkRecord } });
    expect(codesOf(await ledger.submit(command('open', { limit: 1 }, { record: { legalBasis: '' } })))).toEqual([
      'EMPTY',
    ]);
    const outcome = accepted(await ledger.submit(command('open', { limit: 1 }, { record: { legalBasis: ' law ' } })));
    expect(outcome.events[0]!.legalBasis).toBe('law');
  });

  it('that meets a fault in the domain fails alone', async () => {
    const { ledger } = await bench.open();
    const programmeId = await openCounter(ledger);
    const [broken, sound] = await Promise.allSettled([
      ledger.submit(command('fail', {}, { programmeId })),
      ledger.submit(command('count', { step: 1 }, { programmeId })),
    ]);
    expect(broken).toMatchObject({ status: 'rejected', reason: { message: 'this decider is broken' } });
    expect(sound).toMatchObject({ status: 'fulfilled', value: { accepted: true, revision: 1n } });
  });

  it('whose grounds would fill the disk is refused', async () => {
    const { ledger } = await bench.open();
    const programmeId = await openCounter(ledger);
    const evidence = [{ title: 'x'.repeat(4_200_000) }];
    const outcome = await ledger.submit(command('count', { step: 1 }, { programmeId, record: { evidence } }));
    expect(codesOf(outcome)).toEqual(['COMMAND_TOO_LARGE']);
  });

  it('that is too large for one append is refused, and those beside it are written', async () => {
    const { ledger } = await bench.open();
    const programmeId = await openCounter(ledger);
    const large = command('count', { step: 1, note: 'x'.repeat(1_100_000) }, { programmeId });
    const small = command('count', { step: 1 }, { programmeId });
    const outcomes = await Promise.all([small, large, small].map((each) => ledger.submit(each)));
    expect(outcomes.map(codesOf)).toEqual([[], ['COMMAND_TOO_LARGE'], []]);
    expect(await ledger.book(programmeId)).toMatchObject({ revision: 2n, state: { total: 2 } });
  });
});

describe('the expected revision', () => {
  it('lets the command through when nobody has written since', async () => {
    const { ledger } = await bench.open();
    const programmeId = await openCounter(ledger);
    const outcome = await ledger.submit(
      command('count', { step: 1 }, { programmeId, record: { expectedRevision: 0n } }),
    );
    expect(outcome).toMatchObject({ accepted: true, revision: 1n });
  });

  it('stops it when somebody has', async () => {
    const { ledger } = await bench.open();
    const programmeId = await openCounter(ledger);
    await ledger.submit(command('count', { step: 1 }, { programmeId }));
    const outcome = await ledger.submit(
      command('count', { step: 1 }, { programmeId, record: { expectedRevision: 0n } }),
    );
    expect(outcome).toEqual({
      accepted: false,
      refusals: [
        { refused: 'REVISION_CONFLICT', values: { expected: '0', actual: '1' }, field: 'record.expectedRevision' },
      ],
    });
  });
});

describe('a ledger', () => {
  it('reads books that it does not keep in memory', async () => {
    const { ledger } = await bench.open({ hotBooksMax: 1 });
    const books = [await openCounter(ledger), await openCounter(ledger), await openCounter(ledger)];
    for (const programmeId of books) await ledger.submit(command('count', { step: 2 }, { programmeId }));
    for (const programmeId of books)
      expect(await ledger.book(programmeId)).toMatchObject({ revision: 1n, state: { total: 2 } });
  });

  it('answers what it has taken before it closes, and takes nothing after', async () => {
    const opened = await bench.open();
    const programmeId = await openCounter(opened.ledger);
    const outcome = opened.ledger.submit(command('count', { step: 1 }, { programmeId }));
    await opened.ledger.close();
    await expect(outcome).resolves.toMatchObject({ accepted: true });
    await expect(opened.ledger.submit(command('count', { step: 1 }, { programmeId }))).rejects.toThrow('closed');
  });
});
