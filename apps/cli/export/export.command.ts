import { Argument, type Command, Option } from 'commander';
import { type Exit, type Terminal, machineLanguage, spokenLanguages } from '../terminal.js';
import type { ExportFlags } from './export-file.js';
import { type ExportKind, exportFormats, exportKinds } from './kinds.js';

const examples = `
Examples:
  wavebook export units schools.xlsx
  wavebook export usage march.csv --programme "Digital skolehverdag"
  wavebook export units > schools.csv                CSV to the standard output
  wavebook export usage --json                       the rows as JSON, for scripts

The file is one that “wavebook import” reads, and importing it again changes nothing. It holds no personal data. A text
that a spreadsheet would take for a formula has an apostrophe before it in CSV, which the import takes off again.
Exit codes: 0 done, 1 not done, 2 used wrongly.`;

export const addExportCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('export')
    .summary('write units or usage to a CSV or XLSX file')
    .description('Writes what a programme’s book holds now to a file that can be imported again.')
    .addArgument(new Argument('<kind>', 'what to write').choices(exportKinds))
    .argument('[file]', 'path of the file, ending in .csv or .xlsx; the standard output when left out')
    .option('-p, --programme <id or name>', 'the programme; may be left out when there is only one')
    .addOption(
      new Option('-f, --format <format>', 'the form of the file; that of its ending when left out').choices(
        exportFormats,
      ),
    )
    .option('--force', 'write over a file that is there already', false)
    .option('--json', 'print the report, or without a file the rows, as JSON', false)
    .addOption(
      new Option('-l, --language <language>', 'language of what is refused')
        .choices(spokenLanguages)
        .default(machineLanguage()),
    )
    .addHelpText('after', examples)
    .action(async (kind: ExportKind, file: string | undefined, flags: ExportFlags) => {
      const { exportAndTell } = await import('./export-file.js');
      exit(await exportAndTell(kind, file, flags, terminal));
    });
};
