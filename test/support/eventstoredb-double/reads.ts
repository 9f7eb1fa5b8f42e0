import { eventFrame, missingFrame } from './frames.js';
import type { Log } from './log.js';
import { allBackwards, allForwards, NoRecord, pageEvents, streamBackwards, streamForwards } from './page.js';
import type { ReadResp } from './protocol.js';
import type { ReadRequest } from './read-request.js';
import { streamDeleted, unknown } from './refusal.js';

type Frames = AsyncGenerator<ReadResp, void, void>;

/** Nothing happens any more, and nobody is told. */
const never = new Promise<never>(() => undefined);

/** Pages of a stream until there is enough, or no more. */
export async function* streamFrames(log: Log, stream: string, request: ReadRequest): Frames {
  const { backwards, streamStart, count = 0, hasStructuredIds } = request;
  if (count === 0 || (streamStart === 'end' && !backwards)) throw unknown('Unexpected ReadStreamResult: Error');
  const pageMax = Math.min(pageEvents, count);
  let at = streamStart === 'start' ? 0n : streamStart;
  for (let sent = 0; ;) {
    const page = backwards
      ? streamBackwards(log, stream, at, pageMax)
      : streamForwards(log, stream, at as bigint, pageMax);
    if (page === 'deleted') throw streamDeleted(stream);
    if (page === 'missing') return yield missingFrame(stream);
    for (const event of page.events.slice(0, count - sent)) {
      yield eventFrame(event, hasStructuredIds);
      sent++;
    }
    if (page.isEnd || sent >= count) return;
    at = page.next;
  }
}

/**
 * Pages of all streams. The server counts when it comes upon one event more than was asked for: until then it looks on,
 * which may take it to the end of the log.
 */
export async function* allFrames(log: Log, request: ReadRequest): Frames {
  const { backwards, allStart, count = 0, filter, hasStructuredIds } = request;
  if (count === 0) await never;
  const limits = {
    count: Math.min(pageEvents, count),
    window: filter?.window ?? Infinity,
    filter: filter?.matches ?? (() => true),
  };
  let at = allStart === 'start' ? 0 : allStart === 'end' ? Infinity : allStart;
  for (let sent = 0; ;) {
    const page = onRecord(
      () => (backwards ? allBackwards(log, at, limits) : allForwards(log, at, limits)),
      filter !== undefined,
    );
    for (const event of page.events) {
      if (sent++ >= count) return;
      yield eventFrame(event, hasStructuredIds);
    }
    if (page.isEnd) return;
    at = page.next;
    // Others have their turn, however much is looked through.
    await Promise.resolve();
  }
}

/** @throws CallFailure when the place is none where a record begins */
const onRecord = <Page>(read: () => Page, isFiltered: boolean): Page => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NoRecord)) throw error;
    throw unknown(`Unexpected ${isFiltered ? 'FilteredReadAllResult' : 'ReadAllResult'}: Error`);
  }
};
