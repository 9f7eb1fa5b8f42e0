import { Command } from 'commander';
import { addBackupCommand } from './backup/backup.command.js';
import { addRestoreCommand } from './backup/restore.command.js';
import { addCheckCommand } from './check/check.command.js';
import { addCheckpointKeyCommand } from './checkpoint-key/checkpoint-key.command.js';
import { addDemoCommand } from './demo/demo.command.js';
import { addExportCommand } from './export/export.command.js';
import { addHistoryCommand } from './history/history.command.js';
import { addImportCommand } from './import/import.command.js';
import { addMigrateCommand } from './migrate/migrate.command.js';
import { addPruneCommand } from './backup/prune.command.js';
import { addRebuildCommand } from './rebuild/rebuild.command.js';
import { addReplayCommand } from './replay/replay.command.js';
import { addStartCommand } from './start.command.js';
import type { Exit, Terminal } from './terminal.js';
import { addTokenCommand } from './token/token.command.js';
import { addVerifyCommand } from './verify/verify.command.js';
import { versionHere } from './version.js';

const footer = `
Every command works on the ledger in WAVEBOOK_DATA (./data when it is not set), beside a server that runs on it.
Exit codes: 0 done, 1 not done or something was found, 2 used wrongly. docs/cli.md tells more.`;

/** All commands. None of them loads the domain, a driver or the server before it is carried out. */
export const programOf = (terminal: Terminal, exit: Exit): Command => {
  const program = new Command('wavebook')
    .description('An event-sourced ledger for change programmes.')
    .version(versionHere())
    .showHelpAfterError('(--help shows how)')
    .addHelpText('after', footer)
    .exitOverride();
  addStartCommand(program);
  addDemoCommand(program, terminal);
  addImportCommand(program, terminal, exit);
  addExportCommand(program, terminal, exit);
  addHistoryCommand(program, terminal, exit);
  addReplayCommand(program, terminal, exit);
  addCheckCommand(program, terminal, exit);
  addVerifyCommand(program, terminal, exit);
  addCheckpointKeyCommand(program, terminal, exit);
  addRebuildCommand(program, terminal, exit);
  addBackupCommand(program, terminal, exit);
  addRestoreCommand(program, terminal, exit);
  addPruneCommand(program, terminal, exit);
  addMigrateCommand(program, terminal, exit);
  addTokenCommand(program, terminal, exit);
  return program;
};
