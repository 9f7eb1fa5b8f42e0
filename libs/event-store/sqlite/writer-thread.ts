import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Appended, EventStoreError } from '../port.js';
import type { AppendOutcome, AppendRequest } from './append-group.js';

interface Pending {
  readonly request: AppendRequest;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: EventStoreError) => void;
}

export const startWriter = (file: string): Worker =>
  // Not with this process's own options: those of `node --eval` or a test runner make no sense in the thread.
  new Worker(new URL('./writer.js', import.meta.url), { workerData: { file }, execArgv: [] });

const settle = ({ resolve, reject }: Pending, outcome: AppendOutcome): void => {
  if (!('code' in outcome)) return resolve(outcome);
  const { code, message, actualRevision } = outcome;
  reject(new EventStoreError(code, message, actualRevision === undefined ? {} : { actualRevision }));
};

/**
 * The main thread's side of the writer: hands appends over in the order in which they were asked for, and settles them
 * when they are durable. The thread starts with the first append, and again after it was lost.
 */
export class WriterThread {
  /** Asked for in this turn of the event loop, not yet handed over. */
  #queued: Pending[] = [];
  /** Handed over, oldest first; the thread answers in this order. */
  #sent: Pending[] = [];
  #worker: Worker | undefined;
  #idle = (): void => undefined;

  constructor(
    private readonly start: () => Worker,
    private readonly committed: () => void,
  ) {}

  append(request: AppendRequest): Promise<Appended> {
    return new Promise((resolve, reject) => {
      // One message for all that a turn asks for: a hundred clients woken by one commit append together again.
      if (this.#queued.push({ request, resolve, reject }) === 1) process.nextTick(() => this.#send());
    });
  }

  /** Waits for all that was asked for, then ends the thread. */
  async close(): Promise<void> {
    if (this.#queued.length + this.#sent.length > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
    const worker = this.#worker;
    if (!worker) return;
    this.#worker = undefined;
    worker.ref();
    worker.postMessage('close');
    await once(worker, 'exit');
  }

  #send(): void {
    const pending = this.#queued;
    this.#queued = [];
    this.#sent = this.#sent.concat(pending);
    this.#worker ??= this.#started();
    this.#worker.ref();
    this.#worker.postMessage(pending.map(({ request }) => request));
  }

  #started(): Worker {
    const worker = this.start();
    worker.on('message', (outcomes: readonly AppendOutcome[]) => {
      if (worker === this.#worker) this.#answered(worker, outcomes);
    });
    worker.on('error', (cause) => this.#lost(worker, cause));
    worker.on('exit', (code) => this.#lost(worker, new Error(`the thread ended with code ${code}`)));
    return worker;
  }

  #answered(worker: Worker, outcomes: readonly AppendOutcome[]): void {
    const answered = this.#sent.splice(0, outcomes.length);
    answered.forEach((pending, index) => settle(pending, outcomes[index]!));
    if (outcomes.some((outcome) => 'position' in outcome)) this.committed();
    this.#rest(worker);
  }

  #lost(worker: Worker, cause: Error): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    const lost = this.#sent;
    this.#sent = [];
    const message = `the writer was lost (${cause.message}); whether this was stored is unknown, repeat the same append`;
    for (const { reject } of lost) reject(new EventStoreError('STORE_UNAVAILABLE', message, {}, { cause }));
    this.#rest(worker);
  }

  /** A ledger that is merely open keeps no process alive. */
  #rest(worker: Worker): void {
    if (this.#sent.length > 0) return;
    worker.unref();
    if (this.#queued.length === 0) this.#idle();
  }
}
