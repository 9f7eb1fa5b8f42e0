import { sayCode, sayDay } from '#book';
import type { Language, Phrase } from '#kernel';
import type { ReadState } from './read-state.js';

const words = {
  knownAt: { en: 'as it was known at', nb: 'slik det var kjent', da: 'som det var kendt', sv: 'så som det var känt' },
  knownOn: {
    en: 'as it was known at the end of',
    nb: 'slik det var kjent ved utgangen av',
    da: 'som det var kendt ved udgangen af',
    sv: 'så som det var känt vid utgången av',
  },
  knownAtPosition: {
    en: 'as it was known at position',
    nb: 'slik det var kjent ved posisjon',
    da: 'som det var kendt ved position',
    sv: 'så som det var känt vid position',
  },
  knownNow: {
    en: 'as it is known now',
    nb: 'slik det er kjent nå',
    da: 'som det er kendt nu',
    sv: 'så som det är känt nu',
  },
  lines: {
    en: 'lines, to position',
    nb: 'linjer, til posisjon',
    da: 'linjer, til position',
    sv: 'rader, till position',
  },
  chartered: { en: 'chartered', nb: 'opprettet', da: 'oprettet', sv: 'beslutat' },
  owner: { en: 'owner', nb: 'eier', da: 'ejer', sv: 'ägare' },
  solutions: { en: 'Solutions', nb: 'Løsninger', da: 'Løsninger', sv: 'Lösningar' },
  pilots: { en: 'Pilots', nb: 'Piloter', da: 'Piloter', sv: 'Piloter' },
  waves: { en: 'Waves', nb: 'Bølger', da: 'Bølger', sv: 'Vågor' },
  decisions: { en: 'Decisions', nb: 'Beslutninger', da: 'Beslutninger', sv: 'Beslut' },
  champions: { en: 'Champions', nb: 'Ildsjeler', da: 'Ildsjæle', sv: 'Eldsjälar' },
  units: { en: 'units', nb: 'enheter', da: 'enheder', sv: 'enheter' },
  none: { en: 'none', nb: 'ingen', da: 'ingen', sv: 'inga' },
} as const satisfies Record<string, Phrase>;

const listed = (heading: string, lines: readonly string[], none: string): string =>
  lines.length === 0 ? `${heading}: ${none}\n` : `${heading}\n${lines.map((line) => `  ${line}\n`).join('')}`;

const dayText = /^\d{4}-\d{2}-\d{2}$/;

const knownText = (knownAt: string | null, language: Language): string => {
  if (knownAt === null) return words.knownNow[language];
  if (dayText.test(knownAt)) return `${words.knownOn[language]} ${sayDay(knownAt, language)}`;
  return `${words[knownAt.includes('T') ? 'knownAt' : 'knownAtPosition'][language]} ${knownAt}`;
};

/** The state of a programme for a person to read, in their language. */
export const textOfState = (state: ReadState, language: Language): string => {
  const say = (word: keyof typeof words) => words[word][language];
  const day = (text: string) => sayDay(text, language);
  const { programme, knownAt, solutions, pilots, waves, decisions, champions } = state;
  const known = knownText(knownAt, language);
  const counts = (of: Readonly<Record<string, number>>, slice: 'unit' | 'champion') =>
    Object.entries(of).map(([code, count]) => `${count} ${sayCode(code, language, slice)}`);
  return [
    `${programme.name}, ${day(state.asOf)}, ${known} (${state.lines} ${say('lines')} ${state.position})\n`,
    `${sayCode(programme.status, language, 'programme')}; ${say('chartered')} ${day(programme.charteredOn)}; ${say('owner')}: ${programme.owner}\n\n`,
    listed(
      say('solutions'),
      solutions.map(
        ({ ref, name, unitsTotal, units }) =>
          `${ref} ${name}: ${unitsTotal} ${say('units')}${unitsTotal > 0 ? ` (${counts(units, 'unit').join(', ')})` : ''}`,
      ),
      say('none'),
    ),
    listed(
      say('pilots'),
      pilots.map(({ ref, name, status }) => `${ref} ${name}: ${sayCode(status, language, 'pilot')}`),
      say('none'),
    ),
    listed(
      say('waves'),
      waves.map(
        ({ ref, name, status, units, from, to }) =>
          `${ref} ${name}: ${sayCode(status, language, 'wave')}, ${units} ${say('units')}, ${day(from)} – ${day(to)}`,
      ),
      say('none'),
    ),
    listed(
      say('decisions'),
      decisions.map(
        ({ ref, name, status, on }) =>
          `${ref} ${name}: ${sayCode(status, language, 'decision')}${on === null ? '' : `, ${day(on)}`}`,
      ),
      say('none'),
    ),
    `${say('champions')}: ${counts(champions, 'champion').join(', ') || say('none')}\n`,
  ].join('');
};
