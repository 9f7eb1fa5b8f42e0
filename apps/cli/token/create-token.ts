import { type StoredToken, type TokenRole, makeToken } from '../../ledger/access/token.js';
import { type Outcome, CommandRefused, runAndTell } from '../outcome.js';
import { type Terminal, counted, exitCodes } from '../terminal.js';
import type { Expiry } from './expiry.js';
import { type Scopes, scopesOf } from './find-scope.js';
import { shown, withTokens } from './tokens-here.js';

export interface CreateFlags {
  readonly role: TokenRole;
  readonly label: string;
  readonly expires: Expiry;
  readonly programme: readonly string[];
  readonly unit: readonly string[];
  readonly actor?: string;
  readonly json: boolean;
}

const labelLengthMax = 100;

/** What cannot go together, whatever the ledger holds. @throws CommandRefused */
const checkFlags = ({ role, label, unit, programme }: CreateFlags): void => {
  const refuse = (code: string, message: string) => {
    throw new CommandRefused(code, message);
  };
  if (label.trim() === '' || label.length > labelLengthMax || /\p{Cc}/u.test(label))
    refuse('LABEL_INVALID', `A label is one line of at most ${labelLengthMax} characters.`);
  if (role === 'contributor' && unit.length === 0)
    refuse('UNIT_NEEDED', 'A contributor records for certain units: name each with --unit.');
  if (role !== 'contributor' && unit.length > 0)
    refuse('UNIT_NOT_FOR_ROLE', 'Only a contributor’s token is for certain units: leave --unit out.');
  if (role === 'admin' && programme.length > 0)
    refuse(
      'ADMIN_IS_FOR_ALL',
      'An admin’s token is for all programmes: leave --programme out, or take the role manager.',
    );
};

const said = (scope: StoredToken['programmes'], what: string): string =>
  scope === 'all' ? `all ${what}s` : counted(scope.length, what);

const tell = (token: string, stored: StoredToken): string => `
Access token of the ${stored.role} “${stored.label}”, shown this once:

  ${token}

It is for ${said(stored.programmes, 'programme')}${stored.role === 'contributor' ? `, to record for ${said(stored.units, 'unit')}` : ''}, and ${stored.expiresAt === null ? 'does not end by itself' : `is good until ${stored.expiresAt}`}.
Lines that are written with it bear the pseudonym ${stored.actorId}.
Send it as “Authorization: Bearer <token>”. “wavebook token revoke ${stored.id}” ends it.

`;

const create = async ({ role, label, expires, actor }: CreateFlags, scopes: Scopes): Promise<Outcome> => {
  const { token, stored } = makeToken({ role, label, actorId: actor, expiresAt: expires.at, ...scopes }, new Date());
  await withTokens((store) => store.add(stored));
  return { code: exitCodes.done, result: { token, ...shown(stored, Date.now()) }, text: tell(token, stored) };
};

/** Makes a token in the ledger of WAVEBOOK_DATA and tells it. Gives the exit code. */
export const createToken = (flags: CreateFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, async () => {
    checkFlags(flags);
    return create(flags, await scopesOf(flags));
  });
