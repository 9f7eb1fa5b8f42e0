import { type Command, InvalidArgumentError } from 'commander';
import { pseudonym } from '../pseudonym.js';
import type { Exit, Terminal } from '../terminal.js';
import type { RotateFlags } from './rotate.js';

const footer = `
Examples:
  wavebook checkpoint-key list
  wavebook checkpoint-key list --json
  wavebook checkpoint-key rotate --reason "Yearly change"
  wavebook checkpoint-key rotate --reason "A disk was stolen" --actor actor-1f2e3d4c --json

The change is a line of the ledger. The old key signs the checkpoint that covers it, and the new one signs it too, so that
whoever trusts the old key can check how it was followed. A server that runs takes the new key at once. docs/proof.md
tells more. Exit codes: 0 done, 1 not done, 2 used wrongly.`;

const reasonCharactersMax = 10_000;

const reason = (text: string): string => {
  const said = text.trim();
  if (said === '' || said.length > reasonCharactersMax)
    throw new InvalidArgumentError(`Say why, in 1 to ${reasonCharactersMax} characters.`);
  return said;
};

/** `wavebook checkpoint-key list|rotate`. */
export const addCheckpointKeyCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  const key = program
    .command('checkpoint-key')
    .summary('list and change the key that signs checkpoints')
    .description('Lists the keys of this ledger’s checkpoints, and puts a new one in the place of the last.')
    .addHelpText('after', footer);
  key
    .command('list')
    .summary('show the keys that checkpoints are checked with')
    .description('Shows the verifier keys, in the order in which they came in: give the first one to those who check.')
    .option('--json', 'print the list as JSON', false)
    .addHelpText('after', footer)
    .action(async (flags: { json: boolean }) => {
      const { listKeys } = await import('./list.js');
      exit(await listKeys(flags, terminal));
    });
  key
    .command('rotate')
    .summary('make a new key, which signs from now on')
    .description('Makes a new key, and records in the ledger that it follows on the old one.')
    .requiredOption('--reason <text>', 'why; it stands in the ledger for ever, so that it must name nobody', reason)
    .option('--actor <pseudonym>', 'who the line says wrote it', pseudonym, 'command-line')
    .option('--json', 'print what was done as JSON', false)
    .addHelpText('after', footer)
    .action(async (flags: RotateFlags) => {
      const { rotateAndTell } = await import('./rotate.js');
      exit(await rotateAndTell(flags, terminal));
    });
};
