import {
  type Language,
  type Line,
  type LocalDate,
  type Phrase,
  type Refusal,
  type RefusalPhrases,
  type Say,
  fill,
  isSealed,
} from '#kernel';
import { definitionOf } from './book.state.js';
import { bookRefusals } from './book.words.js';
import { championLabels, championRefusals, championSentences } from './champion/champion.words.js';
import { correctionLabels, correctionRefusals, correctionSentences } from './correction/correction.words.js';
import { decisionLabels, decisionRefusals, decisionSentences } from './decision/decision.words.js';
import { inputRefusals } from './input.words.js';
import { type Kind, kindIn, kindOfValue } from './kinds.js';
import { personLabels, personRefusals, personSentences } from './person/person.words.js';
import { pilotLabels, pilotRefusals, pilotSentences } from './pilot/pilot.words.js';
import { programmeLabels, programmeRefusals, programmeSentences } from './programme/programme.words.js';
import { unitLabels, unitRefusals, unitSentences } from './unit/unit.words.js';
import { waveLabels, waveRefusals, waveSentences } from './wave/wave.words.js';

/** The words of a slice. The same code may read differently in two slices: a pilot is “foreslått”, a wave “planlagt”. */
interface SliceWords {
  readonly refusals: RefusalPhrases;
  readonly sentences: Readonly<Record<string, Phrase>>;
  readonly labels: Readonly<Record<string, Phrase>>;
}

const slices: readonly SliceWords[] = [
  { refusals: { ...inputRefusals, ...bookRefusals }, sentences: {}, labels: {} },
  { refusals: programmeRefusals, sentences: programmeSentences, labels: programmeLabels },
  { refusals: unitRefusals, sentences: unitSentences, labels: unitLabels },
  { refusals: decisionRefusals, sentences: decisionSentences, labels: decisionLabels },
  { refusals: pilotRefusals, sentences: pilotSentences, labels: pilotLabels },
  { refusals: waveRefusals, sentences: waveSentences, labels: waveLabels },
  { refusals: championRefusals, sentences: championSentences, labels: championLabels },
  { refusals: personRefusals, sentences: personSentences, labels: personLabels },
  { refusals: correctionRefusals, sentences: correctionSentences, labels: correctionLabels },
];

type Words = Readonly<Record<string, Phrase>>;
const together = (pick: (slice: SliceWords) => Words): Words => Object.assign({}, ...slices.map(pick)) as Words;

/** Every rule of the domain, by code. */
export const refusalPhrases: RefusalPhrases = together(({ refusals }) => refusals);

/** One sentence for each event, by its name. */
export const sentences: Words = together((slice) => slice.sentences);

/** How codes read in the sentences of one slice: its own words first, then those of the others. */
const allLabels = together(({ labels }) => labels);
const labelsOf = new Map<string, Words>(
  slices.flatMap((slice) => {
    const labels = { ...allLabels, ...slice.labels };
    return [...Object.keys(slice.refusals), ...Object.keys(slice.sentences)].map((name) => [name, labels] as const);
  }),
);

const locales: Readonly<Record<Language, string>> = { nb: 'nb-NO', da: 'da-DK', sv: 'sv-SE', en: 'en-GB' };
const dateFormats = new Map(
  Object.entries(locales).map(([language, locale]) => [
    language,
    new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }),
  ]),
);
const andMore: Phrase = { en: 'and {n} more', nb: 'og {n} til', da: 'og {n} til', sv: 'och {n} till' };
const listedMax = 6;

/** The name of a thing by its id; undefined when the id is nobody's. */
export type NameOf = (id: string) => string | undefined;

const saying = (kindAt: (path: string) => Kind, nameOf: NameOf, labels: Words = allLabels): Say => {
  const sayText = (text: string, kind: Kind, language: Language): string | undefined => {
    if (kind === 'day')
      return Number.isNaN(Date.parse(text)) ? undefined : dateFormats.get(language)!.format(new Date(text));
    if (kind === 'code') return labels[text]?.[language];
    return kind === 'id' ? nameOf(text) : undefined;
  };
  const say: Say = (value, language, path) => {
    if (isSealed(value)) return undefined;
    if (Array.isArray(value)) return list(value, language, path);
    if (typeof value === 'number') return value.toLocaleString(locales[language]);
    if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
    return typeof value === 'string' ? sayText(value, kindAt(path), language) : undefined;
  };
  const list = (values: readonly unknown[], language: Language, path: string): string => {
    const shown = values.slice(0, listedMax).map((value) => say(value, language, path) ?? String(value));
    const rest = values.length - listedMax;
    return [shown.join(', '), ...(rest > 0 ? [andMore[language].replace('{n}', String(rest))] : [])].join(' ');
  };
  return say;
};

const noNames: NameOf = () => undefined;

const wordsOf = {
  programme: programmeLabels,
  unit: unitLabels,
  decision: decisionLabels,
  pilot: pilotLabels,
  wave: waveLabels,
  champion: championLabels,
} as const;

/** How a code reads in the words of a slice, such as the status of a pilot; the code itself where there is no word. */
export const sayCode = (code: string, language: Language, slice: keyof typeof wordsOf): string =>
  (wordsOf[slice][code] ?? allLabels[code])?.[language] ?? code;

/** A calendar day (`YYYY-MM-DD`) as the reader writes it. */
export const sayDay = (day: LocalDate, language: Language): string => dateFormats.get(language)!.format(new Date(day));

/** The rule that was broken, in one sentence. `phrases` may add rules of the ledger to those of the domain. */
export const sayRefusal = (
  { refused, values }: Refusal,
  language: Language,
  phrases: RefusalPhrases = refusalPhrases,
): string => {
  const phrase = phrases[refused];
  return phrase
    ? fill(phrase[language], values, language, saying(kindOfValue, noNames, labelsOf.get(refused)))
    : refused;
};

/** What a line of the book says, in one sentence. Personal fields never read: a champion is a number and a unit. */
export const describe = (line: Pick<Line, 'type' | 'data'>, language: Language, nameOf: NameOf): string => {
  const phrase = sentences[line.type];
  if (!phrase) return line.type;
  const definition = definitionOf(line.type);
  const kindAt = (path: string) => kindIn(definition, line.data, path);
  return fill(phrase[language], line.data, language, saying(kindAt, nameOf, labelsOf.get(line.type)));
};
