import { Argument, type Command, Option } from 'commander';
import { type Exit, type Terminal, exitCodes, machineLanguage, spokenLanguages } from '../terminal.js';
import type { ExportFlags } from './export-file.js';
import { type ExportKind, exportFormats, exportKinds } from './kinds.js';

interface AllFlags extends Omit<ExportFlags, 'programme'> {
  readonly programme: readonly string[];
  readonly out?: string;
}

const examples = `
Examples:
  wavebook export units schools.xlsx
  wavebook export usage march.csv --programme "Digital skolehverdag"
  wavebook export units > schools.csv                CSV to the standard output
  wavebook export usage --json                       the rows as JSON, for scripts
  wavebook export --out archive-2018                 all books, with their proofs, for good
  wavebook export --programme "Digital skolehverdag" --out book-for-the-auditor

A file of units or usage is one that “wavebook import” reads, and importing it again changes nothing. It holds no personal data. A text
that a spreadsheet would take for a formula has an apostrophe before it in CSV, which the import takes off again.
Books are written as CloudEvents, a line an event, with what it takes to check them anywhere: see “wavebook verify”.
Exit codes: 0 done, 1 not done, 2 used wrongly.`;

export const addExportCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('export')
    .summary('write units or usage to a CSV or XLSX file, or whole books to a folder')
    .description(
      'Writes what a programme’s book holds now to a file that can be imported again, or whole books to a folder for good.',
    )
    .addArgument(new Argument('[kind]', 'what to write; none, with --out, for whole books').choices(exportKinds))
    .argument('[file]', 'path of the file, ending in .csv or .xlsx; the standard output when left out')
    .option('-o, --out <folder>', 'write whole books to this folder, which is empty or not there')
    .option(
      '-p, --programme <id or name>',
      'the programme; may be left out when there is only one. With --out: all when left out, and it may be repeated',
      (named: string, before: readonly string[]) => [...before, named],
      [] as readonly string[],
    )
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
    .action(async (kind: ExportKind | undefined, file: string | undefined, flags: AllFlags) => {
      const { out, programme } = flags;
      if (out !== undefined && kind === undefined) {
        const { exportBooksAndTell } = await import('./books/export-books.js');
        exit(await exportBooksAndTell({ ...flags, out }, terminal));
        return;
      }
      if (kind === undefined || out !== undefined || programme.length > 1) {
        terminal.err('Name “units” or “usage” of one programme, or a folder with --out for whole books.\n');
        exit(exitCodes.badInput);
        return;
      }
      const { exportAndTell } = await import('./export-file.js');
      const [only] = programme;
      const { programme: _all, ...others } = flags;
      exit(
        await exportAndTell(kind, file, { ...others, ...(only === undefined ? {} : { programme: only }) }, terminal),
      );
    });
};
