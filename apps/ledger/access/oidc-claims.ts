import type { JWTPayload } from 'jose';
import { plainId } from '#kernel';
import type { Grant } from './grant.js';
import { type TokenRole, tokenRoles } from './token.js';

/** Which claims of a token tell what its bearer may do. A name may be a path: `realm_access.roles`. */
export interface ClaimOptions {
  readonly roleClaim: string;
  /** Our role for a value of the issuer's, and for no other. When there are none, the names of our roles stand for them. */
  readonly roles: Readonly<Record<string, TokenRole>>;
  /** Holds ids of programmes, or `all`; every programme when absent. */
  readonly programmesClaim?: string | undefined;
  /** Holds ids of the units that a contributor may record for, or `all`. */
  readonly unitsClaim?: string | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const own = (value: unknown, name: string): unknown =>
  isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** A claim by its whole name, or else by a path: names of claims are often addresses, with dots in them. */
const claimAt = (payload: JWTPayload, name: string): unknown =>
  own(payload, name) ?? name.split('.').reduce<unknown>(own, payload);

/** Claims that hold several values in one text, with spaces between (RFC 8693, 4.2; Entra's `scp`). */
const spacedClaims: readonly string[] = ['scope', 'scp'];

/** A list of texts, or one. A text is divided in `scope` alone: elsewhere “not an admin” is a title, and no admin. */
const textsIn = (payload: JWTPayload, name: string): readonly string[] => {
  const claim = claimAt(payload, name);
  if (typeof claim === 'string') return spacedClaims.includes(name) ? claim.split(' ').filter(Boolean) : [claim];
  return Array.isArray(claim) ? claim.filter((each) => typeof each === 'string') : [];
};

const scopeIn = (payload: JWTPayload, name: string): Grant['programmes'] => {
  const texts = textsIn(payload, name);
  return texts.includes('all') ? 'all' : new Set(texts.map(plainId));
};

/** An issuer has an `admin` of its own: once somebody has said which values are meant, the others say nothing here. */
const roleIn = (held: readonly string[], roles: ClaimOptions['roles']): TokenRole | undefined => {
  if (Object.keys(roles).length > 0) {
    const meant = held.map((value) => own(roles, value));
    return tokenRoles.find((role) => meant.includes(role));
  }
  return tokenRoles.find((role) => held.includes(role));
};

/**
 * What the claims allow: of several roles the one that may do most. Undefined when no role is among them. A scope that is
 * configured and missing in the token is an empty one.
 */
export const rightsIn = (
  payload: JWTPayload,
  { roleClaim, roles, programmesClaim, unitsClaim }: ClaimOptions,
): { role: TokenRole; programmes: Grant['programmes']; units: Grant['units'] } | undefined => {
  const role = roleIn(textsIn(payload, roleClaim), roles);
  if (!role) return undefined;
  const programmes = programmesClaim === undefined ? 'all' : scopeIn(payload, programmesClaim);
  if (role !== 'contributor') return { role, programmes, units: 'all' };
  return { role, programmes, units: unitsClaim === undefined ? new Set() : scopeIn(payload, unitsClaim) };
};
