import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Exit, type Terminal, machineLanguage, spokenLanguages } from '../terminal.js';
import type { HistoryFlags } from './tell-history.js';

const examples = `
Examples:
  wavebook history                                   the book of the only programme, from its first line
  wavebook history --language nb --limit 20
  wavebook history -p "Digital skolehverdag" --after 120 --follow
  wavebook history --json | jq .sentence             one line of JSON for each line of the book

No line shows a name or anything else that is sealed: people are told by number.
Exit codes: 0 done, 1 not done, 2 used wrongly.`;

const position = (text: string): bigint => {
  if (!/^\d{1,18}$/.test(text)) throw new InvalidArgumentError('It is a position, a whole number from 0 up.');
  return BigInt(text);
};
const count = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 up.');
  return Number(text);
};

export const addHistoryCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('history')
    .summary('tell a programme’s book, line by line')
    .description('Tells the lines of a programme’s book in words, in the order in which they were written.')
    .option('-p, --programme <id or name>', 'the programme; may be left out when there is only one')
    .option('--after <position>', 'only lines after this position of the ledger', position)
    .option('--limit <lines>', 'at most so many lines', count)
    .option('--follow', 'go on with new lines as they are written, until Ctrl-C', false)
    .option('--json', 'print each line as JSON, one to a line', false)
    .addOption(
      new Option('-l, --language <language>', 'language of the sentences')
        .choices(spokenLanguages)
        .default(machineLanguage()),
    )
    .addHelpText('after', examples)
    .action(async (flags: HistoryFlags) => {
      const { historyAndTell } = await import('./tell-history.js');
      exit(await historyAndTell(flags, terminal));
    });
};
