import type { Command } from 'commander';
import type { Exit, Terminal } from '../terminal.js';
import type { VerifyFlags } from './verify-ledger.js';

const examples = `
Examples:
  wavebook verify
  wavebook verify --key "wavebook/81e8+926595f5+AZ79" --checkpoint kept-in-march.txt
  WAVEBOOK_DATA=/srv/copy wavebook verify --json
  wavebook verify archive-2018 --key "wavebook/81e8+926595f5+AZ79"

A backup is restored into a folder of its own first. The key is the verifierKey of a checkpoint, as you were given it by a way of your own; the file holds the note of one, or several with an empty line between them.
Exit codes: 0 everything is what was sealed, 1 something is not, 2 used wrongly.`;

export const addVerifyCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('verify')
    .argument('[path]', 'a folder that “wavebook export --out” made; the ledger in WAVEBOOK_DATA when left out')
    .summary('hold every line against the sealed tree and its checkpoints')
    .description('Makes the hash of every line anew, and names the first one that is not what was sealed.')
    .option(
      '--checkpoint <file>',
      'checkpoints that were kept outside: the ledger must begin with what each stands for',
    )
    .option('--key <verifier key>', 'the key that signatures are checked with; none is checked when left out')
    .option('--json', 'print what was found as JSON', false)
    .addHelpText('after', examples)
    .action(async (path: string | undefined, flags: VerifyFlags) => {
      const { verifyAndTell } = await import('./verify-ledger.js');
      exit(await verifyAndTell(path, flags, terminal));
    });
};
