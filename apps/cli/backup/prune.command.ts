import type { Command } from 'commander';
import type { Exit, Terminal } from '../terminal.js';
import type { PruneFlags } from './prune-backups.js';

const examples = `
Examples:
  wavebook prune /backup                        all backups that lie in it
  wavebook prune /backup/2026-03-01 /backup/2026-03-02
  wavebook prune /backup --json

Where the keys of persons have expired (--keys-expire of backup, 90 days when it was left out) they are destroyed. The ledger,
its own secrets and the tokens stay: the backup can be restored, and personal data then reads as erased. Let a timer give this
command each day. Exit codes: 0 done, 1 a backup could not be changed, 2 used wrongly.`;

export const addPruneCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('prune')
    .summary('take the keys of persons out of backups in which they have expired')
    .description('Destroys the keys of persons in each backup in which they have expired.')
    .argument('<folder...>', 'backups, or folders in which backups lie')
    .option('--json', 'print what was done as JSON', false)
    .addHelpText('after', examples)
    .action(async (folders: readonly string[], flags: PruneFlags) => {
      const { pruneAndTell } = await import('./prune-backups.js');
      exit(await pruneAndTell(folders, flags, terminal));
    });
};
