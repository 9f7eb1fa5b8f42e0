import type { Follower, Log } from './log.js';
import type { LogEvent } from './log-event.js';
import { pageEvents } from './page.js';

export type LiveItem = { readonly event: LogEvent } | { readonly checkpoint: number };

/** What waits for one subscriber. Who lets more wait than it holds is dropped, and all that waits with him. */
export class LiveBuffer implements Follower {
  readonly #items: LiveItem[] = [];
  #state: 'live' | 'ended' | 'too slow' = 'live';
  #wake = (): void => undefined;
  #unfollow = (): void => undefined;
  /** Events before it were there when the subscriber read to the end. */
  #start = 0;

  constructor(
    private readonly log: Log,
    private readonly itemsOf: (event: LogEvent) => readonly LiveItem[],
  ) {}

  /** From now on every new event is taken. Whoever has just read to the end misses none, and none comes twice. */
  start(): void {
    this.#start = this.log.end;
    this.#unfollow = this.log.follow(this);
  }

  stop(): void {
    this.#end('ended');
  }

  async next(): Promise<LiveItem | 'ended' | 'too slow'> {
    for (;;) {
      if (this.#state !== 'live') return this.#state;
      const item = this.#items.shift();
      if (item) return item;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  take(event: LogEvent): void {
    if (event.position < this.#start) return;
    for (const item of this.itemsOf(event)) {
      if (this.#items.length >= pageEvents) return this.#end('too slow');
      this.#items.push(item);
    }
    this.#wake();
  }

  #end(state: 'ended' | 'too slow'): void {
    if (this.#state === 'live') this.#state = state;
    this.#unfollow();
    this.#wake();
  }
}
