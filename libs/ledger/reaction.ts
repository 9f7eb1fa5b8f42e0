import { type EventStore, type StoredEvent, beginning, isEventStoreError } from '#event-store';
import type { Catalogue, Recorded } from '#kernel';
import type { CheckpointStore } from '#privacy';
import type { Log } from './log.js';
import { pause } from './pause.js';

export interface ReactionParts {
  /** Names its checkpoint: under a new name it starts from the first event of the ledger. */
  readonly name: string;
  /** What to do on each type of event. At least once and in order; what it throws is tried again for ever. */
  readonly on: Readonly<Record<string, (event: Recorded) => Promise<void>>>;
  readonly store: EventStore;
  readonly catalogue: Catalogue;
  readonly checkpoints: CheckpointStore;
  readonly signal: AbortSignal;
  readonly log?: Log;
  /** First pause after a failure, doubled each time; 100 when absent. */
  readonly retryDelayMs?: number;
}

export interface ReactionStatus {
  readonly name: string;
  /** Everything up to here has been handled. */
  readonly position: bigint;
  /** What it is stuck on. Not ready while this is there. */
  readonly failing?: {
    readonly attempts: number;
    readonly error: string;
    readonly position?: bigint;
    readonly eventType?: string;
  };
}

export interface Reaction {
  status(): ReactionStatus;
  /** Resolves when the signal has aborted, or the store was closed, and the event in hand is done with. Never rejects. */
  readonly done: Promise<void>;
}

/** Events of other types that may pass before the checkpoint is written: what a restart reads again for nothing. */
const eventsUnsavedMax = 10_000;

/** Follows the ledger and reacts to events, from where it got to last time. */
export const runReaction = (parts: ReactionParts): Reaction => {
  const { name, on, store, catalogue, checkpoints, signal, log, retryDelayMs = 100 } = parts;
  /** Undefined until it is known where it got to last time. */
  let reached: bigint | undefined;
  let failing: ReactionStatus['failing'];
  let eventsUnsaved = 0;

  const save = async (position: bigint) => {
    await checkpoints.saveCheckpoint(name, position);
    eventsUnsaved = 0;
  };

  const handle = async (stored: StoredEvent): Promise<void> => {
    const react = on[stored.type];
    eventsUnsaved++;
    try {
      if (react) await react(catalogue.decode(stored));
      reached = stored.position;
      if (react) await save(reached);
    } catch (error) {
      failing = {
        attempts: failing?.attempts ?? 0,
        error: String(error),
        position: stored.position,
        eventType: stored.type,
      };
      throw error;
    }
    failing = undefined;
  };

  const follow = async (): Promise<void> => {
    reached ??= (await checkpoints.checkpoint(name)) ?? beginning;
    for await (const batch of store.subscribe({ after: reached, signal })) {
      // The subscription itself had failed, and it is back.
      if (failing?.position === undefined) failing = undefined;
      for (const stored of batch.events) {
        if (signal.aborted) return;
        await handle(stored);
      }
      reached = batch.position;
      if (eventsUnsaved >= eventsUnsavedMax) await save(reached);
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await follow();
      } catch (error) {
        if (signal.aborted || isEventStoreError(error, 'STORE_CLOSED')) break;
        const attempts = (failing?.attempts ?? 0) + 1;
        failing = { ...failing, attempts, error: String(error) };
        log?.error({ err: error, reaction: name, attempts }, 'a reaction failed; it tries again');
        await pause(attempts, retryDelayMs, signal);
      }
    }
    if (reached !== undefined && eventsUnsaved > 0) await save(reached);
  };

  return {
    status: () => ({ name, position: reached ?? beginning, ...(failing ? { failing } : {}) }),
    done: run().catch((error: unknown) =>
      log?.error({ err: error, reaction: name }, 'a reaction could not save how far it got'),
    ),
  };
};
