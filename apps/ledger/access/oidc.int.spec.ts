import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CryptoKey, type JWTPayload, UnsecuredJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { type Issuer, audience, startIssuer } from '../../../test/support/issuer.js';
import { type Config, ConfigError, readConfig } from '../config.js';
import { accessOptions } from './access-options.js';
import { openSqliteTokenStore } from './sqlite-token-store.js';
import { type Access, openAccess } from './access.js';

const programmeId = '7a1f6f9e-0b6c-5c8a-9a5e-0c1d2e3f4a5b';
const unitId = '8b2a7a0f-1c7d-4d9b-8b6f-1d2e3f4a5b6c';
const key = Buffer.alloc(32, 7);

let issuer: Issuer;
let folder: string;
let access: Access;
let otherKey: CryptoKey;
const warnings: object[] = [];
let nowMs: number | undefined;

const environment = () => ({
  WAVEBOOK_OIDC_ISSUER: issuer.issuer,
  WAVEBOOK_OIDC_AUDIENCE: audience,
  WAVEBOOK_OIDC_ROLE_CLAIM: 'realm_access.roles',
  WAVEBOOK_OIDC_ROLES: 'Wavebook.Editor=manager, Wavebook.School=contributor',
  WAVEBOOK_OIDC_PROGRAMMES_CLAIM: 'https://wavebook.example/programmes',
  WAVEBOOK_OIDC_UNITS_CLAIM: 'units',
});

const open = async (config: Pick<Config, 'oidc'>, name: string): Promise<Access> =>
  openAccess({
    ...(await accessOptions(
      { adminToken: undefined, ...config },
      {
        vault: { secret: async () => key },
        beside: { tokens: async () => openSqliteTokenStore(join(folder, name)) },
      },
      {
        warn: (fields) => void warnings.push(fields),
        error: (fields) => void warnings.push(fields),
      },
    )),
    now: () => nowMs ?? Date.now(),
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wavebook-'));
  issuer = await startIssuer({
    realm_access: { roles: ['offline_access', 'Wavebook.Editor'] },
    'https://wavebook.example/programmes': [programmeId],
  });
  ({ privateKey: otherKey } = await generateKeyPair('RS256', { extractable: true }));
  access = await open(readConfig(environment()), 'access.db');
});
afterAll(async () => {
  await access.close();
  await issuer.close();
  rmSync(folder, { recursive: true });
});

const seconds = () => Math.floor(Date.now() / 1000);
const good = (): JWTPayload => ({
  iss: issuer.issuer,
  aud: audience,
  sub: 'kari.nordmann@example.org',
  exp: seconds() + 600,
  realm_access: { roles: ['Wavebook.Editor'] },
});

