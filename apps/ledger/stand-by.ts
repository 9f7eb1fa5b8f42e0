import { setInterval as every } from 'node:timers/promises';
import type { Tables } from '#book';
import type { EventStore } from '#event-store';
import type { Catalogue, LocalDate } from '#kernel';
import { runReaction } from '#ledger';
import type { ReadModels } from '#read-models';
import type { Duties } from './duties.js';
import type { Days } from './live/days.js';
import type { Lead } from './beside-ledger.js';
import type { Role } from './config.js';
import type { PartsLog } from './parts-log.js';

/** How often those who leave the clock to another process look which day it is. */
const dayLookMs = 1_000;

export interface StandByParts {
  readonly role: Role | 'visitor';
  readonly lead: Lead | undefined;
  readonly duties: Duties;
  readonly readModels: ReadModels<Tables>;
  readonly store: EventStore;
  readonly catalogue: Catalogue;
  /** Forgets what is kept here of a programme in which somebody was erased. */
  readonly erased: (programmeId: string) => void;
  readonly days: Days;
  readonly today: () => LocalDate;
  readonly signal: AbortSignal;
  readonly log: PartsLog;
}

/** Follows what other processes do. */
const followOthers = async ({ readModels, days, today, signal }: StandByParts): Promise<void> => {
  const lookAtDays = async () => {
    for await (const _ of every(dayLookMs, undefined, { signal, ref: false })) days.see(today());
  };
  await Promise.all([readModels.follow(signal), lookAtDays().catch(() => undefined)]);
};

/** Each process forgets by itself what it keeps of people who were erased, whoever destroyed their keys. */
const forgetErased = async ({ store, catalogue, erased, signal, log }: StandByParts): Promise<void> => {
  const head = await store.head();
  const forgetting = runReaction({
    name: 'forget-erased',
    on: { PersonalDataErased: async ({ programmeId }) => erased(programmeId) },
    checkpoints: { checkpoint: async () => head, saveCheckpoint: async () => undefined },
    store,
    catalogue,
    signal,
    log,
  });
  await forgetting.done;
};

/** Does its part of what one process at a time does: the duties, and the partitions of the read models. */
const leadInTurn = async (parts: StandByParts, lead: Lead): Promise<void> => {
  const { duties, readModels, signal, log } = parts;
  const onFault = (error: unknown) =>
    log.warn({ err: error }, 'it could not be found out who leads; it is tried again');
  const leading =
    (work: Parameters<Lead>[1]): Parameters<Lead>[1] =>
    async (one) => {
      const { name, term } = one;
      log.info({ name, term: String(term) }, 'this process leads');
      await work(one);
      log.info({ name, term: String(term) }, 'this process leads no more');
    };
  const project = leading((one) =>
    readModels
      .project(one.name, one.signal, { under: one })
      .catch((error: unknown) => log.warn({ err: error }, 'another process leads by now')),
  );
  await Promise.all([
    lead(
      { crew: 'duties', names: () => ['ledger'], signal, onFault },
      leading((one) => duties.run(one.signal)),
    ),
    lead({ crew: 'projectors', names: () => readModels.partitions(), signal, onFault }, project),
  ]);
};

/** Does what the role says until the signal aborts. Never rejects. */
export const standBy = async (parts: StandByParts): Promise<void> => {
  const { role, lead, duties, readModels, signal, log } = parts;
  if (role === 'visitor') return readModels.run(signal);
  const forgotten = forgetErased(parts).catch((error: unknown) =>
    log.error({ err: error }, 'erasures are not followed: what is kept of replays goes with the process'),
  );
  const work = [];
  if (lead || role === 'api') work.push(followOthers(parts));
  if (role !== 'api') work.push(...(lead ? [leadInTurn(parts, lead)] : [duties.run(signal), readModels.run(signal)]));
  await Promise.all([...work, forgotten]);
};
