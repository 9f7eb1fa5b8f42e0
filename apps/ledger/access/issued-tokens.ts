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

/**
 * The tokens of the store, in memory by their hashes: letting somebody in costs one SHA-256. How long a look-up takes
 * tells nothing, since nobody can choose the hash of what they send.
 */
export class IssuedTokens {
  #byHash = new Map<string, Known>();
  readonly #used = new Set<string>();
  readonly #ended: string[] = [];
  #day = { number: -1, text: '' };
  /** Something was written, and the read that should have followed has failed. */
  #behind = false;

  constructor(
    private readonly store: TokenStore,
    private readonly now: () => number,
  ) {}

  /** Reads the store anew. What is there no longer has ended. */
  async load(): Promise<void> {
    const before = this.#byHash;
    const inForce = (await this.store.all()).filter((stored) => isInForce(stored, this.now()));
    this.#byHash = new Map(
      inForce.map((stored) => {
        const usedOn = before.get(stored.sha256)?.usedOn ?? stored.lastUsedOn;
        return [stored.sha256, { stored, grant: grantOf(stored), usedOn }];
      }),
    );
    for (const [hash, { stored }] of before) if (!this.#byHash.has(hash)) this.#ended.push(stored.id);
  }

  /** A change is told once. A read that fails must not lose it: what it revokes would stay in force. */
  async #readChanges(): Promise<void> {
    if (!(await this.store.changed()) && !this.#behind) return;
    this.#behind = false;
    try {
      await this.load();
    } catch (error) {
      this.#behind = true;
      throw error;
    }
  }

  async authenticate(token: string): Promise<Grant | undefined> {
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
    await this.store.markUsed(ids, this.#day.text);
  }
}
