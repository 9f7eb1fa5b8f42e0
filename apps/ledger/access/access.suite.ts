import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Access, openAccess } from './access.js';
import { IssuedTokens } from './issued-tokens.js';
import type { TokenStore } from './token-store.js';
import { type TokenTerms, isIssuedToken, makeToken } from './token.js';

/** A list of tokens for one test: empty at its start. */
export interface TokenList {
  /** Opens it as a process of its own does. */
  open(): Promise<TokenStore>;
  remove(): Promise<void>;
}

const terms = { label: 'test', role: 'manager', programmes: 'all', units: 'all' } as const satisfies TokenTerms;
const issue = async (store: TokenStore, more: Partial<TokenTerms> = {}) => {
  const { token, stored } = makeToken({ ...terms, ...more }, new Date());
  await store.add(stored);
  return { token, ...stored };
};
const ended = (access: Access) => new Promise<string>((resolve) => access.onEnded(resolve));

const configured = 'configured-token-1';

/** What holds for all who come in by a token, wherever the tokens are kept. */
export const accessSuite = (kept: string, begin: () => Promise<TokenList>): void =>
  describe(`tokens ${kept}`, () => {
    let list: TokenList;
    const opened: { close(): Promise<void> }[] = [];
    beforeEach(async () => void (list = await begin()));
    afterEach(async () => {
      for (const each of opened.splice(0)) await each.close();
      await list.remove();
    });

    const open = async (options: Partial<Parameters<typeof openAccess>[0]> = {}): Promise<Access> => {
      const access = await openAccess({ tokens: await list.open(), ...options });
      opened.push(access);
      return access;
    };
    /** A connection of its own, as another process has it. */
    const beside = async (): Promise<TokenStore> => {
      const store = await list.open();
      opened.push(store);
      return store;
    };

    describe('the first admin', () => {
      it('gets a token on the first start, told once, and is known by it ever after', async () => {
        const first = await open();
        const token = first.newAdminToken!;
        expect(isIssuedToken(token)).toBe(true);
        const grant = await first.authenticate(token);
        expect(grant).toMatchObject({ tokenId: 'admin', programmes: 'all', units: 'all' });
        expect(grant!.actor).toEqual({ id: expect.stringMatching(/^actor-[0-9a-f]{8}$/), role: 'admin' });
        const second = await open();
        expect(second.newAdminToken).toBeUndefined();
        expect(await second.authenticate(token)).toEqual(grant);
      });

      it('keeps the pseudonym when a configured token takes the place of the earlier one, which ends elsewhere too', async () => {
        const first = await open();
        const token = first.newAdminToken!;
        const { actor } = (await first.authenticate(token))!;
        const end = ended(first);
        const changed = await open({ adminToken: configured });
        expect(await end).toBe('admin');
        expect(await changed.authenticate(token)).toBeUndefined();
        expect(await first.authenticate(token)).toBeUndefined();
        expect((await changed.authenticate(configured))!.actor).toEqual(actor);
        expect(changed.newAdminToken).toBeUndefined();
        expect((await (await open()).authenticate(configured))!.actor).toEqual(actor);
      });

      it('is one, when two processes start at once', async () => {
        const [one, other] = await Promise.all([open(), open()]);
        expect([one, other].filter(({ newAdminToken }) => newAdminToken)).toHaveLength(1);
      });

      it('does not come back with a configured token that was revoked', async () => {
        await open({ adminToken: configured });
        await (await beside()).revoke('admin', new Date().toISOString());
        const warnings: string[] = [];
        const log = { warn: (_: object, message: string) => void warnings.push(message), error: () => undefined };
        const again = await open({ adminToken: configured, log });
        expect(await again.authenticate(configured)).toBeUndefined();
        expect(warnings).toEqual([expect.stringMatching(/was revoked/)]);
        expect(await (await open({ adminToken: 'another-token-123' })).authenticate('another-token-123')).toBeDefined();
        const third = await open({ adminToken: configured, log });
        expect(await third.authenticate(configured)).toBeUndefined();
        expect(warnings).toHaveLength(2);
        expect((await (await beside()).all()).map(({ revokedAt }) => revokedAt !== null).toSorted()).toEqual([
          false,
          true,
        ]);
      });

      it('is nobody whose token has another role already', async () => {
        await open();
        const { token } = await issue(await beside(), { role: 'viewer' });
        expect((await (await open({ adminToken: token })).authenticate(token))!.actor.role).toBe('viewer');
      });
    });

    describe('a token', () => {
      it('is known by whole and exact text alone', async () => {
        const access = await open({ adminToken: configured });
        const { token } = await issue(await beside());
        expect(await access.authenticate(token)).toBeDefined();
        const wrong = [
          '',
          `${configured} `,
          token.slice(0, -1),
          `${token}0`,
          token.toUpperCase(),
          token.replace('wb_', ''),
        ];
        for (const text of wrong) expect(await access.authenticate(text)).toBeUndefined();
      });

      it('carries what it is for', async () => {
        const access = await open();
        const { token, id, expiresAt } = await issue(await beside(), {
          role: 'contributor',
          programmes: ['p-1'],
          units: ['u-1', 'u-2'],
          actorId: 'actor-of-jong',
          expiresAt: '2999-01-31T23:59:59.999Z',
        });
        expect(await access.authenticate(token)).toEqual({
          tokenId: id,
          actor: { id: 'actor-of-jong', role: 'contributor' },
          programmes: new Set(['p-1']),
          units: new Set(['u-1', 'u-2']),
          expiresAt: Date.parse(expiresAt!),
        });
      });

      it('ends when another process revokes it, once and for ever', async () => {
        const access = await open();
        const store = await beside();
        const { token, id } = await issue(store);
        await access.authenticate(token);
        const end = ended(access);
        expect(await store.revoke(id, new Date().toISOString())).toBe(true);
        expect(await end).toBe(id);
        expect(await access.authenticate(token)).toBeUndefined();
        expect(await store.revoke(id, new Date().toISOString())).toBe(false);
      });

      it('ends also when the list cannot be read at the moment in which that is noticed', async () => {
        const store = await beside();
        const { token, id } = await issue(store);
        let faults = 1;
        const all = async () => {
          if (faults-- > 0) throw new Error('the disk is away for a moment');
          return store.all();
        };
        const tokens = new IssuedTokens({ ...store, all }, Date.now);
        await expect(tokens.load()).rejects.toThrow();
        await tokens.load();
        expect(await tokens.authenticate(token)).toBeDefined();
        await (await beside()).revoke(id, new Date().toISOString());
        faults = 1;
        await expect(tokens.look()).rejects.toThrow();
        expect(await tokens.look()).toEqual([id]);
        expect(await tokens.authenticate(token)).toBeUndefined();
      });

      it('does not come back with a list that was read before it was revoked, and came after', async () => {
        const [store, other] = [await beside(), await beside()];
        const { token, id } = await issue(store);
        let late: (() => void) | undefined;
        const all = async () => {
          const tokens = await store.all();
          if (late) await new Promise<void>((resolve) => (late = resolve));
          return tokens;
        };
        const tokens = new IssuedTokens({ ...store, all }, Date.now);
        await tokens.load();
        late = () => undefined;
        await issue(other);
        const first = tokens.look();
        // A reading is under way: it has read the list, and not told it.
        const untouched = late;
        while (late === untouched) await new Promise(setImmediate);
        await other.revoke(id, new Date().toISOString());
        const second = tokens.look();
        const tell = late;
        late = undefined;
        tell();
        expect([...(await first), ...(await second)]).toEqual([id]);
        expect(await tokens.authenticate(token)).toBeUndefined();
      });

      it('lets nobody in when the list could not be read for seconds: it may have been revoked', async () => {
        const store = await beside();
        const { token } = await issue(store);
        let nowMs = Date.now();
        let isThere = true;
        const changed = () => (isThere ? store.changed() : Promise.reject(new Error('the database is away')));
        const tokens = new IssuedTokens({ ...store, changed }, () => nowMs);
        await tokens.load();
        isThere = false;
        expect(await tokens.authenticate(token)).toBeDefined();
        nowMs += 6_000;
        await expect(tokens.authenticate(token)).rejects.toThrow('the database is away');
        isThere = true;
        expect(await tokens.authenticate(token)).toBeDefined();
      });

      it('ends by itself when its time has come', async () => {
        let now = Date.parse('2026-01-01T00:00:00Z');
        const access = await open({ now: () => now });
        const { token, id } = await issue(await beside(), { expiresAt: '2026-01-01T01:00:00.000Z' });
        expect(await access.authenticate(token)).toBeDefined();
        const end = ended(access);
        now += 3_600_000;
        expect(await access.authenticate(token)).toBeUndefined();
        expect(await end).toBe(id);
      });

      it('remembers the last day that it was used, written once', async () => {
        let now = Date.parse('2026-03-04T12:00:00Z');
        const access = await open({ now: () => now });
        const { token, id } = await issue(await beside());
        await access.authenticate(token);
        now += 86_400_000;
        await access.authenticate(token);
        await access.close();
        opened.splice(opened.indexOf(access), 1);
        expect((await (await beside()).all()).find((each) => each.id === id)).toMatchObject({
          lastUsedOn: '2026-03-05',
        });
      });
    });
  });
