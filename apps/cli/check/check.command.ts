import type { Command } from 'commander';
import type { Exit, Terminal } from '../terminal.js';
import type { CheckFlags } from './tell-check.js';

const examples = `
Examples:
  wavebook check
  wavebook check --json | jq '.findings[] | .position, .remedy'
  WAVEBOOK_DATA=/backup/2026-03-01 wavebook check     a backup, where it lies

It reads every page and every event of the ledger, opens everything that is sealed, and makes each row of the read models
anew to compare it. The server may run meanwhile. It changes nothing but read models that are missing or cannot be read:
these are made anew. A changed character in a text that can still be read is not found.
Exit codes: 0 all is well, 1 something was found, 2 used wrongly.`;

export const addCheckCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('check')
    .summary('look for damage in the ledger, the keys and the read models')
    .description('Reads everything in the data folder, and tells what is not as it should be and what to do about it.')
    .option('--json', 'print the findings as JSON', false)
    .addHelpText('after', examples)
    .action(async (flags: CheckFlags) => {
      const { checkAndTell } = await import('./tell-check.js');
      exit(await checkAndTell(flags, terminal));
    });
};
