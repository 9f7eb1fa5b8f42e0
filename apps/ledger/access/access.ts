import { type AdminToken, establishAdmin } from './admin-token.js';
import type { AccessLog, Grant } from './grant.js';
import { IssuedTokens } from './issued-tokens.js';
import { type OidcOptions, type OidcSignIn, openOidc } from './oidc.js';
import type { TokenStore } from './token-store.js';

export type { Grant } from './grant.js';

/** Who may come in, by token. */
export interface Access {
  /** Who a bearer token is; undefined when it is nobody's, expired or revoked. Never throws for bad tokens. */
  authenticate(token: string): Promise<Grant | undefined>;
  /**
   * Calls back with the token id when a token ends: expired or revoked, also by another process (the command line), at
   * most a second later. Returns how to stop it.
   */
  onEnded(listener: (tokenId: string) => void): () => void;
  close(): Promise<void>;
  /** A token that was made just now. It is told this once; the file holds its hash alone. */
  readonly newAdminToken?: string;
}

export interface AccessOptions {
  /** The list of tokens. Closed with the access, and where that cannot be opened. */
  readonly tokens: TokenStore;
  /** Takes the place of the first admin's token. */
  readonly adminToken?: string | undefined;
  /** Who else may sign in; nobody when absent. */
  readonly oidc?: OidcOptions | undefined;
  readonly log?: AccessLog;
  readonly now?: () => number;
}

const silent: AccessLog = { warn: () => undefined, error: () => undefined };

/** How often expiry and the writes of other processes are looked for; an end is told within a second. */
const lookEveryMs = 400;

class OpenAccess implements Access {
  readonly #listeners = new Set<(tokenId: string) => void>();
  readonly #timer: NodeJS.Timeout;
  readonly newAdminToken?: string;

  constructor(
    private readonly store: TokenStore,
    private readonly issued: IssuedTokens,
    private readonly oidc: OidcSignIn | undefined,
    admin: AdminToken,
    log: AccessLog,
  ) {
    if (admin.made !== undefined) this.newAdminToken = admin.made;
    let isLooking = false;
    const look = () => {
      if (isLooking) return;
      isLooking = true;
      void this.#look()
        .catch((err: unknown) => log.error({ err }, 'the list of tokens could not be read'))
        .finally(() => (isLooking = false));
    };
    this.#timer = setInterval(look, lookEveryMs).unref();
  }

  async authenticate(token: string): Promise<Grant | undefined> {
    return (await this.issued.authenticate(token)) ?? this.oidc?.authenticate(token);
  }

  onEnded(listener: (tokenId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.issued.close();
    await this.store.close();
  }

  async #look(): Promise<void> {
    const ended = [...(await this.issued.look()), ...(this.oidc?.takeExpired() ?? [])];
    for (const tokenId of ended) for (const listener of this.#listeners) listener(tokenId);
  }
}

/**
 * Opens the list of tokens, or makes it with one admin token: the configured one, or a new one that is told once.
 * @throws AccessError when the file cannot be used
 */
export const openAccess = async (options: AccessOptions): Promise<Access> => {
  const { tokens: store, adminToken, oidc, log = silent, now = Date.now } = options;
  try {
    const admin = await establishAdmin(store, adminToken, new Date(now()));
    if (admin.refused)
      log.warn(
        {},
        'WAVEBOOK_ADMIN_TOKEN was revoked, or is the token of somebody else, and lets no admin in: set another',
      );
    const issued = new IssuedTokens(store, now);
    await issued.load();
    return new OpenAccess(store, issued, oidc && openOidc(oidc, { log, now }), admin, log);
  } catch (error) {
    await store.close();
    throw error;
  }
};

/** Longer than any token that an issuer would put into a header. */
const bearerPattern = /^Bearer +([\x21-\x7e]{1,8192})$/i;

/** The token of an `Authorization: Bearer …` header (RFC 6750); undefined when it is something else. */
export const bearerToken = (header: unknown): string | undefined =>
  typeof header === 'string' ? bearerPattern.exec(header.trim())?.[1] : undefined;
