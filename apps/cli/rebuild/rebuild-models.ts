import { partitionsMax } from '#read-models';
import { type Config, readConfig } from '../../ledger/config.js';
import type { PartsLog } from '../../ledger/parts-log.js';
import { withBooks } from '../open-books.js';
import { CommandRefused, type Outcome, runAndTell } from '../outcome.js';
import { type Progress, progressBar } from '../progress.js';
import { type Terminal, counted, exitCodes, quietLog } from '../terminal.js';

export interface RebuildFlags {
  readonly json: boolean;
  readonly partitions?: number;
}

/** The engine tells its log how far it has come. */
const progressFromLog = ({ tell }: Progress): PartsLog => ({
  ...quietLog,
  info: (fields) => {
    const { position, upTo } = fields as { position?: string; upTo?: string };
    if (position !== undefined && upTo !== undefined) tell(Number(position), Number(upTo));
  },
});

const assertDivisible = (partitions: number, { readDatabaseUrl }: Config): void => {
  if (readDatabaseUrl === undefined)
    throw new CommandRefused(
      'PARTITIONS_ON_POSTGRES',
      'Read models in files have one partition. Set READ_DATABASE_URL to where they are on PostgreSQL.',
    );
  if (partitions > partitionsMax)
    throw new CommandRefused('PARTITIONS_TOO_MANY', `Programmes are divided into 1 to ${partitionsMax} partitions.`);
};

const rebuild = async (flags: RebuildFlags, terminal: Terminal): Promise<Outcome> => {
  const config = readConfig();
  const { data } = config;
  const { partitions } = flags;
  if (partitions !== undefined) assertDivisible(partitions, config);
  const progress = await progressBar(terminal, { ...flags, counted: 'events' });
  const rebuilt = await withBooks(config, { log: progressFromLog(progress) }, ({ readModels }) =>
    readModels.rebuild({ partitions }),
  ).finally(progress.stop);
  const { events, rows, seconds, differs } = rebuilt;
  const made = `${counted(rows, 'row')} ${rows === 1 ? 'was' : 'were'} made from ${counted(events, 'event')} in ${seconds.toFixed(1)} s.`;
  const same = differs.length === 0;
  return {
    code: same ? exitCodes.done : exitCodes.fault,
    result: { data, ...rebuilt },
    text: same
      ? `${made} ${rebuilt.compared ? 'They are what was read before' : `Programmes are in ${counted(rebuilt.partitions, 'partition')} now`}.\n`
      : `${made} These tables had been other than the events make them, and are right now: ${differs.join(', ')}.\n`,
  };
};

/** Rebuilds the read models, tells what came of it, and gives the exit code. */
export const rebuildAndTell = (flags: RebuildFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, () => rebuild(flags, terminal));
