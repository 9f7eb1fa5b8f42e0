import { readConfig } from '../../ledger/config.js';
import { assertLedgerFile } from '../open-books.js';
import { type Outcome, runAndTell } from '../outcome.js';
import { type Progress, progressBar } from '../progress.js';
import { type Terminal, counted, exitCodes } from '../terminal.js';
import { type Checked, type OnProgress, checkFolder } from './check-folder.js';
import type { Finding } from './finding.js';

export interface CheckFlags {
  readonly json: boolean;
}

const toldFinding = ({ part, code, found, remedy }: Finding): string => `${part}: ${found}  [${code}]\n  → ${remedy}\n`;

const summary = ({ events, books, head, sealedValues, readModelsCompared, findings, more }: Checked): string => {
  const read = `Read: ${counted(events, 'event')} of ${counted(books, 'book')}, to position ${head}; ${counted(sealedValues, 'sealed value')}.`;
  const compared = readModelsCompared ? '' : ' The read models were not compared.';
  if (findings.length === 0) return `${read}${compared} All is well.\n`;
  return `${read}${compared} Found: ${more ? 'more than ' : ''}${findings.length}.\n`;
};

/** A bar for each thing that is counted, one after the other. */
const barsFor = async (terminal: Terminal, flags: CheckFlags): Promise<{ tell: OnProgress; stop: () => void }> => {
  const bars: Readonly<Record<'events' | 'books', Progress>> = {
    events: await progressBar(terminal, { ...flags, counted: 'events' }),
    books: await progressBar(terminal, { ...flags, counted: 'books' }),
  };
  const stop = () => Object.values(bars).forEach((bar) => bar.stop());
  return {
    tell(counted, done, all) {
      if (counted === 'books') bars.events.stop();
      bars[counted].tell(done, all);
    },
    stop,
  };
};

const check = async (flags: CheckFlags, terminal: Terminal): Promise<Outcome> => {
  const config = readConfig();
  const { data } = config;
  assertLedgerFile(
    config,
    'Hold it against what was sealed with “wavebook verify”, and the read models against it with “wavebook rebuild”.',
  );
  const { tell, stop } = await barsFor(terminal, flags);
  const checked = await checkFolder(config, tell).finally(stop);
  const { findings, head, ...counts } = checked;
  const told = findings.map(({ position, ...finding }) => ({ ...finding, position: position?.toString() ?? null }));
  return {
    code: findings.length === 0 ? exitCodes.done : exitCodes.fault,
    result: { data, ...counts, head: String(head), findings: told },
    text: `${findings.map(toldFinding).join('')}${summary(checked)}`,
  };
};

/** Checks the data folder, tells what was found, and gives the exit code. */
export const checkAndTell = (flags: CheckFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, () => check(flags, terminal));
