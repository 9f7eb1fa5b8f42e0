import { type Command, InvalidArgumentError } from 'commander';
import type { Exit, Terminal } from '../terminal.js';
import type { BackupFlags } from './write-backup.js';

const examples = `
Examples:
  wavebook backup /backup/2026-03-01
  wavebook backup /backup/2026-03-01 --with-master-key    everything in one place: whoever has it reads all
  wavebook backup /backup/2026-03-01 --keys-expire 30     as long as you promise in your record of processing
  wavebook backup /backup/2026-03-01 --json               what was copied, for scripts

It holds the ledger, the keys of persons and the tokens, with a manifest and checksums, and is opened and checked before
it counts as made. The server may run and write meanwhile. The read models are left out: they are made anew from the
ledger. The master key is left out: without it nobody can read personal data, so keep a copy of it elsewhere.
Exit codes: 0 done, 1 not done, 2 used wrongly.`;

const daysMax = 3_650;

const days = (text: string): number => {
  const count = Number(text);
  if (!/^\d{1,4}$/.test(text) || count < 1 || count > daysMax)
    throw new InvalidArgumentError(`Say how many days, a whole number from 1 to ${daysMax}.`);
  return count;
};

export const addBackupCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('backup')
    .summary('copy the ledger, the keys and the tokens while the server runs')
    .description('Copies the data folder, as it is at one moment, into a folder that is empty or not there yet.')
    .argument('<folder>', 'where to put the backup')
    .option('--with-master-key', 'put the master key beside the keys that it opens', false)
    .option('--keys-expire <days>', 'how long the keys of persons in it may be put back; 90 days when left out', days)
    .option('--json', 'print the manifest as JSON', false)
    .addHelpText('after', examples)
    .action(async (folder: string, flags: BackupFlags) => {
      const { backupAndTell } = await import('./write-backup.js');
      exit(await backupAndTell(folder, flags, terminal));
    });
};