describe('somebody who signs in at the issuer', () => {
  it('is let in with the token that the provider gives out', async () => {
    const token = await issuer.token();
    expect(await access.authenticate(token)).toEqual({
      tokenId: expect.stringMatching(/^oidc-[0-9a-f]{32}$/),
      actor: { id: expect.stringMatching(/^actor-[0-9a-f]{16}$/), role: 'manager' },
      programmes: new Set([programmeId]),
      units: 'all',
      expiresAt: decodeJwt(token).exp! * 1000,
    });
  });

  it('bears the same pseudonym with every token, and none that somebody else bears', async () => {
    const actorOf = async (claims: JWTPayload) => (await access.authenticate(await issuer.sign(claims)))!.actor.id;
    const first = await actorOf(good());
    expect(await actorOf({ ...good(), jti: 'another token' })).toBe(first);
    expect(await actorOf({ ...good(), sub: 'ola' })).not.toBe(first);
    expect(first).not.toContain('kari');
  });

  it('has the strongest of the roles that the claim names, and the units of a contributor', async () => {
    const claims = { ...good(), realm_access: { roles: ['viewer', 'Wavebook.School'] }, units: [unitId] };
    expect(await access.authenticate(await issuer.sign(claims))).toMatchObject({
      actor: { role: 'contributor' },
      programmes: new Set(),
      units: new Set([unitId]),
    });
  });

  it('is no admin here by being one at the issuer, once it is configured which values count', async () => {
    const claims = (roles: unknown) => ({ ...good(), realm_access: { roles } });
    const roleOf = async (roles: unknown) => (await access.authenticate(await issuer.sign(claims(roles))))?.actor.role;
    expect(await roleOf(['admin', 'Wavebook.Editor'])).toBe('manager');
    expect(await roleOf(['admin'])).toBeUndefined();
    expect(await roleOf('Wavebook.Editor')).toBe('manager');
  });

  it.each([
    ['roles', ['viewer', 'admin'], 'admin'],
    ['roles', 'auditor', 'auditor'],
    ['roles', 'not an admin', undefined],
    ['roles', [['admin'], { admin: true }, 1], undefined],
    ['scope', 'openid viewer', 'viewer'],
  ])('whose claim %s is %j has the role %s where no values are configured', async (claim, value, role) => {
    const { oidc } = readConfig({ ...environment(), WAVEBOOK_OIDC_ROLE_CLAIM: claim, WAVEBOOK_OIDC_ROLES: '' });
    const plain = await open({ oidc }, `${role}-${claim}.db`);
    const grant = await plain.authenticate(await issuer.sign({ ...good(), [claim]: value }));
    await plain.close();
    expect(grant?.actor.role).toBe(role);
  });

  it.each([
    ['all', 'all'],
    [['all'], 'all'],
    [programmeId, new Set([programmeId])],
    ['all schools', new Set(['all schools'])],
    [[], new Set()],
    ['', new Set([''])],
    [{ all: true }, new Set()],
    [null, new Set()],
  ])('whose claim about programmes is %j sees %p', async (value, programmes) => {
    const claims = { ...good(), 'https://wavebook.example/programmes': value };
    expect((await access.authenticate(await issuer.sign(claims)))!.programmes).toEqual(programmes);
  });

  it('is not let in without a role', async () => {
    for (const realm_access of [undefined, {}, { roles: [] }, { roles: ['constructor', 'system', 'toString'] }])
      expect(await access.authenticate(await issuer.sign({ ...good(), realm_access }))).toBeUndefined();
  });

  it('is told to be gone when the token expires, also when it was looked at before', async () => {
    const token = await issuer.sign({ ...good(), jti: 'expiring', exp: seconds() + 60 });
    const { tokenId } = (await access.authenticate(token))!;
    const ended = new Promise<string>((resolve) => {
      const stop = access.onEnded((id) => {
        if (id !== tokenId) return;
        stop();
        resolve(id);
      });
    });
    nowMs = Date.now() + 100_000;
    expect(await ended).toBe(tokenId);
    expect(await access.authenticate(token)).toBeUndefined();
    nowMs = undefined;
  });
});

const unsigned = (payload: JWTPayload) => new UnsecuredJWT(payload).encode();
const withPayload = (token: string, payload: JWTPayload) => {
  const [header, , signature] = token.split('.');
  return [header, Buffer.from(JSON.stringify(payload)).toString('base64url'), signature].join('.');
};
const hmac = async (payload: JWTPayload, secret: Buffer) => {
  const { SignJWT } = await import('jose');
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'signing-key' }).sign(secret);
};
const pem = () => issuer.publicKey.export({ type: 'spki', format: 'pem' }) as string;

