import { setInterval as every } from 'node:timers/promises';
import type { Tables } from '#book';
import type { EventStore } from '#event-store';
import type { Catalogue, LocalDate } from '#kernel';
import { runReaction } from '#ledger';
import type { ReadModels } from '#read-models';
import type { Duties } from './duties.js';
import type { Days } from './live/days.js';
import type { BesideLedger } from './beside-ledger.js';
import type { Role } from './config.js';
import type { PartsLog } from './parts-log.js';

/** How often those who leave the clock to another process look which day it is. */
const dayLookMs = 1_000;

export interface StandByParts {
  readonly role: Role | 'visitor';
  readonly lead: BesideLedger['lead'];
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

/** Follows what another process does, until told to stop. */
const followOthers = (parts: StandByParts): (() => Promise<void>) => {
  const ending = new AbortController();
  const signal = AbortSignal.any([parts.signal, ending.signal]);
  const lookAtDays = async () => {
    for await (const _ of every(dayLookMs, undefined, { signal, ref: false })) parts.days.see(parts.today());
  };
  const done = Promise.all([parts.readModels.follow(signal), lookAtDays().catch(() => undefined)]);
  return async () => {
    ending.abort();
    await done;
  };
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

const leadInTurn = async (parts: StandByParts, lead: NonNullable<BesideLedger['lead']>): Promise<void> => {
  const { duties, signal, log } = parts;
  let stopFollowing = followOthers(parts);
  const onFault = (error: unknown) =>
    log.warn({ err: error }, 'it could not be found out who leads; it is tried again');
  await lead({ name: 'ledger', signal, onFault }, async (leading) => {
    await stopFollowing();
    log.info({ term: String(leading.term) }, 'this process leads');
    await duties.run(leading.signal, { under: leading });
    log.info({ term: String(leading.term) }, 'this process leads no more');
    stopFollowing = followOthers(parts);
  });
  await stopFollowing();
};

/** Does what the role says until the signal aborts. Never rejects. */
export const standBy = async (parts: StandByParts): Promise<void> => {
  const { role, lead, duties, readModels, signal, log } = parts;
  if (role === 'visitor') return readModels.run(signal);
  const forgotten = forgetErased(parts).catch((error: unknown) =>
    log.error({ err: error }, 'erasures are not followed: what is kept of replays goes with the process'),
  );
  if (role === 'api') {
    const stopFollowing = followOthers(parts);
    if (!signal.aborted)
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await stopFollowing();
  } else await (lead ? leadInTurn(parts, lead) : duties.run(signal));
  await forgotten;
};
