import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Instant, LocalDate, Role } from '#kernel';

/** A role that a person or a program can hold; the ledger's own clock writes as `system`, and no token bears that. */
export type TokenRole = Exclude<Role, 'system'>;
/** From the one that may do most to the one that may do least. */
export const tokenRoles = ['admin', 'manager', 'contributor', 'auditor', 'viewer'] as const satisfies TokenRole[];

/** Ids (UUID) of what a token is for; `all` is everything that there is, and that will be. */
export type Scope = 'all' | readonly string[];

/** A token as it is kept: without its secret. */
export interface StoredToken {
  /** Public: it stands in the token itself, in lists and in logs. */
  readonly id: string;
  /** SHA-256 of the whole token, hex. */
  readonly sha256: string;
  /** What people call it. No personal data: it is not sealed. */
  readonly label: string;
  readonly role: TokenRole;
  /** The pseudonym that lines of the book bear. Several tokens may share one. */
  readonly actorId: string;
  readonly programmes: Scope;
  /** Units that may be recorded for. */
  readonly units: Scope;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
  /** The last day (UTC) that it let somebody in. */
  readonly lastUsedOn: LocalDate | null;
}

export type TokenTerms = Pick<StoredToken, 'label' | 'role' | 'programmes' | 'units'> & {
  readonly actorId?: string | undefined;
  readonly expiresAt?: Instant | null | undefined;
};

/** Bytes of chance in a token: 256 bits cannot be guessed, so that a slow hash (bcrypt, argon2) would protect nothing. */
const secretBytes = 32;
const idBytes = 6;
/** `wb_`, the id, the secret, and the CRC-32 of all before it. A scanner for secrets finds it by this, without a guess. */
const form = /^wb_[0-9a-f]{12}_[0-9a-f]{64}[0-9a-f]{8}$/;
const checksumLength = 8;

const checksumOf = (text: string): string => crc32(text).toString(16).padStart(checksumLength, '0');

/** Whether a text was made here and was copied without a slip. It says nothing about whom it lets in. */
export const isIssuedToken = (text: string): boolean =>
  form.test(text) && checksumOf(text.slice(0, -checksumLength)) === text.slice(-checksumLength);

export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

export const newActorId = (): string => `actor-${randomBytes(4).toString('hex')}`;

/** What is kept of a token that is there already. */
export const storedToken = (id: string, token: string, terms: TokenTerms, now: Date): StoredToken => ({
  id,
  sha256: hashOfToken(token),
  label: terms.label,
  role: terms.role,
  actorId: terms.actorId ?? newActorId(),
  programmes: terms.programmes,
  units: terms.units,
  createdAt: now.toISOString(),
  expiresAt: terms.expiresAt ?? null,
  revokedAt: null,
  lastUsedOn: null,
});

/** Makes a token: the text itself, which is told once, and what is kept of it. */
export const makeToken = (terms: TokenTerms, now: Date): { readonly token: string; readonly stored: StoredToken } => {
  const id = randomBytes(idBytes).toString('hex');
  const unchecked = `wb_${id}_${randomBytes(secretBytes).toString('hex')}`;
  const token = unchecked + checksumOf(unchecked);
  return { token, stored: storedToken(id, token, terms, now) };
};

/** Whether a token lets somebody in at a moment (ms since 1970). */
export const isInForce = ({ revokedAt, expiresAt }: StoredToken, atMs: number): boolean =>
  revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > atMs);
