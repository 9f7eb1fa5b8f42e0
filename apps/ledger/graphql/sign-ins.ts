import { LRUCache } from 'lru-cache';
import type { Budget } from './budget.js';

/** Tokens that came in lately are remembered, so that a guesser at the same address does not lock out their owners. */
const tokensRemembered = 1_000;

/** Failed sign-ins, counted by the address they come from. */
export class SignIns {
  readonly #good = new LRUCache<string, true>({ max: tokensRemembered });

  constructor(private readonly budget: Budget) {}

  /** Seconds to wait before a token of this address is looked at; undefined when it may be looked at now. */
  async waitFor(address: string, token: string | undefined): Promise<number | undefined> {
    if (token === undefined || this.#good.has(token)) return undefined;
    return this.budget.emptyFor(address);
  }

  /** To be told after each look at a token. No token at all is no attempt. */
  async tried(address: string, token: string | undefined, good: boolean): Promise<void> {
    if (token === undefined) return;
    if (good) return void this.#good.set(token, true);
    this.#good.delete(token);
    await this.budget.spend(address, 1);
  }
}
