import { type Entities, type EventDefinition, type EventOf, type Line, none } from '#kernel';
import { type ChampionEvent, championEvents } from './champion/champion.events.js';
import { type Champions, evolveChampions } from './champion/champion.state.js';
import { type CorrectionEvent, correctionEvents } from './correction/correction.events.js';
import { type DecisionEvent, decisionEvents } from './decision/decision.events.js';
import { type Decisions, evolveDecisions } from './decision/decision.state.js';
import { type PersonEvent, personEvents } from './person/person.events.js';
import { type Persons, evolvePersons, meet, personsIn } from './person/person.state.js';
import { type PilotEvent, pilotEvents } from './pilot/pilot.events.js';
import { type Pilots, evolvePilots } from './pilot/pilot.state.js';
import { type ProgrammeEvent, programmeEvents } from './programme/programme.events.js';
import { type ProgrammeState, evolveProgramme, noProgramme } from './programme/programme.state.js';
import { type Timeline, emptyTimeline, enter, moveEntry } from './timeline.js';
import { type UnitEvent, unitEvents } from './unit/unit.events.js';
import { type Units, evolveUnits, noUnits } from './unit/unit.state.js';
import { type WaveEvent, waveEvents } from './wave/wave.events.js';
import { type Placements, type Waves, evolvePlacements, evolveWaves } from './wave/wave.state.js';

export type BookEvent =
  ProgrammeEvent | UnitEvent | DecisionEvent | PilotEvent | WaveEvent | ChampionEvent | PersonEvent | CorrectionEvent;

/** All that a decider may know: the state of one programme's book. */
export interface Book {
  readonly programme: ProgrammeState;
  readonly units: Units;
  readonly decisions: Decisions;
  readonly pilots: Pilots;
  readonly waves: Waves;
  readonly placements: Placements;
  readonly champions: Champions;
  readonly persons: Persons;
  readonly timeline: Timeline;
  /** What people cite → what it is: `W-1` → the wave's id. */
  readonly refs: Entities<string>;
}

export const emptyBook: Book = {
  programme: noProgramme,
  units: noUnits,
  decisions: none(),
  pilots: none(),
  waves: none(),
  placements: none(),
  champions: none(),
  persons: none(),
  timeline: emptyTimeline,
  refs: none(),
};

interface Slice {
  readonly definitions: readonly EventDefinition[];
  readonly evolve: (book: Book, line: Line) => Partial<Book>;
}

/** Ties a slice's events to its fold: it is given these events and no others. */
const slice = <const Definitions extends readonly EventDefinition[]>(
  definitions: Definitions,
  evolve: (book: Book, line: Line<EventOf<Definitions>>) => Partial<Book>,
): Slice => ({ definitions, evolve: evolve as Slice['evolve'] });

const slices: readonly Slice[] = [
  slice(programmeEvents, (book, line) => ({ programme: evolveProgramme(book.programme, line) })),
  slice(unitEvents, (book, line) => ({ units: evolveUnits(book.units, line) })),
  slice(decisionEvents, (book, line) => ({ decisions: evolveDecisions(book.decisions, line) })),
  slice(pilotEvents, (book, line) => ({ pilots: evolvePilots(book.pilots, line) })),
  slice(waveEvents, (book, line) => ({
    waves: evolveWaves(book.waves, line),
    placements: evolvePlacements(book.placements, line),
  })),
  slice(championEvents, (book, line) => ({ champions: evolveChampions(book.champions, line) })),
  slice(personEvents, (book, line) => ({ persons: evolvePersons(book.persons, line) })),
  slice(correctionEvents, (book, { data }) => ({ timeline: moveEntry(book.timeline, data.eventId, data.occurredOn) })),
];

export const bookEvents: readonly EventDefinition[] = slices.flatMap((each) => each.definitions);

const routes = new Map(
  slices.flatMap(({ definitions, evolve }) =>
    definitions.map((definition) => [definition.type, { definition, evolve }] as const),
  ),
);

const routeOf = (type: string) => {
  const route = routes.get(type);
  if (!route) throw new Error(`there is no event ${type}`);
  return route;
};

/** The definition of an event, by its name. */
export const definitionOf = (type: string): EventDefinition => routeOf(type).definition;

const withRef = (refs: Entities<string>, data: unknown, subject: string): Entities<string> => {
  const { ref } = data as { ref?: string };
  return ref === undefined ? refs : refs.set(ref, subject);
};

/** Folds one line into the book. */
export const evolveBook = (book: Book, line: Line): Book => {
  const { definition, evolve } = routeOf(line.type);
  const subject = definition.subject(line.data);
  const entered: Book = {
    ...book,
    timeline: enter(book.timeline, line, definition),
    refs: withRef(book.refs, line.data, subject),
    persons: meet(book.persons, personsIn(definition, line.data)),
  };
  return { ...entered, ...evolve(entered, line) };
};

/** The next number of a kind: `nextRef(book.waves, 'W')` is `W-3` when there are two. */
export const nextRef = (entities: { readonly size: number }, letter: string): string =>
  `${letter}-${entities.size + 1}`;
