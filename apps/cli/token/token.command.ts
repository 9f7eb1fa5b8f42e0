import { type Command, InvalidArgumentError, Option } from 'commander';
import type { TokenRole } from '../../ledger/access/token.js';
import { pseudonym } from '../pseudonym.js';
import type { Exit, Terminal } from '../terminal.js';
import type { CreateFlags } from './create-token.js';
import { type Expiry, expiryOf } from './expiry.js';

const footer = `
Examples:
  wavebook token create --role manager --label "Rollout team" --expires 1y
  wavebook token create --role viewer --label "Wall screen" --programme "Digital skolehverdag" --expires 2027-01-31
  wavebook token create --role contributor --label "Jong school" --unit "Jong skole" --unit orgnr:974760673
  wavebook token list --json
  wavebook token revoke 1f2e3d4c5b6a

A token is shown once, when it is made: the ledger keeps its SHA-256 alone. A server that runs beside this takes a new
token at once, and ends a revoked one and its subscriptions within a second. docs/access.md tells what each role may do.
Exit codes: 0 done, 1 not done, 2 used wrongly.`;

/** Spelt out here, so that help is told without loading what keeps tokens; the type sees to it that none is missing. */
const roles: Readonly<Record<TokenRole, true>> = {
  admin: true,
  manager: true,
  contributor: true,
  auditor: true,
  viewer: true,
};

const expiry = (text: string): Expiry => {
  const read = expiryOf(text, new Date());
  if (!read)
    throw new InvalidArgumentError(
      'Say how long, such as 12h, 90d or 1y, or the last day, from today on, such as 2027-01-31, or never.',
    );
  return read;
};

const several = (text: string, before: readonly string[]): readonly string[] => [...before, text];

const addCreate = (token: Command, terminal: Terminal, exit: Exit): void => {
  token
    .command('create')
    .summary('make a token, and show it this once')
    .description('Makes an access token. It is for every programme, unless programmes or units are named.')
    .addOption(new Option('-r, --role <role>', 'what it may do').choices(Object.keys(roles)).makeOptionMandatory())
    .requiredOption('--label <text>', 'what it is called in lists; nobody’s name')
    .addOption(
      new Option('-e, --expires <when>', 'how long it is good, the last day (UTC) that it is, or never')
        .argParser(expiry)
        .default(expiry('90d'), '90d'),
    )
    .option('-p, --programme <id or name>', 'a programme that it is for; may be given several times', several, [])
    .option(
      '-u, --unit <id, name or scheme:value>',
      'a unit that a contributor records for; may be given several times',
      several,
      [],
    )
    .option('--actor <pseudonym>', 'who the lines of the book say wrote them; a new pseudonym when left out', pseudonym)
    .option('--json', 'print what was made as JSON', false)
    .addHelpText('after', footer)
    .action(async (flags: CreateFlags) => {
      const { createToken } = await import('./create-token.js');
      exit(await createToken(flags, terminal));
    });
};

/** `wavebook token create|list|revoke`. */
export const addTokenCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  const token = program
    .command('token')
    .summary('make, list and revoke access tokens')
    .description('Makes, lists and revokes the tokens that let people and programs in.')
    .addHelpText('after', footer);
  addCreate(token, terminal, exit);
  token
    .command('list')
    .summary('show who may come in')
    .description('Shows every token, also those that have ended: never the token itself, which is not kept.')
    .option('--json', 'print the list as JSON', false)
    .addHelpText('after', footer)
    .action(async (flags: { json: boolean }) => {
      const { listTokens } = await import('./list-tokens.js');
      exit(await listTokens(flags, terminal));
    });
  token
    .command('revoke')
    .summary('end tokens, for ever')
    .description('Ends tokens for ever, with everything that is open under them.')
    .argument('<id...>', 'ids, as list shows them, or whole tokens')
    .option('--json', 'print what was done as JSON', false)
    .addHelpText('after', footer)
    .action(async (ids: readonly string[], flags: { json: boolean }) => {
      const { revokeTokens } = await import('./revoke-tokens.js');
      exit(await revokeTokens(ids, flags, terminal));
    });
};
