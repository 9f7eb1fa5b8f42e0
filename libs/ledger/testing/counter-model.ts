import { type Context, type Event, type Line, type Refusal, addDays, catalogueOf, event, personal } from '#kernel';
import { z } from 'zod';
import type { Model } from '../ledger.js';

/** A domain small enough to see through: a book that counts, knows people, and notes each day that has passed. */
const CounterOpened = event('CounterOpened', 1, z.strictObject({ counterId: z.uuid(), limit: z.int() }), {
  subject: (d) => d.counterId,
});
const Counted = event('Counted', 1, z.strictObject({ step: z.int(), total: z.int(), note: z.string().optional() }), {
  subject: () => 'counter',
});
const PersonMet = event(
  'PersonMet',
  1,
  z.strictObject({
    personId: z.uuid(),
    name: personal(z.string().min(1)),
    contact: z.strictObject({ personId: z.uuid().optional(), email: personal(z.string()).optional() }).optional(),
  }),
  { subject: (d) => d.personId },
);
const PersonalDataErased = event('PersonalDataErased', 1, z.strictObject({ personId: z.uuid() }), {
  subject: (d) => d.personId,
});
const DayPassed = event('DayPassed', 1, z.strictObject({ day: z.iso.date() }), { subject: () => 'days' });

export const counterCatalogue = catalogueOf([CounterOpened, Counted, PersonMet, PersonalDataErased, DayPassed]);

export interface Counter {
  readonly limit: number;
  readonly total: number;
  readonly people: readonly unknown[];
  readonly lastDay: string | undefined;
}

const evolve = (counter: Counter, line: Line): Counter => {
  switch (line.type) {
    case 'CounterOpened':
      return { ...counter, limit: (line.data as { limit: number }).limit, lastDay: line.occurredOn };
    case 'Counted':
      return { ...counter, total: counter.total + (line.data as { step: number }).step };
    case 'PersonMet':
      return { ...counter, people: [...counter.people, line.data] };
    case 'DayPassed':
      return { ...counter, lastDay: (line.data as { day: string }).day };
    default:
      return counter;
  }
};

type Decider = (input: never, counter: Counter, context: Context) => readonly Event[] | Refusal;

const refuse = (refused: string): Refusal => ({ refused, values: {} });

const daysPassed = (counter: Counter, today: string): Event[] => {
  const events: Event[] = [];
  for (let day = addDays(counter.lastDay!, 1); day <= today; day = addDays(day, 1))
    events.push(DayPassed({ day }, { occurredOn: day }));
  return events;
};

const deciders: Record<string, Decider> = {
  open: ({ limit }: { limit: number }, _counter, { newId }) => [CounterOpened({ counterId: newId(), limit })],
  /** Counts by `step`, in as many events as `times` says. */
  count: ({ step, times = 1, note }: { step: number; times?: number; note?: string }, counter) =>
    counter.total + step * times > counter.limit
      ? refuse('LIMIT_REACHED')
      : Array.from({ length: times }, (_, n) =>
          Counted({ step, total: counter.total + step * (n + 1), ...(note ? { note } : {}) }),
        ),
  meet: (input: never) => [PersonMet(input)],
  erase: ({ personId }: { personId: string }) => [PersonalDataErased({ personId })],
  fail: () => {
    throw new Error('this decider is broken');
  },
  tick: (_input, counter, { today }) => {
    const events = daysPassed(counter, today);
    return events.length > 0 ? events : refuse('NOTHING_DUE');
  },
};

export const counterModel: Model<Counter> = {
  initial: { limit: 0, total: 0, people: [], lastDay: undefined },
  evolve,
  decide(command, input, counter, context) {
    const decision = deciders[command]!(input as never, counter, context);
    return 'refused' in decision ? [decision] : decision;
  },
};
