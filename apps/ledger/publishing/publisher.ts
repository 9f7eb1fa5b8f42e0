import { setTimeout as delay } from 'node:timers/promises';
import type { KeptCheckpoint } from '#proof';
import { pause } from '#ledger';
import { PublishingError, type PublishingErrorCode } from './publishing-error.js';

/** How often it is looked whether the tree has grown, by this process or by another one. */
const lookMs = 1_000;
/** Before the second attempt; doubled with each, up to 64 times as long. */
const retryMs = 2_000;

/** Somewhere that checkpoints are given away to. */
export interface CheckpointPlace {
  /** The name of the variable that names it. */
  readonly name: string;
  /** Resolves when the note is there for good. @throws PublishingError */
  give(checkpoint: KeptCheckpoint): Promise<void>;
}

export interface PlaceStatus {
  readonly name: string;
  /** Lines that the last checkpoint which it was given covers; undefined before the first of this process. */
  readonly size: bigint | undefined;
  /** Since when it could not be given any, and why the last attempt failed. */
  readonly behind?: { readonly since: string; readonly code: PublishingErrorCode | 'FAULT' };
}

export interface PublisherParts {
  readonly place: CheckpointPlace;
  /** The newest checkpoint that there is. */
  readonly newest: () => Promise<KeptCheckpoint | undefined>;
  readonly everyMs: number;
  readonly signal: AbortSignal;
  readonly logger: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
  readonly now?: () => Date;
  /** Of the first retry, for tests. */
  readonly retryMs?: number;
}

export interface Publisher {
  status(): PlaceStatus;
  /** Resolves when the signal has aborted. Never rejects. */
  readonly done: Promise<void>;
}

/**
 * Gives the newest checkpoint to one place whenever the tree has grown, and not more often than it is told to. While the
 * place cannot take any, it is tried again, ever more slowly, with the checkpoint that is the newest by then: nothing
 * queues up, and nobody who seals waits.
 */
export const runPublisher = (parts: PublisherParts): Publisher => {
  const { place, newest, everyMs, signal, logger, now = () => new Date() } = parts;
  let given: bigint | undefined;
  let behind: PlaceStatus['behind'];
  let attempts = 0;

  const failed = (error: unknown): void => {
    const code = error instanceof PublishingError ? error.code : 'FAULT';
    // One line when it begins and one when the reason changes; every attempt would fill the log of a quiet night.
    if (behind?.code !== code) logger.warn({ err: error, place: place.name, code }, 'a checkpoint was not given away');
    behind = { since: behind?.since ?? now().toISOString(), code };
    attempts++;
  };

  const give = async (checkpoint: KeptCheckpoint): Promise<void> => {
    try {
      await place.give(checkpoint);
      if (behind) logger.info({ place: place.name, since: behind.since }, 'checkpoints are given away again');
      given = checkpoint.size;
      behind = undefined;
      attempts = 0;
    } catch (error) {
      if (!signal.aborted) failed(error);
    }
  };

  const wait = (ms: number) => delay(ms, undefined, { signal }).catch(() => undefined);

  const turn = async (): Promise<void> => {
    const checkpoint = await newest();
    if (checkpoint === undefined || (given !== undefined && checkpoint.size <= given))
      return wait(Math.min(lookMs, everyMs));
    await give(checkpoint);
    return behind ? pause(attempts, parts.retryMs ?? retryMs, signal) : wait(everyMs);
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted)
      try {
        await turn();
      } catch (error) {
        failed(error);
        await pause(attempts, parts.retryMs ?? retryMs, signal);
      }
  };

  const done = run();
  return {
    done,
    status: () => ({ name: place.name, size: given, ...(behind ? { behind } : {}) }),
  };
};
