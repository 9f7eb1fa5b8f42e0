import type { TokenStore } from '../../ledger/access/token-store.js';
import { type Outcome, runAndTell } from '../outcome.js';
import { type Terminal, exitCodes } from '../terminal.js';
import { withTokens } from './tokens-here.js';

type Fate = 'revoked' | 'revoked before' | 'unknown';

/** Whoever finds a token somewhere has the whole of it in hand; its id stands in it. */
const idOf = (given: string): string => /^wb_([0-9a-f]{12})_/.exec(given)?.[1] ?? given;

const revokeOne = async (store: TokenStore, id: string): Promise<Fate> => {
  if (await store.revoke(id, new Date().toISOString())) return 'revoked';
  return (await store.all()).some((token) => token.id === id) ? 'revoked before' : 'unknown';
};

const words: Readonly<Record<Fate, string>> = {
  revoked: 'is revoked, and lets nobody in any more.',
  'revoked before': 'had been revoked before.',
  unknown: 'is no token of this ledger; “wavebook token list” shows them.',
};

const revoke = async (given: readonly string[]): Promise<Outcome> => {
  const tokens = await withTokens(async (store) => {
    const done: { readonly id: string; readonly fate: Fate }[] = [];
    for (const id of given.map(idOf)) done.push({ id, fate: await revokeOne(store, id) });
    return done;
  });
  const code = tokens.some(({ fate }) => fate === 'unknown') ? exitCodes.fault : exitCodes.done;
  return { code, result: { tokens }, text: tokens.map(({ id, fate }) => `${id} ${words[fate]}\n`).join('') };
};

/** Revokes tokens of the ledger in WAVEBOOK_DATA. Gives the exit code: 1 when one of them is not there. */
export const revokeTokens = (
  ids: readonly string[],
  flags: { readonly json: boolean },
  terminal: Terminal,
): Promise<number> => runAndTell(terminal, flags, () => revoke(ids));
