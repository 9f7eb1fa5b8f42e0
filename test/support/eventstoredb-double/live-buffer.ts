import type { Log } from './log.js';
import type { LogEvent } from './log-event.js';
import { pageEvents } from './page.js';

export type LiveItem = { readonly event: LogEvent } | { readonly checkpoint: number };

/** What waits for one subscriber. Who lets more wait than it holds is dropped, and all that waits with him. */
export class LiveBuffer {
  readonly #items: LiveItem[] = [];
  #state: 'live' | 'ended' | 'too slow' = 'live';
  #wake = (): void => undefined;
  #unfollow = (): void => undefined;

  constructor(
    private readonly log: Log,
    private readonly itemsOf: (event: LogEvent) => readonly LiveItem[],
  ) {}

  /** From now on every new event is taken. Whoever has just read to the end misses none, and none comes twice. */
  start(): void {
    this.#unfollow = this.log.follow((event) => this.#take(this.itemsOf(event)));
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

  #take(items: readonly LiveItem[]): void {
    for (const item of items) {
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
