import { bookCatalogue } from '#book';
import { type Language, type Phrase, type Recorded, dateIn, daysBetween, fill, streamOf } from '#kernel';
import { type Config, readConfig } from '../../ledger/config.js';
import { type FoundProgramme, findProgramme } from '../import/find-programme.js';
import { onInterrupt } from '../interrupt.js';
import { type Books, withBooks } from '../open-books.js';
import { runAndTell } from '../outcome.js';
import { type Terminal, exitCodes } from '../terminal.js';
import { type ToldLine, toldLines } from './told-line.js';

export interface HistoryFlags {
  readonly programme?: string;
  readonly after?: bigint;
  readonly limit?: number;
  readonly follow: boolean;
  readonly json: boolean;
  readonly language: Language;
}

/** Lines that are told at a time. */
const pageLines = 500;
const upToDateMsMax = 60_000;

const toldLater: Phrase = {
  en: 'recorded {days} days later',
  nb: 'ført inn {days} dager senere',
  da: 'indført {days} dage senere',
  sv: 'infört {days} dagar senare',
};

/** Lines for a person: where each stands, the day that it is about, and what it says. */
const textIn = (language: Language, timeZone: string) => {
  const dayOf = dateIn(timeZone);
  return ({ position, occurredOn, recordedAt, sentence }: ToldLine): string => {
    const days = daysBetween(occurredOn, dayOf(recordedAt));
    const late = days > 0 ? `  (${fill(toldLater[language], { days }, language, String)})` : '';
    return `${position.padStart(7)}  ${occurredOn}  ${sentence}${late}\n`;
  };
};

/** The lines of one book after a position, page by page; with `follow`, for ever, or until the signal aborts. */
async function* pagesOf(
  { store }: Books,
  { id }: FoundProgramme,
  { after, follow, signal }: { after: bigint; follow: boolean; signal: AbortSignal },
): AsyncGenerator<Recorded[]> {
  let page: Recorded[] = [];
  let position = after;
  for await (const stored of store.read(streamOf(id))) {
    if (signal.aborted) return;
    if (stored.position <= after) continue;
    page.push(bookCatalogue.decode(stored));
    position = stored.position;
    if (page.length < pageLines) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
  if (!follow) return;
  for await (const { events } of store.subscribe({ after: position, signal })) {
    const lines = events.filter(({ stream }) => stream === streamOf(id)).map((stored) => bookCatalogue.decode(stored));
    if (lines.length > 0) yield lines;
  }
}

const tellLines = async (
  books: Books,
  { after = 0n, limit = Infinity, follow, json, language, programme: named }: HistoryFlags,
  { timeZone }: Pick<Config, 'timeZone'>,
  { out }: Terminal,
): Promise<number> => {
  const programme = await findProgramme(books, named);
  const ending = new AbortController();
  const stopListening = onInterrupt(() => ending.abort());
  const textOf = json ? (line: ToldLine) => `${JSON.stringify(line)}\n` : textIn(language, timeZone);
  let left = limit;
  try {
    for await (const page of pagesOf(books, programme, { after, follow, signal: ending.signal })) {
      const lines = page.slice(0, left);
      await books.readModels.waitFor(lines.at(-1)!.position, { timeoutMs: upToDateMsMax });
      for (const line of await toldLines(books.readModels, lines, language)) out(textOf(line));
      left -= lines.length;
      if (left <= 0) break;
    }
  } finally {
    stopListening();
  }
  return exitCodes.done;
};

/** Tells the lines of a book, and gives the exit code. */
export const historyAndTell = (flags: HistoryFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, async () => {
    const config = readConfig();
    const { language } = flags;
    const code = await withBooks(config, { language }, (books) => tellLines(books, flags, config, terminal));
    return { code, text: '' };
  });
