import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Exit, type Terminal, machineLanguage, spokenLanguages } from '../terminal.js';
import type { ReplayFlags } from './tell-replay.js';

const examples = `
Examples:
  wavebook replay --as-of 2015-11-26
  wavebook replay --as-of 2015-11-26 --known-at 2015-11-29T12:00:00+01:00 --language nb
  wavebook replay -p "Digital skolehverdag" --known-at 120 --json

--as-of leaves out what happened later, --known-at what was recorded later. Each is now when it is left out.
Exit codes: 0 done, 1 not done, 2 used wrongly: a clock in the future or before the book among it.`;

const day = (text: string): string => {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text).toJSON()?.startsWith(text);
  if (!isDay) throw new InvalidArgumentError('It is a day that exists, written YYYY-MM-DD.');
  return text;
};
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const ledgerTime = (text: string): string => {
  if (/^\d{1,18}$/.test(text) || (moment.test(text) && !Number.isNaN(Date.parse(text)))) return text;
  try {
    return day(text);
  } catch {
    throw new InvalidArgumentError('It is a position (120), a day (2015-11-29) or a moment (2015-11-29T12:00:00Z).');
  }
};

export const addReplayCommand = (program: Command, terminal: Terminal, exit: Exit): void => {
  program
    .command('replay')
    .summary('tell how a programme stood at any two clocks')
    .description(
      'Tells in words what was true of a programme on a day, as far as the ledger knew at a point of its own.',
    )
    .option('-p, --programme <id or name>', 'the programme; may be left out when there is only one')
    .option('--as-of <day>', 'the day of the world’s clock; today when left out', day)
    .option('--known-at <time>', 'the point of the ledger’s clock: a position, a day or a moment', ledgerTime)
    .option('--json', 'print the state as JSON, what is sealed left out', false)
    .addOption(
      new Option('-l, --language <language>', 'language of the words')
        .choices(spokenLanguages)
        .default(machineLanguage()),
    )
    .addHelpText('after', examples)
    .action(async (flags: ReplayFlags) => {
      const { replayAndTell } = await import('./tell-replay.js');
      exit(await replayAndTell(flags, terminal));
    });
};
