import type { Grant } from './grant.js';
import { type StoredToken, hashOfToken, isInForce, isIssuedToken } from './token.js';
import type { TokenStore } from './token-store.js';

interface Known {
  readonly stored: StoredToken;
  readonly grant: Grant;
  usedOn: string | null;
}

const setOf = (scope: StoredToken['programmes']): Grant['programmes'] => (scope === 'all' ? 'all' : new Set(scope));

const grantOf = ({ id, actorId, role, programmes, units, expiresAt }: StoredToken): Grant => ({
  tokenId: id,
  actor: { id: actorId, role },
  programmes: setOf(programmes),
  units: setOf(units),
  ...(expiresAt === null ? {} : { expiresAt: Date.parse(expiresAt) }),
});

const msPerDay = 86_400_000;
/** On a list that could not be read for so long nobody is let in: it may be that they were revoked elsewhere. */
const unreadMsMax = 5_000;

/**
 * The tokens of the store, in memory by their hashes: letting somebody in costs one SHA-256. How long a look-up takes
 * tells nothing, since nobody can choose the hash of what they send. What another process revokes ends here at the next
 * look, which somebody else sees to; where the looks fail, or fail to come, for some seconds, nobody is let in.
 */
export class IssuedTokens {
  #byHash = new Map<string, Known>();
  readonly #used = new Set<string>();
  readonly #ended: string[] = [];
  #day = { number: -1, text: '' };
  /** Something was written, and the read that should have followed has failed. */
  #behind = false;
  /** When the list was last known to be as it is in the store, in ms since 1970. */
  #readAtMs = 0;
  #lastReading: Promise<void> = Promise.resolve();
  #nextReading: Promise<void> | undefined;

  constructor(
    private readonly store: TokenStore,
    private readonly now: () => number,
  ) {}

  /** Reads the store anew. What is there no longer has ended. */
  async load(): Promise<void> {
    const atMs = this.now();
    const before = this.#byHash;
    const inForce = (await this.store.all()).filter((stored) => isInForce(stored, this.now()));
    this.#readAtMs = atMs;
    this.#byHash = new Map(
      inForce.map((stored) => {
        const usedOn = before.get(stored.sha256)?.usedOn ?? stored.lastUsedOn;
        return [stored.sha256, { stored, grant: grantOf(stored), usedOn }];
      }),
    );
    for (const [hash, { stored }] of before) if (!this.#byHash.has(hash)) this.#ended.push(stored.id);
  }

  /**
   * One reading at a time: an older one that ends later would bring back what was revoked. Those who ask while one is under
   * way share the one after it, since what they look for may have been written in between.
   */
  #readChanges(): Promise<void> {
    if (this.#nextReading) return this.#nextReading;
    const reading = this.#lastReading.then(() => {
      this.#nextReading = undefined;
      return this.#readChangesNow();
    });
    this.#nextReading = reading;
    this.#lastReading = reading.catch(() => undefined);
    return reading;
  }

  /** A change is told once. A read that fails must not lose it: what it revokes would stay in force. */
  async #readChangesNow(): Promise<void> {
    const atMs = this.now();
    const isChanged = (await this.store.changed()) || this.#behind;
    if (!isChanged) return void (this.#readAtMs = atMs);
    this.#behind = true;
    await this.load();
    this.#behind = false;
  }

  /** @throws when the list could not be read for some seconds, and cannot be now */
  async authenticate(token: string): Promise<Grant | undefined> {
    if (Math.abs(this.now() - this.#readAtMs) > unreadMsMax) await this.#readChanges();
    const known = this.#byHash.get(hashOfToken(token)) ?? (await this.#justMade(token));
    if (!known || !isInForce(known.stored, this.now())) return undefined;
    this.#noteUse(known);
    return known.grant;
  }

  /** Looks for what has changed. Returns the ids of the tokens that have ended since the last time. */
  async look(): Promise<readonly string[]> {
    await this.#readChanges();
    for (const [hash, { stored }] of this.#byHash) {
      if (isInForce(stored, this.now())) continue;
      this.#byHash.delete(hash);
      this.#ended.push(stored.id);
    }
    await this.#tellUses();
    return this.#ended.splice(0);
  }

  async close(): Promise<void> {
    await this.#tellUses();
  }

  /** A token that the command line made a moment ago works at once. Guesses fail on the checksum and cost no look. */
  async #justMade(token: string): Promise<Known | undefined> {
    if (isIssuedToken(token)) await this.#readChanges();
    return this.#byHash.get(hashOfToken(token));
  }

  /** Once a day and token: the hot path only compares two texts. */
  #noteUse(known: Known): void {
    const number = Math.floor(this.now() / msPerDay);
    if (number !== this.#day.number)
      this.#day = { number, text: new Date(number * msPerDay).toISOString().slice(0, 10) };
    if (known.usedOn === this.#day.text) return;
    known.usedOn = this.#day.text;
    this.#used.add(known.stored.id);
  }

  async #tellUses(): Promise<void> {
    if (this.#used.size === 0) return;
    const ids = [...this.#used];
    this.#used.clear();
    try {
      await this.store.markUsed(ids, this.#day.text);
    } catch (error) {
      for (const id of ids) this.#used.add(id);
      throw error;
    }
  }
}
