import { type JWTVerifyGetKey, createRemoteJWKSet } from 'jose';
import { z } from 'zod';

/** How long the issuer may take to answer. */
const answerMsMax = 5_000;
/** An issuer that failed is asked again after this: bad tokens shall not make us knock without end. */
const againAfterMs = 5_000;

const discovered = z.object({ issuer: z.string(), jwks_uri: z.url() });

const isLoopback = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** Keys that come over an open line could be anybody's. */
export const isSafeIssuer = (address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
};

const discover = async (issuer: string): Promise<JWTVerifyGetKey> => {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(answerMsMax) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const { issuer: named, jwks_uri } = discovered.parse(await response.json());
  if (named !== issuer) throw new Error(`${url} calls itself ${named}`);
  if (!isSafeIssuer(jwks_uri)) throw new Error(`${url} has its keys at an address without TLS`);
  return createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: answerMsMax });
};

/** An issuer and its public keys, asked for when the first token comes (OpenID Connect Discovery 1.0). */
export class OidcIssuer {
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly issuer: string) {}

  /** Finds the key of a token. @throws when the issuer cannot be reached, or is not what it should be */
  keys(): Promise<JWTVerifyGetKey> {
    this.#keys ??= this.#discover();
    return this.#keys;
  }

  #discover(): Promise<JWTVerifyGetKey> {
    const keys = discover(this.issuer);
    keys.catch(() => setTimeout(() => (this.#keys = undefined), againAfterMs).unref());
    return keys;
  }
}
