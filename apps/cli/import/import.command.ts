import { Argument, type Command, Option } from 'commander';
import { type Exit, type Terminal, machineLanguage, spokenLanguages } from '../terminal.js';
import type { ImportFlags } from './import-file.js';
import { type ImportKind, importKinds } from './kinds.js';

const examples = `
Examples:
  wavebook import units schools.xlsx --dry-run       show what would happen, write nothing
  wavebook import units schools.xlsx                 enrol what is new, update what changed
  wavebook import usage march.csv --programme "Digital skolehverdag"
  wavebook import decisions minutes.csv --json       the report as JSON, for scripts

Files: CSV with ; or , or tab, UTF-8 or Windows-1252, decimal comma; or XLSX (its first sheet). The first line names
the columns, in English or a Nordic language: docs/import.md lists them. A second run of the same file changes nothing.
Exit codes: 0 done, 1 a fault, 2 bad input (nothing was written, unless --skip-bad).`;

export const addImportCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('import')
    .summary('read units, decisions or usage from a CSV or XLSX file')
    .description(
      'Reads a file that people bring, tries every line out, and writes what is new or changed into a programme’s book.',
    )
    .addArgument(new Argument('<kind>', 'what the file holds').choices(importKinds))
    .argument('<file>', 'path of the file')
    .option('-p, --programme <id or name>', 'the programme; may be left out when there is only one')
    .option('-n, --dry-run', 'show what would happen to each line, and write nothing', false)
    .option('--skip-bad', 'write the good lines although there are bad ones', false)
    .option('--ignore-columns', 'leave out columns that the import does not know', false)
    .option('--json', 'print the report as JSON', false)
    .addOption(
      new Option('-l, --language <language>', 'language of the report')
        .choices(spokenLanguages)
        .default(machineLanguage()),
    )
    .addHelpText('after', examples)
    .action(async (kind: ImportKind, file: string, flags: ImportFlags) => {
      // The domain is loaded when it is needed: help and version are told at once.
      const { importAndTell } = await import('./import-file.js');
      exit(await importAndTell(kind, file, flags, terminal));
    });
};
