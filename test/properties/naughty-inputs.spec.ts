import { describe, expect, it } from '@jest/globals';
import { type Book, bookCatalogue, bookModel, describe as sentenceOf } from '#book';
import { type Event, type Line, isRefusal, languages } from '#kernel';
import { inputShapes, mutationInputs } from '#schema';
import fc from 'fast-check';
import { eventIdOf, newIdsOf } from '../../libs/ledger/ids.js';
import { type NaughtyString, naughtyStrings } from '../support/naughty-strings.js';
import { DrawnBook, type Given, stories } from './drawn-book.js';

/** A command that was accepted, with the book that it was given to: the place in which a field is tried out. */
interface Place {
  readonly given: Given;
  readonly book: Book;
}

/** A text field of an input, by its path: `units.0.name`. */
interface TextField {
  readonly path: readonly string[];
  readonly type: string;
}

const textTypes: ReadonlySet<string> = new Set(['Line', 'Text', 'String', 'Email', 'Uri', 'Date', 'ID', 'UUID']);

/** The text fields of an input type as they come up in a value, or would. */
const textFieldsOf = (type: string, value: Readonly<Record<string, unknown>> = {}): readonly TextField[] =>
  Object.entries(inputShapes[type]!).flatMap(([name, shape]) => {
    if (name === 'programmeId') return [];
    const path = shape.list ? [name, '0'] : [name];
    if (textTypes.has(shape.type)) return [{ path, type: shape.type }];
    if (!inputShapes[shape.type]) return [];
    const inner = shape.list ? (value[name] as readonly unknown[] | undefined)?.[0] : value[name];
    return textFieldsOf(shape.type, inner as Readonly<Record<string, unknown>> | undefined).map((field) => ({
      ...field,
      path: [...path, ...field.path],
    }));
  });

/** The value with a text put where the path leads; what stands on the way is made when it is not there. */
const withText = (value: unknown, [key, ...rest]: readonly string[], text: string): unknown => {
  if (key === undefined) return text;
  if (/^\d+$/.test(key)) {
    const [first, ...others] = (value ?? []) as readonly unknown[];
    return [withText(first, rest, text), ...others];
  }
  return {
    ...(value as object | undefined),
    [key]: withText((value as Record<string, unknown> | undefined)?.[key], rest, text),
  };
};

/** Each command, accepted somewhere in stories that are always the same. */
const places = new Map<string, Place>();
const collect = (turns: Parameters<DrawnBook['take']>[0][]) => {
  const drawn = new DrawnBook('naughty', (given, before) => {
    if (!places.has(given.command)) places.set(given.command, { given, book: before });
  });
  for (const turn of turns) drawn.take(turn);
};
const isPlaced = (command: string) => places.has(command);
for (const story of fc.sample(stories(100), { numRuns: 200, seed: 20_180_115 }))
  if (!Object.keys(mutationInputs).every(isPlaced)) collect(story);

const decide = ({ given, book }: Place, input: unknown) =>
  bookModel.decide(given.command, input, book, {
    actor: { id: 'test-manager', role: 'manager' },
    programmeId: given.lines[0]!.programmeId,
    now: given.now,
    today: given.now.slice(0, 10),
    occurredOn: given.occurredOn,
    newId: newIdsOf(given.commandId),
  });

/** The record of a decision has lines, texts and days; which of them is corrected says what the value must be. */
const formOf = ({ given }: Place, { path, type }: TextField): string => {
  if (given.command !== 'correctDecisionRecord' || path[0] !== 'value') return type;
  const { field } = given.input as { field: string };
  if (/^(EFFECTIVE_FROM|REVIEW_ON)$/.test(field)) return 'Date';
  return /^(TITLE|FORUM|OPERATIONS_OWNER)$/.test(field) ? 'Line' : 'Text';
};

const ruleFor = (type: string, { asLine, asText }: NaughtyString): string | undefined =>
  type === 'Line' || type === 'Email' || type === 'Uri' ? asLine : asText;

/** A long text reads in a sentence as a short one does, and takes its time. */
const sentenceLengthMax = 300;

/** Register numbers are kept without spaces, and schemes in lower case; some fields name one of a few things. */
const readsOtherwise = /^(value|scheme|option|key)$/;

const linesOf = ({ given }: Place, events: readonly Event[]): Line[] =>
  events.map((event, index) => ({
    ...given.lines[0]!,
    ...event,
    id: eventIdOf(given.commandId, index),
    occurredOn: event.occurredOn ?? given.occurredOn,
  }));

/** What is wrong with how a text was taken in a field; nothing when it was taken as it should be. */
const complaintsAbout = (place: Place, field: TextField, naughty: NaughtyString): readonly string[] => {
  const path = field.path.join('.');
  const at = `${place.given.command} ${path} (${field.type}), ${naughty.what}`;
  const decided = decide(place, withText(place.given.input, field.path, naughty.text));
  const form = formOf(place, field);
  const rule = ruleFor(form, naughty);
  const refusals = decided.filter(isRefusal);
  if (refusals.length > 0) {
    const named = refusals.some((refusal) => refusal.field !== undefined || refusal.refused === 'OBSERVATION_EMPTY');
    if (!named) return [`${at}: refused without a field: ${JSON.stringify(refusals)}`];
    const isText = form === 'Line' || form === 'Text' || form === 'String';
    if (isText && rule !== undefined && !refusals.some((each) => each.refused === rule && each.field === path))
      return [`${at}: refused by ${refusals.map((each) => each.refused).join(', ')}, not by ${rule} at ${path}`];
    return isText &&
      rule === undefined &&
      refusals.some((each) => each.refused.startsWith('INPUT_') && each.field === path)
      ? [`${at}: refused for its form by ${refusals.map((each) => each.refused).join(', ')}`]
      : [];
  }
  if (rule !== undefined) return [`${at}: accepted against ${rule}`];
  return complaintsAboutLines(place, at, field, naughty, decided as readonly Event[]);
};

const complaintsAboutLines = (
  place: Place,
  at: string,
  { path }: TextField,
  { text }: NaughtyString,
  events: readonly Event[],
): readonly string[] => {
  const lines = linesOf(place, events);
  lines.reduce(bookModel.evolve, place.book);
  const normal = JSON.stringify(text.normalize('NFC')).slice(1, -1);
  const isKept = JSON.stringify(events.map(({ data }) => data)).includes(normal) || readsOtherwise.test(path.at(-1)!);
  return [
    ...(isKept ? [] : [`${at}: not kept as it was`]),
    ...lines.flatMap((line) => [
      ...(bookCatalogue.definitions.get(line.type)!.schema.safeParse(line.data).success ? [] : [`${at}: no fit`]),
      ...(text.length > sentenceLengthMax ? [] : languages).flatMap((language) =>
        sentenceOf(line, language, () => undefined) === '' ? [`${at}: no sentence`] : [],
      ),
    ]),
  ];
};

describe('naughty strings in every text field of every command', () => {
  it('have a place where each command is accepted', () => {
    expect(Object.keys(mutationInputs).filter((command) => !isPlaced(command))).toEqual([]);
  });

  it.each(Object.keys(mutationInputs))(
    '%s takes them as they are, or refuses them and says in which field',
    (command) => {
      const place = places.get(command)!;
      const fields = textFieldsOf(
        mutationInputs[command]!.type,
        place.given.input as Readonly<Record<string, unknown>>,
      );
      const complaints = fields.flatMap((field) =>
        naughtyStrings.flatMap((each) => complaintsAbout(place, field, each)),
      );
      expect(complaints.slice(0, 20)).toEqual([]);
    },
  );
});
