import { LRUCache } from 'lru-cache';
import { Bell, pulled } from './pull.js';

/** The state of something that changes, and when to look again. */
export interface Changing<State> {
  /** Gives the state as it is now; undefined when there is none yet. */
  readonly look: () => Promise<State | undefined>;
  /** Calls back after each change. Returns how to stop it. */
  readonly onChange: (ring: () => void) => () => void;
  /** What of a state a subscriber would call news, in a text: two states with the same are told once. */
  readonly newsOf: (state: State) => string;
}

/**
 * The state at once, and again each time that it has changed. Changes that come while the subscriber is busy are one
 * change: the newest state wins, and memory does not grow.
 */
export const newest = <State>({ look, onChange, newsOf }: Changing<State>): AsyncGenerator<State, void, void> =>
  pulled(async function* (signal) {
    const bell = new Bell(signal);
    const stop = onChange(bell.ring);
    try {
      let told: string | undefined;
      while (!signal.aborted) {
        await bell.rung();
        if (signal.aborted) return;
        const state = await look();
        const news = state && newsOf(state);
        if (state === undefined || news === told) continue;
        told = news;
        yield state;
      }
    } finally {
      stop();
    }
  });

/** Programmes whose last state is kept for the next who asks. */
const statesMax = 200;

/** Answers the same question once for all who ask it before anything has changed: an answer is kept for one version. */
export class Shared<State> {
  readonly #kept = new LRUCache<string, { readonly version: bigint; readonly state: Promise<State> }>({
    max: statesMax,
  });

  get(key: string, version: bigint, look: () => Promise<State>): Promise<State> {
    const kept = this.#kept.get(key);
    if (kept?.version === version) return kept.state;
    const state = look();
    this.#kept.set(key, { version, state });
    // A look that failed is tried again by the next who asks.
    state.catch(() => this.#kept.delete(key));
    return state;
  }
}

/** Tells something of an object once, however many ask for it. */
export const once = <State extends object, Told>(tell: (state: State) => Told): ((state: State) => Told) => {
  const told = new WeakMap<State, Told>();
  return (state) => {
    if (!told.has(state)) told.set(state, tell(state));
    return told.get(state)!;
  };
};
