import type { Command } from 'commander';
import type { Exit, Terminal } from '../terminal.js';
import type { MigrateFlags } from './migrate-ledger.js';

const examples = `
Examples:
  wavebook migrate --to esdb://127.0.0.1:2113?tls=false
  EVENTSTORE_URL=esdb://user:password@db1:2113 wavebook migrate --to
  WAVEBOOK_DATA=/srv/again wavebook migrate --from esdb://127.0.0.1:2113?tls=false
  wavebook migrate --to postgres://wavebook@db.example/wavebook
  WAVEBOOK_DATA=/srv/again wavebook migrate --from postgres://wavebook@db.example/wavebook

Stop the servers first. On EventStoreDB the ledger lies, on PostgreSQL what lies beside it; each goes there and back by itself. The
same lines arrive in the same order, with their ids and both clocks, under the same root; what lies beside them value by value.
Both ends are read before it counts. What was stopped goes on where it was when the command is given again. From PostgreSQL
it needs the ledger at hand: in the folder, or with EVENTSTORE_URL set. An address with a password is better given as
EVENTSTORE_URL, and one of PostgreSQL with PGPASSWORD: others on the machine can see what a command was given.
Exit codes: 0 done, 1 the other place holds something else, or could not be reached, 2 used wrongly.`;

export const addMigrateCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('migrate')
    .summary('move the ledger to EventStoreDB, or what lies beside it to PostgreSQL; or back')
    .description(
      'Moves the ledger of the data folder to EventStoreDB, or what lies beside it to PostgreSQL; or back into the folder.',
    )
    .option('--to [address]', 'to EventStoreDB or PostgreSQL at this address, or to EVENTSTORE_URL')
    .option('--from [address]', 'from EventStoreDB or PostgreSQL at this address, or from EVENTSTORE_URL')
    .option('--json', 'print what was moved as JSON', false)
    .addHelpText('after', examples)
    .action(async (flags: MigrateFlags) => {
      const { migrateAndTell } = await import('./migrate-ledger.js');
      exit(await migrateAndTell(flags, terminal));
    });
};
