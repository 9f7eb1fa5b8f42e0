import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Config } from '../config.js';

/** Budgets are counted for this long, and are full again afterwards. */
const windowSeconds = 60;

/** What is left of a budget, and the seconds until it is full again. */
export interface Left {
  readonly remaining: number;
  readonly resetSeconds: number;
}

export interface Spent extends Left {
  /** There was too little left: nothing was taken. Ask again after `resetSeconds`. */
  readonly refused: boolean;
}

const leftOf = ({ remainingPoints, msBeforeNext }: RateLimiterRes): Left => ({
  remaining: remainingPoints,
  resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1_000)),
});

/** Points for each key and minute, in memory: each process counts for itself. Zero points a minute stand for no limit. */
export class Budget {
  readonly #limiter: RateLimiterMemory;

  constructor(readonly perMinute: number) {
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: windowSeconds });
  }

  /** As a policy of the RateLimit header fields (draft-ietf-httpapi-ratelimit-headers-10). */
  readonly policy = (name: string): string => `"${name}";q=${this.perMinute};w=${windowSeconds}`;

  async spend(key: string, points: number): Promise<Spent | undefined> {
    if (this.perMinute === 0) return undefined;
    try {
      return { refused: false, ...leftOf(await this.#limiter.consume(key, points)) };
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal;
      return { refused: true, ...leftOf(await this.#limiter.reward(key, points)) };
    }
  }

  /** Seconds to wait when nothing is left; undefined when there is something. */
  async emptyFor(key: string): Promise<number | undefined> {
    const now = this.perMinute === 0 ? null : await this.#limiter.get(key);
    return now && now.remainingPoints <= 0 ? leftOf(now).resetSeconds : undefined;
  }
}

/** How much a caller may ask for in a minute. Zero stands for no limit. */
export type Rates = Pick<Config, 'costPerMinute' | 'failedSignInsPerMinute'>;
