import { z } from 'zod';
import type { OidcOptions } from './oidc.js';
import { isSafeIssuer } from './oidc-issuer.js';
import { type TokenRole, tokenRoles } from './token.js';

/** How sign-ins are configured: all but the key, which is the vault's. */
export type OidcConfig = Omit<OidcOptions, 'pseudonymKey'>;

const isRole = (text: string | undefined): text is TokenRole => tokenRoles.includes(text as TokenRole);

/** `Wavebook.Admin=admin, schools=contributor`: values of the issuer's, each with our role. */
const pairsIn = (text: string): readonly (readonly [string, string | undefined])[] =>
  text.split(',').map((pair) => {
    const at = pair.lastIndexOf('=');
    return at < 1 ? [pair.trim(), undefined] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });

/** The environment variables of sign-ins, for config.ts. */
export const oidcVariables = {
  WAVEBOOK_OIDC_ISSUER: z
    .string()
    .refine(isSafeIssuer, 'must be an https address (http on this machine alone), as tokens have it in iss')
    .optional(),
  WAVEBOOK_OIDC_AUDIENCE: z.string().optional(),
  WAVEBOOK_OIDC_TOKEN_TYPE: z.string().default('at+jwt'),
  WAVEBOOK_OIDC_ROLE_CLAIM: z.string().default('roles'),
  WAVEBOOK_OIDC_ROLES: z
    .string()
    .default('')
    .transform((text) => (text === '' ? [] : pairsIn(text)))
    .refine(
      (pairs) => pairs.every(([, role]) => isRole(role)),
      `must be pairs such as staff=manager; roles are ${tokenRoles.join(', ')}`,
    ),
  WAVEBOOK_OIDC_PROGRAMMES_CLAIM: z.string().optional(),
  WAVEBOOK_OIDC_UNITS_CLAIM: z.string().optional(),
};

type Read = z.output<z.ZodObject<typeof oidcVariables>>;

/** What the variables say, or the name and the rule of one that is missing; undefined when nobody signs in. */
export const oidcFrom = (read: Read): OidcConfig | { readonly wrong: string } | undefined => {
  if (read.WAVEBOOK_OIDC_ISSUER === undefined) return undefined;
  if (read.WAVEBOOK_OIDC_AUDIENCE === undefined)
    return { wrong: 'WAVEBOOK_OIDC_AUDIENCE must say what tokens for this ledger have in aud.' };
  return {
    issuer: read.WAVEBOOK_OIDC_ISSUER,
    audience: read.WAVEBOOK_OIDC_AUDIENCE,
    tokenType: read.WAVEBOOK_OIDC_TOKEN_TYPE,
    roleClaim: read.WAVEBOOK_OIDC_ROLE_CLAIM,
    roles: Object.fromEntries(read.WAVEBOOK_OIDC_ROLES) as OidcConfig['roles'],
    programmesClaim: read.WAVEBOOK_OIDC_PROGRAMMES_CLAIM,
    unitsClaim: read.WAVEBOOK_OIDC_UNITS_CLAIM,
  };
};
