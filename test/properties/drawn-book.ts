import { type Book, bookModel } from '#book';
import { type Context, type Event, type Line, type LocalDate, type Refusal, addDays, isRefusal } from '#kernel';
import { mutationInputs } from '#schema';
import fc from 'fast-check';
import { v5 } from 'uuid';
import { eventIdOf, newIdsOf, programmeIdOf } from '../../libs/ledger/ids.js';
import { type Chance, chanceOf } from './chance.js';
import { drawnInput, personalEmail, personalName } from './drawn-input.js';

/** A command that was accepted, and all that it was decided on. */
export interface Given {
  readonly command: string;
  readonly input: object;
  readonly commandId: string;
  readonly now: string;
  readonly occurredOn: LocalDate;
  readonly lines: readonly Line[];
}

/** One turn of a story: what is tried, the choices in it, and how many days have passed since the last one. */
export interface Turn {
  readonly command: string;
  readonly seed: number;
  readonly days: number;
}

/** Called after each command that was accepted, with the book before and after it. */
export type Watch = (given: Given, before: Book, after: Book) => void;

const begin: LocalDate = '2016-08-01';
/** Other choices that a turn makes before it gives up: most commands fit a book in few of its states. */
const triesMax = 10;

const often = ['correctOccurredOn', 'reportUsage', 'mergeUnits', 'tick', 'resumeProgramme', 'moveUnit', 'assignUnits'];
/** What ends things comes seldom, or nothing would ever go far. */
const rare: ReadonlySet<string> = new Set(['closeProgramme', 'pauseProgramme', 'charterProgramme']);
const weightOf = (command: string): number => (often.includes(command) ? 10 : rare.has(command) ? 1 : 3);

/** The ways that things take when all goes well. A story goes some of them, with everything else in between. */
const ways: readonly (readonly string[])[] = [
  [
    'proposePilot',
    'approvePilot',
    'startPilot',
    'recordPilotObservation',
    'evaluatePilot',
    'makeResultVisible',
    'scalePilot',
  ],
  ['planWave', 'baselineWave', 'openWave', 'commitUnit', 'recordGoLive', 'declineUnit', 'completeWave'],
  ['planWave', 'baselineWave', 'openWave', 'pauseWave', 'resumeWave', 'recordGoLive', 'completeWave'],
  ['commitUnit', 'confirmReadiness', 'recordGoLive', 'reportUsage', 'reportUsage', 'reportUsage', 'readoptUnit'],
  [
    'nominateChampion',
    'acceptNomination',
    'allocateTime',
    'recordLeave',
    'recordReturn',
    'requestErasure',
    'decideErasure',
  ],
  ['identifyDecisionNeed', 'proposeDecision', 'takeDecision', 'logDecision', 'supersedeDecision', 'reconfirmDecision'],
  [
    'identifyDecisionNeed',
    'proposeDecision',
    'rejectDecision',
    'expressInterest',
    'withdrawInterest',
    'expressInterest',
  ],
  [
    'nominateChampion',
    'declineNomination',
    'nominateChampion',
    'acceptNomination',
    'appointChangeAgent',
    'moveChampion',
    'recordChampionLeft',
  ],
  ['planWave', 'rescheduleWave', 'renameWave', 'baselineWave', 'rescheduleWave', 'assignUnits', 'moveUnit'],
  ['commitUnit', 'recordGoLive', 'recordLapse', 'readoptUnit', 'reviseSuccessCriteria', 'cancelWave', 'closeUnit'],
  [
    'raiseEscalation',
    'answerEscalation',
    'proposePilot',
    'stopPilot',
    'identifyDecisionNeed',
    'acknowledgeNonDecision',
  ],
];

const commandNames = [...Object.keys(mutationInputs), 'tick'];
const anyCommand = fc.oneof(
  ...commandNames.map((command) => ({ arbitrary: fc.constant(command), weight: weightOf(command) })),
);
const days = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat({ max: 45 }) });
const turnOf = (command: string) => fc.record({ command: fc.constant(command), seed: fc.nat(), days });

