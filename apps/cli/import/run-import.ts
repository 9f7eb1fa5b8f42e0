import type { Book } from '#book';
import type { Actor } from '#kernel';
import type { Ledger } from '#ledger';
import { planDecisions } from './decisions.js';
import type { ImportKind } from './kinds.js';
import type { Ground, Plan, PlannedLine } from './plan.js';
import { readTable } from './read-table.js';
import type { Sheet } from './sheet.js';
import { type Sound, isInBook, refusedLine, tryOut } from './try-out.js';
import { planUnits } from './units.js';
import { planUsage } from './usage.js';

/** How the file of each kind is planned. */
const planners: Readonly<Record<ImportKind, (sheet: Sheet, ground: Ground) => Plan>> = {
  units: planUnits,
  decisions: planDecisions,
  usage: planUsage,
};

export interface ImportOptions {
  readonly kind: ImportKind;
  readonly file: string;
  readonly programmeId: string;
  readonly actor: Actor;
  /** Try everything, write nothing. */
  readonly dryRun: boolean;
  /** Write the good lines although there are bad ones; without it, one bad line stops the whole file. */
  readonly skipBad: boolean;
  /** Leave out columns that this kind of import does not know, instead of refusing the file. */
  readonly ignoreUnknown: boolean;
  readonly onProgress?: (linesDone: number, linesInAll: number) => void;
}

export interface Imported extends Pick<Plan, 'titles' | 'ignored'> {
  /** False when bad lines stopped the import, or when it was a dry run: nothing was written then. */
  readonly written: boolean;
  /** Every line of the file, in its order. */
  readonly lines: readonly PlannedLine[];
}

/** How often an import looks anew, when somebody else wrote into the book while it did. */
const roundsMax = 10;

const linesOf = ({ step, kept }: Sound): PlannedLine[] => kept.map((at) => step.lines[at]!);
const hasBad = (lines: readonly PlannedLine[]): boolean => lines.some(({ fate }) => fate === 'bad');

/** Commands that together carry out about so many lines. */
const linesUnderWay = 200;

const inBatches = (sound: readonly Sound[]): readonly Sound[][] => {
  const batches: Sound[][] = [];
  let room = 0;
  for (const each of sound) {
    if (room <= 0) {
      batches.push([]);
      room = linesUnderWay;
    }
    batches.at(-1)!.push(each);
    room -= each.kept.length;
  }
  return batches;
};

/** One run of a file, over as many rounds as it takes. */
class Run {
  /** What this run has written, by line; a later round finds it in the book. */
  readonly #written = new Map<number, PlannedLine>();

  constructor(
    private readonly ledger: Ledger<Book>,
    private readonly options: ImportOptions,
    private readonly sheet: Sheet,
  ) {}

  async round(number: number): Promise<Imported> {
    const { kind, programmeId, actor, ignoreUnknown, dryRun, skipBad } = this.options;
    const book = (await this.ledger.book(programmeId))!.state;
    const plan = planners[kind](this.sheet, { book, programmeId, ignoreUnknown });
    const { sound, dropped } = tryOut(plan, book, { actor, programmeId, today: this.ledger.today() });
    const settled = [...plan.settled, ...dropped, ...(await this.#confirm(sound.filter(({ step }) => isInBook(step))))];
    const fresh = sound.filter(({ step }) => !isInBook(step));
    // After the first round the file is known to be sound: what others wrote since stops single lines, not the rest.
    const written = !dryRun && (skipBad || number > 1 || !hasBad(settled));
    const answered = written ? await this.#giveAll(fresh, number < roundsMax) : fresh.flatMap(linesOf);
    if (answered === 'overtaken') return this.round(number + 1);
    const lines = [...settled, ...answered].map((line) => this.#written.get(line.line) ?? line);
    return { lines: lines.toSorted((a, b) => a.line - b.line), written, titles: plan.titles, ignored: plan.ignored };
  }

  /** Gives again what is in the book already: nothing is written, and the ledger finds what the file tells otherwise now. */
  async #confirm(inBook: readonly Sound[]): Promise<PlannedLine[]> {
    const lines: PlannedLine[] = [];
    for (const each of inBook) lines.push(...(await this.#give(each)));
    return lines;
  }

  /** Several commands are under way at once, in their order, so that one write to the disk carries many. */
  async #giveAll(sound: readonly Sound[], mayLookAnew: boolean): Promise<PlannedLine[] | 'overtaken'> {
    const inAll = sound.reduce((sum, { kept }) => sum + kept.length, 0);
    const answered: PlannedLine[] = [];
    this.options.onProgress?.(0, inAll);
    for (const batch of inBatches(sound)) {
      const lines = (await Promise.all(batch.map((each) => this.#give(each)))).flat();
      for (const line of lines) if (line.fate !== 'bad') this.#written.set(line.line, line);
      if (hasBad(lines) && mayLookAnew) return 'overtaken';
      answered.push(...lines);
      this.options.onProgress?.(answered.length, inAll);
    }
    return answered;
  }

  async #give(sound: Sound): Promise<PlannedLine[]> {
    const { programmeId, actor } = this.options;
    const { step, kept } = sound;
    const { command, commandId, occurredOn, evidence } = step;
    const record = { commandId, occurredOn, evidence };
    const outcome = await this.ledger.submit({ programmeId, command, input: step.inputOf(kept), actor, record });
    return outcome.accepted ? linesOf(sound) : kept.map((at) => refusedLine(step, at, outcome.refusals));
  }
}

/**
 * Imports a file: plans it against the book, tries everything out, and then gives the commands. What is in the book
 * already is left alone, so that a second run, or one after a crash, writes only what is missing.
 * @throws FileRefused when the file is no table of this kind
 */
export const runImport = async (ledger: Ledger<Book>, options: ImportOptions): Promise<Imported> =>
  new Run(ledger, options, await readTable(options.file)).round(1);
