import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { caughtUpFrame, checkpointFrame, confirmationFrame, eventFrame } from './frames.js';
import { LiveBuffer, type LiveItem } from './live-buffer.js';
import type { Log } from './log.js';
import type { LogEvent } from './log-event.js';
import { allForwards, pageEvents, streamForwards } from './page.js';
import type { ReadResp } from './protocol.js';
import type { Filter, ReadRequest } from './read-request.js';
import { streamDeleted, timedOut } from './refusal.js';

type Frames = AsyncGenerator<ReadResp, void, void>;

/** A stream that is not there is looked for so often. */
const lookMs = 50;
const everything = () => true;

/** Events of one stream: those after a revision, then every new one. */
export async function* streamSubscription(log: Log, stream: string, request: ReadRequest, ended: AbortSignal): Frames {
  const buffer = bufferUntil(ended, log, (event) => (event.stream === stream ? [{ event }] : []));
  const { streamStart: start, hasStructuredIds } = request;
  let at = start === 'end' ? undefined : start === 'start' ? 0n : start + 1n;
  if (at === undefined) buffer.start();
  if (at !== undefined && streamForwards(log, stream, at, pageEvents) === 'deleted') throw streamDeleted(stream);
  yield confirmationFrame(randomUUID());
  while (at !== undefined) {
    const page = streamForwards(log, stream, at, pageEvents);
    if (page === 'deleted') throw streamDeleted(stream);
    if (page === 'missing') {
      await delay(lookMs, undefined, { signal: ended });
      continue;
    }
    if (page.isEnd) buffer.start();
    for (const event of page.events) yield eventFrame(event, hasStructuredIds);
    at = page.isEnd ? undefined : page.next;
  }
  for await (const frame of live(buffer, (event) => eventFrame(event, hasStructuredIds))) {
    yield frame;
    if (frame.getEvent()?.getEvent()?.getMetadataMap().get('type') === '$streamDeleted') throw streamDeleted(stream);
  }
}

/** Events of all streams after a position, then every new one; with a filter also how far the server has looked. */
export async function* allSubscription(log: Log, request: ReadRequest, ended: AbortSignal): Frames {
  const { filter, hasStructuredIds, allStart } = request;
  const matches = filter?.matches ?? everything;
  const counter = new CheckpointCounter(filter);
  const buffer = bufferUntil(ended, log, (event) => [
    ...(matches(event) ? [{ event }] : []),
    ...(counter.reaches(1) ? [{ checkpoint: event.position }] : []),
  ]);
  const frameOf = (event: LogEvent) => eventFrame(event, hasStructuredIds);
  const limits = { count: pageEvents, window: filter?.window ?? Infinity, filter: matches };
  let at = allStart === 'end' ? undefined : firstPlace(log, request);
  if (at === undefined) buffer.start();
  yield confirmationFrame(randomUUID());
  while (at !== undefined) {
    const { events, considered, next, isEnd } = allForwards(log, at, limits);
    if (isEnd) buffer.start();
    const isCheckpoint = counter.reaches(considered);
    for (const event of events) yield frameOf(event);
    const last = events.at(-1)?.position;
    if (isCheckpoint && !isEnd) yield checkpointFrame(last ?? at, last ?? 0);
    at = isEnd ? undefined : next;
  }
  yield* live(buffer, frameOf);
}

/** A subscription begins after the event that it names: the server looks for that one first. @throws NoRecord */
const firstPlace = (log: Log, { allStart }: ReadRequest): number => {
  if (typeof allStart !== 'number') return 0;
  return allForwards(log, allStart, { count: 1, window: Infinity, filter: everything }).next;
};

/** Counts events that were considered, up to the next checkpoint. Without a filter there is none. */
class CheckpointCounter {
  #count = 0;
  constructor(private readonly filter: Filter | undefined) {}

  reaches(events: number): boolean {
    if (!this.filter) return false;
    this.#count += events;
    if (this.#count < this.filter.checkpointEvents) return false;
    this.#count %= this.filter.checkpointEvents;
    return true;
  }
}

const bufferUntil = (ended: AbortSignal, log: Log, itemsOf: (event: LogEvent) => readonly LiveItem[]): LiveBuffer => {
  const buffer = new LiveBuffer(log, itemsOf);
  ended.addEventListener('abort', () => buffer.stop());
  return buffer;
};

/** New events, as long as the subscriber keeps pace. */
async function* live(buffer: LiveBuffer, frameOf: (event: LogEvent) => ReadResp): Frames {
  yield caughtUpFrame();
  for (;;) {
    const item = await buffer.next();
    if (item === 'ended') return;
    if (item === 'too slow')
      throw timedOut('Consumer too slow to handle event while live. Client resubscription required.');
    yield 'event' in item ? frameOf(item.event) : checkpointFrame(item.checkpoint, item.checkpoint);
  }
}
