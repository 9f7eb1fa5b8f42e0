import { createHash, createHmac } from 'node:crypto';
import { type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { AccessLog, Grant } from './grant.js';
import { type ClaimOptions, rightsIn } from './oidc-claims.js';
import { OidcIssuer } from './oidc-issuer.js';

/** Who may sign in with a token of another issuer (OpenID Connect), and how its claims are read. */
export interface OidcOptions extends ClaimOptions {
  /** As it stands in `iss`, such as `https://login.example.org/realms/municipality`. */
  readonly issuer: string;
  /** What tokens for this ledger have in `aud`. */
  readonly audience: string;
  /** What tokens have in their header as `typ`: `at+jwt` (RFC 9068), or `JWT` for issuers that do not tell tokens apart. */
  readonly tokenType: string;
  /** 32 bytes that pseudonyms are made with. Whoever has them can test a guess of who somebody is. */
  readonly pseudonymKey: Buffer;
}

export interface OidcSignIn {
  /** Who a signed token speaks for; undefined when it is none, is no longer good, or the issuer cannot be asked. */
  authenticate(token: string): Promise<Grant | undefined>;
  /** The ids of tokens that let somebody in and have expired since this was last asked. */
  takeExpired(): readonly string[];
}

/** Asymmetric ones alone: with a shared secret, whoever can check a token could make one. `none` is not among them. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Clocks of two machines that may differ. */
const clockToleranceSeconds = 30;
/** Tokens whose signature was checked, and for how long that is taken to hold: a withdrawn key ends them after it. */
const checkedMax = 10_000;
const checkedMs = 60_000;

/** Three parts in base64url, and a header: cheap to see, so that other texts cost nothing. */
const jwtForm = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/;

/** The same person at the same issuer is always the same; nobody without the key can tell who it is. */
const pseudonymOf = ({ iss, sub }: JWTPayload, key: Buffer): string =>
  `actor-${createHmac('sha256', key)
    .update(JSON.stringify([iss, sub]))
    .digest('hex')
    .slice(0, 16)}`;

/** What jose finds wrong with a token has a code of its own; other errors tell of the way to the issuer. */
const isAboutTheToken = (error: unknown): boolean =>
  /^ERR_(JWS|JWT|JOSE_ALG|JOSE_NOT_SUPPORTED|JWKS_NO_MATCHING|JWKS_MULTIPLE)/.test(
    String((error as { code?: unknown }).code),
  );

export const openOidc = (options: OidcOptions, { log, now }: { log: AccessLog; now: () => number }): OidcSignIn => {
  const { issuer, audience, tokenType, pseudonymKey } = options;
  const provider = new OidcIssuer(issuer);
  const checked = new LRUCache<string, Grant>({ max: checkedMax, ttl: checkedMs });
  const expiring = new Map<string, number>();

  const grantOf = (payload: JWTPayload, tokenId: string): Grant | undefined => {
    const rights = rightsIn(payload, options);
    if (!rights) return undefined;
    const { role, programmes, units } = rights;
    const actor = { id: pseudonymOf(payload, pseudonymKey), role };
    return { tokenId, actor, programmes, units, expiresAt: payload.exp! * 1_000 };
  };

  const verify = async (token: string, tokenId: string): Promise<Grant | undefined> => {
    try {
      const { payload } = await jwtVerify(token, await provider.keys(), {
        issuer,
        audience,
        algorithms,
        typ: tokenType,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(now()),
      });
      return grantOf(payload, tokenId);
    } catch (error) {
      // The error may repeat claims of the token: of the issuer's own faults alone the log is told.
      if (!isAboutTheToken(error)) log.warn({ issuer, err: error }, 'the issuer of sign-ins could not be asked');
      return undefined;
    }
  };

  return {
    async authenticate(token) {
      if (!jwtForm.test(token)) return undefined;
      const tokenId = `oidc-${createHash('sha256').update(token).digest('hex').slice(0, 32)}`;
      const grant = checked.get(tokenId) ?? (await verify(token, tokenId));
      if (!grant || grant.expiresAt! + clockToleranceSeconds * 1_000 <= now()) return undefined;
      checked.set(tokenId, grant, { noUpdateTTL: true });
      expiring.set(tokenId, grant.expiresAt!);
      return grant;
    },
    takeExpired() {
      const expired = [...expiring].filter(([, atMs]) => atMs + clockToleranceSeconds * 1_000 <= now());
      for (const [tokenId] of expired) expiring.delete(tokenId);
      return expired.map(([tokenId]) => tokenId);
    },
  };
};
