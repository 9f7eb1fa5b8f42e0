import type { Context } from './decider.js';
import type { Event, Line, Recorded } from './event.js';
import { type Refusal, isRefusal } from './refusal.js';
import type { LocalDate } from './time.js';

/** When a test says nothing else, this is the day on which everything happens. */
export const testDay: LocalDate = '2018-01-15';

export interface WhenOptions {
  readonly today?: LocalDate;
  readonly occurredOn?: LocalDate;
  readonly actor?: Line['actor'];
}

/** What a specification needs to know of a domain: how lines fold, and how a command is decided. */
export interface Specified<State> {
  readonly initial: State;
  readonly evolve: (state: State, line: Line) => State;
  readonly decide: (
    command: string,
    input: unknown,
    state: State,
    context: Context,
  ) => readonly Event[] | readonly Refusal[];
}

const numbered = (prefix: string, n: number) => `${prefix}-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const testProgrammeId = numbered('00000000', 0);
export const testActor: Line['actor'] = { id: 'test-manager', role: 'manager' };

/** The event, true in the world on a given day. */
export const on = <E extends Event>(occurredOn: LocalDate, event: E): E => ({ ...event, occurredOn });

/** Gives events the places and clocks that a ledger would: fixed ids, ascending revisions and positions. */
export const recorded = <E extends Event>(events: readonly E[], programmeId = testProgrammeId): Recorded<E>[] =>
  events.map((event, index) => ({
    ...event,
    id: numbered('eeeeeeee', index),
    programmeId,
    revision: BigInt(index),
    position: BigInt(index + 1),
    occurredOn: event.occurredOn ?? testDay,
    recordedAt: `${event.occurredOn ?? testDay}T12:00:00.000Z`,
    actor: testActor,
    commandId: numbered('cccccccc', index),
    correlationId: numbered('cccccccc', index),
    evidence: [],
  })) as unknown as Recorded<E>[];

const show = (value: unknown) =>
  JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? String(v) : v), 2);

const plain = (events: readonly Event[]) =>
  events.map(({ type, data, occurredOn }) => ({ type, data, ...(occurredOn ? { occurredOn } : {}) }));

/** Order of keys carries no meaning, and neither does a field that is there without a value. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, v]) => [key, sorted(v)]),
  );
};

const fail = (message: string, expected: unknown, actual: unknown): never => {
  throw new Error(`${message}\nexpected: ${show(expected)}\nactual: ${show(actual)}`);
};

/** The n-th new id that a command under test asks for, from 1; higher numbers are free for what is given. */
export const newId = (n: number): string => numbered('aaaaaaaa', n);

/** Makes `given(…events).when(command, input).then(…events)`, or `.thenRefused(CODE)`, for a domain. */
export const specification =
  <State>(domain: Specified<State>) =>
  (...events: readonly Event[]) => ({
    when(command: string, input: unknown, options: WhenOptions = {}) {
      const state = recorded(events).reduce<State>((s, line) => domain.evolve(s, line), domain.initial);
      const today = options.today ?? testDay;
      let ids = 0;
      const decision = domain.decide(command, input, state, {
        actor: options.actor ?? testActor,
        programmeId: testProgrammeId,
        now: `${today}T12:00:00.000Z`,
        today,
        occurredOn: options.occurredOn ?? today,
        newId: () => newId(++ids),
      });
      const refusals = decision.filter(isRefusal);
      const happened = refusals.length > 0 ? [] : (decision as readonly Event[]);
      return {
        /** Exactly these events happen, in this order. */
        then(...expected: readonly Event[]) {
          if (refusals.length > 0) fail(`${command} was refused`, plain(expected), refusals);
          if (show(sorted(plain(happened))) !== show(sorted(plain(expected))))
            fail(`${command} led to other events`, sorted(plain(expected)), sorted(plain(happened)));
        },
        /** The command breaks this rule, and, where given, names this field of its input. */
        thenRefused(code: string, field?: string) {
          const found = refusals.find((r) => r.refused === code && (field === undefined || r.field === field));
          if (!found)
            fail(`${command} was not refused so`, { code, field }, refusals.length ? refusals : plain(happened));
        },
        /** For what neither says: a look at the events and at the refusals themselves. */
        events: () => happened,
        refusals: () => refusals,
      };
    },
  });