/** Whole turns are left out to make a failing story smaller; another seed would only be another story. */
const turns = fc.noShrink(
  fc.oneof(
    { weight: 4, arbitrary: anyCommand.chain(turnOf).map((turn) => [turn]) },
    { weight: 1, arbitrary: fc.constantFrom(...ways).chain((way) => fc.tuple(...way.map(turnOf))) },
  ),
);

/** Stories of about so many turns. Every command of the schema comes up in them, each with whatever the book has by then. */
export const stories = (turnsMax: number): fc.Arbitrary<Turn[]> =>
  fc.array(turns, { maxLength: Math.floor(turnsMax / 2), size: 'max' }).map((found) => found.flat());

const charter = {
  name: 'Synthetic programme',
  owner: { title: 'Director', name: personalName, email: personalEmail },
  currentSituation: 'As it is.',
  targetPicture: 'As it shall be.',
  purposes: ['Learning'],
  scope: 'All',
};
const units = ['Bekk', 'Jong', 'Grav', 'Hosle'].map((name) => ({ name, eligible: 20 }));

/** Writes a book by giving commands to the domain alone: nothing is stored. */
export class DrawnBook {
  book: Book = bookModel.initial;
  today = begin;
  readonly given: Given[] = [];
  readonly programmeId: string;
  #lines = 0;
  readonly #charterId: string;

  constructor(
    name: string,
    private readonly watch: Watch = () => undefined,
  ) {
    this.#charterId = v5(name, '6f1f2a52-2b9c-4f0e-9a35-c1a7de62f3b1');
    this.programmeId = programmeIdOf(this.#charterId);
    this.#mustAccept('charterProgramme', charter);
    this.#mustAccept('addSolution', { programmeId: this.programmeId, name: 'Tablets', description: 'One each' });
    this.#mustAccept('enrolUnits', { programmeId: this.programmeId, units });
  }

  take({ command, seed, days }: Turn): void {
    this.today = addDays(this.today, days);
    for (let attempt = 0; attempt < triesMax; attempt++) {
      const chance = chanceOf(seed + attempt * 7_919);
      const input = command === 'tick' ? {} : drawnInput(command, { book: this.book, today: this.today, chance });
      if (this.#give(command, input, this.#occurredOn(command, chance)).accepted) return;
    }
  }

  #occurredOn(command: string, chance: Chance): LocalDate {
    return command !== 'tick' && chance.percent(35) ? addDays(this.today, -chance.below(90)) : this.today;
  }

  #mustAccept(command: string, input: object): void {
    const outcome = this.#give(command, input, this.today);
    if (!outcome.accepted) throw new Error(`${command}: ${JSON.stringify(outcome.refusals)}`);
  }

  #give(command: string, input: object, occurredOn: LocalDate) {
    const n = this.given.length;
    const commandId = n === 0 ? this.#charterId : v5(String(n), this.programmeId);
    const now = `${this.today}T10:00:00.000Z`;
    const context: Context = {
      actor: { id: 'test-manager', role: 'manager' },
      programmeId: this.programmeId,
      now,
      today: this.today,
      occurredOn,
      newId: newIdsOf(commandId),
    };
    const decided = bookModel.decide(command, input, this.book, context);
    const refusals = decided.filter(isRefusal);
    if (refusals.length > 0) return { accepted: false as const, refusals: refusals as readonly Refusal[] };
    const before = this.book;
    const lines = (decided as readonly Event[]).map((event, index): Line => ({
      ...event,
      id: eventIdOf(commandId, index),
      occurredOn: event.occurredOn ?? occurredOn,
      programmeId: this.programmeId,
      revision: BigInt(this.#lines + index),
      recordedAt: now,
      actor: context.actor,
      commandId,
      correlationId: commandId,
      evidence: [],
    }));
    this.book = lines.reduce(bookModel.evolve, before);
    this.#lines += lines.length;
    const given = { command, input, commandId, now, occurredOn, lines };
    this.given.push(given);
    this.watch(given, before, this.book);
    return { accepted: true as const };
  }
}
