import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { type Access, bearerToken, openAccess } from './access.js';
import { IssuedTokens } from './issued-tokens.js';
import { openSqliteTokenStore } from './sqlite-token-store.js';
import type { TokenStore } from './token-store.js';
import { type TokenTerms, isIssuedToken, makeToken } from './token.js';

let folder: string;
let file: string;
const opened: { close(): Promise<void> }[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wavebook-'));
  file = join(folder, 'access.db');
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
  rmSync(folder, { recursive: true });
});

const open = async (options: Partial<Parameters<typeof openAccess>[0]> = {}): Promise<Access> => {
  const access = await openAccess({ file, ...options });
  opened.push(access);
  return access;
};
/** A connection of its own, as another process has it. */
const beside = (): TokenStore => {
  const store = openSqliteTokenStore(file);
  opened.push(store);
  return store;
};
const terms = { label: 'test', role: 'manager', programmes: 'all', units: 'all' } as const satisfies TokenTerms;
const issue = async (store: TokenStore, more: Partial<TokenTerms> = {}) => {
  const { token, stored } = makeToken({ ...terms, ...more }, new Date());
  await store.add(stored);
  return { token, ...stored };
};
const ended = (access: Access) => new Promise<string>((resolve) => access.onEnded(resolve));

const configured = 'configured-token-1';

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
    await beside().revoke('admin', new Date().toISOString());
    const warnings: string[] = [];
    const log = { warn: (_: object, message: string) => void warnings.push(message), error: () => undefined };
    const again = await open({ adminToken: configured, log });
    expect(await again.authenticate(configured)).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/was revoked/)]);
    expect(await (await open({ adminToken: 'another-token-123' })).authenticate('another-token-123')).toBeDefined();
    const third = await open({ adminToken: configured, log });
    expect(await third.authenticate(configured)).toBeUndefined();
    expect(warnings).toHaveLength(2);
    expect((await beside().all()).map(({ revokedAt }) => revokedAt !== null).toSorted()).toEqual([false, true]);
  });

  it('is nobody whose token has another role already', async () => {
    await open();
    const { token } = await issue(beside(), { role: 'viewer' });
    expect((await (await open({ adminToken: token })).authenticate(token))!.actor.role).toBe('viewer');
  });
});

describe('a token', () => {
  it('is known by whole and exact text alone', async () => {
    const access = await open({ adminToken: configured });
    const { token } = await issue(beside());
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

  it('is found by a scanner for secrets, and tells a slip of the pen by its checksum', () => {
    const { token } = makeToken(terms, new Date());
    expect(token).toMatch(/^wb_[0-9a-f]{12}_[0-9a-f]{72}$/);
    expect(isIssuedToken(token)).toBe(true);
    const last = token.at(-1) === '0' ? '1' : '0';
    expect(isIssuedToken(token.slice(0, -1) + last)).toBe(false);
    expect(isIssuedToken(token.replace(/_[0-9a-f]/, token[3] === 'a' ? '_b' : '_a'))).toBe(false);
  });

  it('carries what it is for', async () => {
    const access = await open();
    const { token, id, expiresAt } = await issue(beside(), {
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

  it('lies nowhere in the files, which nobody else may read', async () => {
    const { newAdminToken } = await open();
    const { token } = await issue(beside());
    const files = readdirSync(folder).map((name) => join(folder, name));
    expect(files.length).toBeGreaterThan(1);
    for (const each of files) {
      const text = readFileSync(each, 'latin1');
      for (const secret of [token, newAdminToken!]) expect(text).not.toContain(secret.slice(16, 80));
      expect(statSync(each).mode & 0o777).toBe(0o600);
    }
  });

  it('ends when another process revokes it, once and for ever', async () => {
    const access = await open();
    const store = beside();
    const { token, id } = await issue(store);
    await access.authenticate(token);
    const end = ended(access);
    expect(await store.revoke(id, new Date().toISOString())).toBe(true);
    expect(await end).toBe(id);
    expect(await access.authenticate(token)).toBeUndefined();
    expect(await store.revoke(id, new Date().toISOString())).toBe(false);
  });

  it('ends also when the list cannot be read at the moment in which that is noticed', async () => {
    const store = beside();
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
    await beside().revoke(id, new Date().toISOString());
    faults = 1;
    await expect(tokens.look()).rejects.toThrow();
    expect(await tokens.look()).toEqual([id]);
    expect(await tokens.authenticate(token)).toBeUndefined();
  });

  it('ends by itself when its time has come', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const access = await open({ now: () => now });
    const { token, id } = await issue(beside(), { expiresAt: '2026-01-01T01:00:00.000Z' });
    expect(await access.authenticate(token)).toBeDefined();
    const end = ended(access);
    now += 3_600_000;
    expect(await access.authenticate(token)).toBeUndefined();
    expect(await end).toBe(id);
  });

  it('remembers the last day that it was used, written once', async () => {
    let now = Date.parse('2026-03-04T12:00:00Z');
    const access = await openAccess({ file, now: () => now });
    const { token, id } = await issue(beside());
    await access.authenticate(token);
    now += 86_400_000;
    await access.authenticate(token);
    await access.close();
    expect((await beside().all()).find((each) => each.id === id)).toMatchObject({ lastUsedOn: '2026-03-05' });
  });
});

describe('the file', () => {
  it.each([
    ['is no database', () => writeFileSync(file, '{"grants": [{}]}'.repeat(100)), /is no SQLite database/],
    [
      'is another program’s',
      () => new Database(file).exec('CREATE TABLE cheese (name TEXT); PRAGMA application_id = 7').close(),
      /is a database of something else/,
    ],
    [
      'is a newer Wavebook’s',
      () =>
        new Database(file)
          .exec('PRAGMA application_id = 1463959875; PRAGMA user_version = 99; CREATE TABLE a (b)')
          .close(),
      /written by a newer Wavebook/,
    ],
  ])('lets nobody in when it %s', async (_what, damage, message) => {
    damage();
    await expect(openAccess({ file })).rejects.toThrow(message);
  });
});

describe('the header', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  abc ', 'abc'],
    ['Basic abc', undefined],
    ['Bearer a b', undefined],
    ['Bearer ', undefined],
    [['Bearer abc'], undefined],
    [undefined, undefined],
  ])('%j bears %j', (header, token) => expect(bearerToken(header)).toBe(token));
});
