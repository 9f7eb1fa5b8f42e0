import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { exportNames } from '../../verify/export-names.js';
import type { Exit, Terminal } from '../terminal.js';
import type { RestoreFlags } from './restore-backup.js';

const examples = `
Examples:
  WAVEBOOK_DATA=/srv/wavebook wavebook restore /backup/2026-03-01
  wavebook restore /backup/2026-03-01 --without-keys
  wavebook restore /backup/2026-03-01 --erased-in /backup/2026-04-01
  wavebook restore /backup/2026-03-01 --json
  WAVEBOOK_DATA=/srv/again wavebook restore /archive/2018

It is put into WAVEBOOK_DATA (./data), which must be empty or not there, when every checksum is right and the ledger
was found whole. What was recorded after the backup, requests for erasure among it, is not in it: docs/privacy.md tells
what to do about these. Of an export of all books (“wavebook export --out”) the same lines are made again, with the same
root; it holds no keys and no tokens. Exit codes: 0 done, 1 the backup is damaged or of something else, 2 used wrongly.`;

export const addRestoreCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('restore')
    .summary('put a backup, or an export of all books, into an empty data folder')
    .description('Puts a backup, or an export of all books, into the data folder, which must be empty.')
    .argument('<folder>', 'where the backup or the export is')
    .option('--without-keys', 'put back no key of a person: personal data then reads as erased', false)
    .option('--erased-in <folder>', 'a later data folder or backup: whoever is erased there is erased here, too')
    .option('--json', 'print what was restored as JSON', false)
    .addHelpText('after', examples)
    .action(async (folder: string, flags: RestoreFlags) => {
      if (existsSync(join(folder, exportNames.manifest))) {
        const { restoreExportAndTell } = await import('./restore-export.js');
        exit(await restoreExportAndTell(folder, flags, terminal));
        return;
      }
      const { restoreAndTell } = await import('./restore-backup.js');
      exit(await restoreAndTell(folder, flags, terminal));
    });
};
