import { type KeyObject, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, type JWTPayload, SignJWT, exportJWK, generateKeyPair } from 'jose';

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;
type ProviderClass = new (issuer: string, configuration: object) => { callback(): RequestListener };

export const audience = 'wavebook-test';
const resource = 'urn:wavebook:test';
const client = { client_id: 'dashboard', client_secret: 'a-secret-of-the-dashboard' };
export const keyId = 'signing-key';

/** A real OpenID Connect provider on loopback, whose signing key the test has too. */
export interface Issuer {
  readonly issuer: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: KeyObject;
  /** An access token as the provider gives it out, to a client of its own (client_credentials, RFC 9068). */
  token(): Promise<string>;
  /** A token as the provider would sign it, with whatever claims and header. */
  sign(payload: JWTPayload, options?: { header?: object; key?: CryptoKey }): Promise<string>;
  close(): Promise<void>;
}

const configurationWith = (jwk: object, claims: JWTPayload) => ({
  jwks: { keys: [jwk] },
  clients: [
    {
      ...client,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  ttl: { ClientCredentials: 600 },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({
        scope: 'ledger',
        audience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: 600,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  scopes: ['ledger'],
  extraTokenClaims: () => claims,
});

const listen = async (): Promise<{ server: Server; issuer: string }> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

/** Starts a provider that puts these claims into every token that it gives out. */
export const startIssuer = async (claims: JWTPayload): Promise<Issuer> => {
  // It warns on the console of what is meant so here: keys in memory, and a Node that it does not know.
  const { warn } = console;
  console.warn = () => undefined;
  // It comes without types: a name that the compiler does not look up.
  const provider: string = 'oidc-provider';
  const { default: Provider } = (await import(provider)) as { default: ProviderClass };
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const { server, issuer } = await listen();
  const jwk = { ...(await exportJWK(privateKey)), kid: keyId, use: 'sig', alg: 'RS256' };
  server.on('request', new Provider(issuer, configurationWith(jwk, claims)).callback());
  console.warn = warn;
  return {
    issuer,
    privateKey,
    publicKey: createPublicKey({ key: (await exportJWK(publicKey)) as never, format: 'jwk' }),
    async token() {
      const body = new URLSearchParams({ grant_type: 'client_credentials', resource, scope: 'ledger', ...client });
      const response = await fetch(`${issuer}/token`, { method: 'POST', body });
      return ((await response.json()) as { access_token: string }).access_token;
    },
    sign: (payload, { header = {}, key = privateKey } = {}) =>
      new SignJWT(payload).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: keyId, ...header }).sign(key),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
