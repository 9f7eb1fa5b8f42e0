import { bookCatalogue, sayRefusal } from '#book';
import { type Instant, type Language, dateIn, isRefusal } from '#kernel';
import { readConfig } from '../../ledger/config.js';
import { ledgerPlace } from '../../ledger/ledger-place.js';
import { linesAtOf, openPastReading } from '../../ledger/graphql/reading.js';
import { knownAtFrom } from '../../ledger/replay/known-at.js';
import { type Clocks, openPast } from '../../ledger/replay/past.js';
import { pastPhrases } from '../../ledger/replay/past.words.js';
import { startReplays } from '../../ledger/replay/start-replays.js';
import { findProgramme } from '../import/find-programme.js';
import { withBooks } from '../open-books.js';
import { CommandRefused, type Outcome, runAndTell } from '../outcome.js';
import { type Terminal, exitCodes } from '../terminal.js';
import { type ReadState, readState } from './read-state.js';
import { textOfState } from './state.words.js';

export interface ReplayFlags {
  readonly programme?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly json: boolean;
  readonly language: Language;
}

const clocksOf = ({ asOf, knownAt }: ReplayFlags): Clocks => ({
  asOf,
  ...(knownAt === undefined ? {} : { knownAt: knownAtFrom(knownAt) }),
});

const replay = async (flags: ReplayFlags): Promise<Outcome> => {
  const config = readConfig();
  const { timeZone } = config;
  const { language } = flags;
  const dayOf = dateIn(timeZone);
  const ledger = { today: () => dayOf(new Date()), dayOf: (instant: Instant) => dayOf(instant) };
  const state: ReadState = await withBooks(config, { language }, async (books) => {
    const programme = await findProgramme(books, flags.programme);
    const replays = startReplays(ledgerPlace(config));
    try {
      const parts = { store: books.store, catalogue: bookCatalogue, replays, ledger, now: () => new Date() };
      const past = await openPast(parts, clocksOf(flags), [programme.id]);
      if (isRefusal(past)) throw new CommandRefused(past.refused, sayRefusal(past, language, pastPhrases));
      const who = { actor: { id: 'command-line', role: 'viewer' }, language, programmes: 'all' } as const;
      const now = { open: () => Promise.resolve(null), linesAt: linesAtOf(parts) };
      const reading = openPastReading(parts, who, past, now);
      return await readState(reading, programme.id, flags);
    } finally {
      await replays.close();
    }
  });
  return { code: exitCodes.done, result: state, text: textOfState(state, language) };
};

/** Tells how a programme stood, and gives the exit code. */
export const replayAndTell = (flags: ReplayFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, () => replay(flags));
