import { describe, expect } from '@jest/globals';
import { bookCatalogue } from '#book';
import { type Recorded, streamOf, testProgrammeId } from '#kernel';
import fc, { type Scheduler } from 'fast-check';
import { MemoryLedger } from '../../../libs/event-store/testing/memory-event-store.js';
import { scheduledStore, untilQuiet } from '../../../libs/event-store/testing/scheduled-store.js';
import { holds } from '../../../test/support/property.js';
import type { Parts } from '../parts.js';
import { type Books, followBooks } from './books.js';
import { ledgerEvents } from './ledger-events.js';

const numbered = (prefix: string, n: number) => `${prefix}-0000-4000-8000-${String(n).padStart(12, '0')}`;
const otherProgrammeId = numbered('11111111', 1);

/** Lines of a book, each telling its number. */
const lines = (programmeId: string, from: number, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    id: numbered(programmeId.slice(0, 8) === '11111111' ? 'bbbbbbbb' : 'eeeeeeee', from + n),
    type: 'ProgrammePaused',
    data: { programmeId, reason: `line ${from + n}` },
    metadata: {
      version: 1,
      occurredOn: '2018-01-15',
      recordedAt: '2018-01-15T12:00:00.000Z',
      actor: { id: 'test-manager', role: 'manager' },
      commandId: numbered('cccccccc', from + n),
      correlationId: numbered('cccccccc', from + n),
      evidence: [],
    },
  }));

/** One who follows a book, leaves when so many lines have come, and comes back after the last one. */
class Subscriber {
  readonly taken: Recorded[] = [];
  #ending: (() => void) | undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly follow: (after: bigint | undefined) => AsyncGenerator<Recorded, void, void>,
    /** After how many lines it leaves each time; at last it stays. */
    private readonly stays: readonly number[],
  ) {}

  async run(): Promise<void> {
    for (const stay of [...this.stays, Infinity]) {
      const source = this.follow(this.taken.at(-1)?.position);
      this.#ending = () => void source.return();
      for (let took = 0; took < stay; took++) {
        const { value, done } = await source.next();
        if (done) return;
        this.taken.push(value);
        // What a subscriber does with a line takes its time.
        await this.scheduler.schedule(Promise.resolve(), 'a subscriber');
      }
      await source.return();
    }
  }

  end(): void {
    this.#ending?.();
  }
}

const append = (ledger: MemoryLedger, programmeId: string, count: number) => {
  const stream = streamOf(programmeId);
  const { length } = ledger.stream(stream);
  ledger.append(stream, length === 0 ? 'no_stream' : BigInt(length - 1), lines(programmeId, length, count));
};

describe('those who follow a book', () => {
  holds(
    'get every line once and in order, however appends, rings and resumptions fall',
    60,
    fc.asyncProperty(
      fc.scheduler({ act: untilQuiet }),
      fc.nat({ max: 4 }),
      fc.array(fc.record({ other: fc.boolean(), count: fc.integer({ min: 1, max: 3 }) }), { maxLength: 8 }),
      fc.array(fc.array(fc.nat({ max: 3 }), { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 3 }),
      async (scheduler, before, appends, staysOfEach, batchMax) => {
        const ledger = new MemoryLedger();
        if (before > 0) append(ledger, testProgrammeId, before);
        const store = scheduledStore(scheduler, ledger, { batchMax });
        const readModels = {
          waitFor: () => scheduler.schedule(Promise.resolve(true), 'the read models'),
        } as unknown as Parts['readModels'];
        const ending = new AbortController();
        const books: Books = await followBooks({ store, readModels, catalogue: bookCatalogue }, ending.signal);
        const follow = (after: bigint | undefined) =>
          ledgerEvents(store, books, { programmeId: testProgrammeId, after });

        const subscribers = staysOfEach.map((stays) => new Subscriber(scheduler, follow, stays));
        const running = subscribers.map((each) =>
          scheduler.schedule(Promise.resolve(), 'somebody comes').then(() => each.run()),
        );
        for (const { other, count } of appends)
          void scheduler
            .schedule(Promise.resolve(), `append of ${count}`)
            .then(() => append(ledger, other ? otherProgrammeId : testProgrammeId, count));
        await scheduler.waitIdle();

        const all = ledger.stream(streamOf(testProgrammeId)).map(({ position }) => position);
        for (const { taken } of subscribers) expect(taken.map(({ position }) => position)).toEqual(all);
        for (const each of subscribers) each.end();
        ending.abort();
        await scheduler.waitFor(Promise.all([...running, books.done]));
      },
    ),
  );
});
