import Table from 'cli-table3';
import { type Outcome, runAndTell } from '../outcome.js';
import { type Terminal, exitCodes } from '../terminal.js';
import { shown, withTokens } from './tokens-here.js';

type Shown = ReturnType<typeof shown>;

const head = ['id', 'label', 'role', 'pseudonym', 'programmes', 'units', 'made', 'ends', 'last used', 'is'];

const day = (moment: string | null): string => moment?.slice(0, 10) ?? '–';
const listed = (scope: Shown['programmes']): string => (scope === 'all' ? 'all' : scope.join('\n'));

const rowOf = (token: Shown): string[] => [
  token.id,
  token.label,
  token.role,
  token.actorId,
  listed(token.programmes),
  token.role === 'contributor' ? listed(token.units) : '–',
  day(token.createdAt),
  token.expiresAt === null ? 'never' : day(token.expiresAt),
  day(token.lastUsedOn),
  token.status,
];

const tableOf = (tokens: readonly Shown[]): string => {
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  table.push(...tokens.map(rowOf));
  return `${table.toString()}\n`;
};

const list = async (): Promise<Outcome> => {
  const now = Date.now();
  const tokens = (await withTokens((store) => store.all())).map((token) => shown(token, now));
  const text =
    tokens.length === 0 ? 'There are no tokens. The first start of the server makes one.\n' : tableOf(tokens);
  return { code: exitCodes.done, result: { tokens }, text };
};

/** Tells the tokens of the ledger in WAVEBOOK_DATA. Gives the exit code. */
export const listTokens = (flags: { readonly json: boolean }, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, list);
