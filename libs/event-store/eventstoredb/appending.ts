import { setTimeout as delay } from 'node:timers/promises';
import { type Appended, EventStoreError, type Revision } from '../port.js';
import type { AppendCalls, AppendRequest } from './append-calls.js';
import { deleted, forbidden, lastingFault, reasonOf, unavailable } from './faults.js';
import { type BatchAppendResp, WrongExpectedVersion } from './protocol.js';
import { contentId, eventIdOf, type Recorded } from './recorded.js';

/** Names of the details that an answer may carry. */
const details = 'event_store.client';
const retryMs = { first: 20, most: 1_000 };

export interface AppendingParts {
  readonly calls: AppendCalls;
  /** Events of a stream from a revision on, as they are stored. */
  readonly stored: (stream: string, from: Revision, max: number) => Promise<readonly Recorded[]>;
  /** For how long an append whose outcome is unknown is repeated. */
  readonly patienceMs: number;
  readonly onAppended: () => void;
}

type Answered =
  | { readonly appended: Appended }
  | { readonly conflict: Revision | 'no_stream' }
  | { readonly unknown: string }
  | { readonly fault: EventStoreError };

const conflictOf = (response: BatchAppendResp): Revision | 'no_stream' => {
  const wrong = response
    .getError()
    ?.getDetails()
    ?.unpack(WrongExpectedVersion.deserializeBinary, `${details}.WrongExpectedVersion`);
  return wrong?.hasCurrentStreamRevision() ? BigInt(wrong.getCurrentStreamRevision()) : 'no_stream';
};

/** What the server says became of an append. */
const read = (response: BatchAppendResp, { stream }: AppendRequest): Answered => {
  const success = response.getSuccess();
  const position = success?.getPosition();
  if (success && position)
    return {
      appended: { revision: BigInt(success.getCurrentRevision()), position: BigInt(position.getCommitPosition()) },
    };
  const error = response.getError();
  switch (error?.getDetails()?.getTypeName()) {
    case `${details}.WrongExpectedVersion`:
      return { conflict: conflictOf(response) };
    case `${details}.StreamDeleted`:
      return { fault: deleted(stream) };
    case `${details}.AccessDenied`:
      return { fault: forbidden() };
    case `${details}.MaximumAppendSizeExceeded`:
      return {
        fault: new EventStoreError(
          'APPEND_TOO_LARGE',
          'the server takes less in one append than Wavebook; set its MaxAppendSize to 1048576',
        ),
      };
    default:
      // Time-outs, a server that is not ready, and what nobody has seen yet.
      return { unknown: error?.getMessage() || 'it gave no reason' };
  }
};

const firstRevision = ({ expectedRevision }: AppendRequest): Revision =>
  expectedRevision === 'no_stream' ? 0n : expectedRevision + 1n;

/** Appends events, each append once, whatever happens on the way. */
export class Appending {
  /** The last append of each stream that is not settled yet. */
  readonly #last = new Map<string, Promise<unknown>>();

  constructor(private readonly parts: AppendingParts) {}

  /** @throws EventStoreError as the port says */
  append(request: AppendRequest): Promise<Appended> {
    const { stream } = request;
    const before = this.#last.get(stream);
    const appended = this.#persist(request, before);
    const settled = appended.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(stream, settled);
    void settled.then(() => this.#last.get(stream) === settled && this.#last.delete(stream));
    return appended;
  }

  /** Resolves when all that was asked for is settled. */
  async idle(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  /**
   * Sends an append until the server says what became of it: repeated under the same ids it is not written twice. The first time it goes out at
   * once, behind those before it. Once one of them is in doubt the order of the answers tells nothing any more: then
   * each waits until those before it are settled.
   */
  async #persist(request: AppendRequest, before: Promise<unknown> | undefined): Promise<Appended> {
    const deadline = Date.now() + this.parts.patienceMs;
    let isFirst = true;
    for (let retryIn = retryMs.first; ; retryIn = Math.min(retryIn * 2, retryMs.most)) {
      const answered = await this.#send(request);
      if ('appended' in answered) return this.#checked(request, answered.appended);
      if ('fault' in answered) throw answered.fault;
      // An answer may overtake those before it, and be wrong once they are there.
      const isConclusive = !isFirst || before === undefined;
      if ('conflict' in answered && isConclusive) return this.#explain(request, answered.conflict);
      if ('unknown' in answered && Date.now() > deadline)
        throw unavailable('did not say what became of an append', new Error(answered.unknown));
      await before;
      isFirst = false;
      if ('unknown' in answered) await delay(retryIn * (0.5 + Math.random()));
    }
  }

  async #send(request: AppendRequest): Promise<Answered> {
    try {
      return read(await this.parts.calls.send(request), request);
    } catch (error) {
      const fault = lastingFault(error, request.stream);
      return fault ? { fault } : { unknown: reasonOf(error) };
    }
  }

  #checked(request: AppendRequest, appended: Appended): Appended {
    // A stream that was deleted goes on counting where it had ended.
    if (appended.revision !== firstRevision(request) + BigInt(request.events.length - 1)) throw deleted(request.stream);
    this.parts.onAppended();
    return appended;
  }

  /** The stream is elsewhere: is this a repetition of what came in several appends, a mix-up of ids, or was somebody faster? */
  async #explain(request: AppendRequest, actual: Revision | 'no_stream'): Promise<Appended> {
    const { stream, events, expectedRevision } = request;
    const stored = await this.parts.stored(stream, firstRevision(request), events.length);
    const ids = events.map(contentId);
    const other = stored.find((each, index) => each.contentId !== ids[index] && eventIdOf(each) === events[index]!.id);
    if (other)
      throw new EventStoreError(
        'EVENT_ID_REUSED',
        `${eventIdOf(other)} is already ${other.type} at ${stream}@${other.revision}; a new event needs a new id, a repeated append its first content`,
      );
    const last = stored.at(-1);
    if (last && stored.length === ids.length && stored.every((each, index) => each.contentId === ids[index]))
      return { revision: last.revision, position: last.position };
    throw new EventStoreError(
      'WRONG_EXPECTED_REVISION',
      `${stream} is at ${actual}, not at ${expectedRevision}; read on and decide again`,
      { actualRevision: actual },
    );
  }
}
