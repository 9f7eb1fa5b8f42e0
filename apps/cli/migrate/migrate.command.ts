import type { Command } from 'commander';
import type { Exit, Terminal } from '../terminal.js';
import type { MigrateFlags } from './migrate-ledger.js';

const examples = `
Examples:
  wavebook migrate --to esdb://127.0.0.1:2113?tls=false
  EVENTSTORE_URL=esdb://user:password@db1:2113 wavebook migrate --to
  WAVEBOOK_DATA=/srv/again wavebook migrate --from esdb://127.0.0.1:2113?tls=false
  wavebook migrate --to postgres://wavebook@db.example/wavebook

Stop the servers first. To EventStoreDB goes the ledger, to PostgreSQL what lies beside it. The same lines arrive in the same order, with their ids and both clocks, under the same root,
which is compared at the end. What was stopped goes on where it was when the command is given again. An address with a
password is better given as EVENTSTORE_URL: others on the machine can see what a command was given.
Exit codes: 0 done, 1 the other place holds something else, or could not be reached, 2 used wrongly.`;

export const addMigrateCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('migrate')
    .summary('move the ledger to EventStoreDB or back, or what lies beside it to PostgreSQL')
    .description(
      'Moves the ledger of the data folder to EventStoreDB, or one from there into the folder; or what lies beside the ledger to PostgreSQL.',
    )
    .option('--to [address]', 'to EventStoreDB or PostgreSQL at this address, or to EVENTSTORE_URL')
    .option('--from [address]', 'from the EventStoreDB at this address, or at EVENTSTORE_URL')
    .option('--json', 'print what was moved as JSON', false)
    .addHelpText('after', examples)
    .action(async (flags: MigrateFlags) => {
      const { migrateAndTell } = await import('./migrate-ledger.js');
      exit(await migrateAndTell(flags, terminal));
    });
};
