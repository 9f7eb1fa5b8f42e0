import { type Command, InvalidArgumentError } from 'commander';
import type { Exit, Terminal } from '../terminal.js';
import type { RebuildFlags } from './rebuild-models.js';

const partitionCount = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 up.');
  return Number(text);
};

const examples = `
Examples:
  wavebook rebuild
  wavebook rebuild --json | jq .differs
  wavebook rebuild --partitions 8

The rows are made anew beside those that are read, compared with them, and then read instead; a server that runs goes over
to them by itself. Stopped halfway, nothing has changed. On PostgreSQL programmes are divided into partitions, each projected
by one process at a time; --partitions divides them anew, and then there is nothing to compare.
Exit codes: 0 done and nothing differed, 1 not done or tables differed, 2 used wrongly.`;

export const addRebuildCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('rebuild')
    .summary('make the read models anew from the ledger')
    .description('Makes everything that queries read anew from the events, and tells whether it was what it should be.')
    .option('--partitions <count>', 'divide programmes into so many, on PostgreSQL', partitionCount)
    .option('--json', 'print what came of it as JSON', false)
    .addHelpText('after', examples)
    .action(async (flags: RebuildFlags) => {
      const { rebuildAndTell } = await import('./rebuild-models.js');
      exit(await rebuildAndTell(flags, terminal));
    });
};