const attacks: Readonly<Record<string, () => Promise<string>>> = {
  'no signature (alg none)': async () => unsigned(good()),
  'alg none with the type of an access token': async () =>
    `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${unsigned(good()).split('.')[1]}.AA`,
  'the public key taken for a shared secret (HS256)': async () => hmac(good(), Buffer.from(pem())),
  'the public key in DER taken for a shared secret': async () =>
    hmac(good(), issuer.publicKey.export({ type: 'spki', format: 'der' })),
  'another audience': () => issuer.sign({ ...good(), aud: 'somebody-else' }),
  'no audience': () => issuer.sign({ ...good(), aud: undefined }),
  'another issuer': () => issuer.sign({ ...good(), iss: 'https://evil.example' }),
  'no issuer': () => issuer.sign({ ...good(), iss: undefined }),
  'no expiry': () => issuer.sign({ ...good(), exp: undefined }),
  'an expiry that is past': () => issuer.sign({ ...good(), exp: seconds() - 120 }),
  'an expiry that is no number': () => issuer.sign({ ...good(), exp: '9999999999' as never }),
  'a beginning in the future': () => issuer.sign({ ...good(), nbf: seconds() + 120 }),
  'nobody as its subject': () => issuer.sign({ ...good(), sub: undefined }),
  'a key id that the issuer does not have': () => issuer.sign(good(), { header: { kid: '../../etc/passwd' } }),
  'the signature of another key': () => issuer.sign(good(), { key: otherKey }),
  'a key of its own in the header': async () =>
    issuer.sign(good(), { key: otherKey, header: { jwk: await exportJWK(otherKey), kid: undefined } }),
  'the address of other keys in the header': () =>
    issuer.sign(good(), { key: otherKey, header: { jku: 'http://127.0.0.1:1/keys', kid: 'mine' } }),
  'an extension that nobody knows (crit)': async () => {
    const [, payload, signature] = (await issuer.sign(good())).split('.');
    const header = { alg: 'RS256', typ: 'at+jwt', kid: 'signing-key', crit: ['evil'], evil: true };
    return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.${signature}`;
  },
  'the type of an ID token': () => issuer.sign(good(), { header: { typ: 'JWT' } }),
  'no type': () => issuer.sign(good(), { header: { typ: undefined } }),
  'claims that were changed after it was signed': async () =>
    withPayload(await issuer.sign(good()), { ...good(), realm_access: { roles: ['admin'] } }),
  'its signature cut off': async () => (await issuer.sign(good())).replace(/[^.]+$/, ''),
  'claims that are no JSON': async () => (await issuer.sign(good())).replace(/\.[^.]+\./, '.bm90IGpzb24.'),
};

describe('a forged or wrong token', () => {
  it('is compared with one that is let in', async () => {
    expect(await access.authenticate(await issuer.sign(good()))).toBeDefined();
  });

  it.each(Object.keys(attacks))('is refused: %s', async (name) => {
    warnings.length = 0;
    expect(await access.authenticate(await attacks[name]!())).toBeUndefined();
    expect(warnings).toEqual([]);
  });
});

describe('an issuer', () => {
  it('that cannot be reached lets nobody in, and the log is told without the token', async () => {
    const { issuer: gone, ...rest } = await startIssuer({});
    await rest.close();
    const oidc = readConfig({ ...environment(), WAVEBOOK_OIDC_ISSUER: gone });
    const other = await open(oidc, 'unreachable.db');
    warnings.length = 0;
    expect(await other.authenticate(await issuer.sign(good()))).toBeUndefined();
    expect(warnings).toMatchObject([{ issuer: gone }]);
    expect(JSON.stringify(warnings)).not.toContain('eyJ');
    await other.close();
  });

  it('is nobody’s business when none is configured', async () => {
    const without = await open(readConfig({}), 'without.db');
    expect(await without.authenticate(await issuer.sign(good()))).toBeUndefined();
    await without.close();
  });

  it.each([
    ['over an open line', { WAVEBOOK_OIDC_ISSUER: 'http://login.example.org' }, /must be an https address/],
    ['without an audience', { WAVEBOOK_OIDC_ISSUER: 'https://login.example.org' }, /WAVEBOOK_OIDC_AUDIENCE/],
    ['with a role that we do not have', { WAVEBOOK_OIDC_ROLES: 'staff=boss' }, /roles are admin, manager/],
  ])('cannot be configured %s', (_what, environment, message) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(message);
  });
});
