import type { Phrase } from '#kernel';
import type { Fate } from './plan.js';

export const headWords: readonly Phrase[] = [
  { en: 'line', nb: 'linje', da: 'linje', sv: 'rad' },
  { en: 'what', nb: 'hva', da: 'hvad', sv: 'vad' },
  { en: 'outcome', nb: 'utfall', da: 'udfald', sv: 'utfall' },
  { en: 'why', nb: 'hvorfor', da: 'hvorfor', sv: 'varför' },
];

export const fateWords: Readonly<Record<Fate, Phrase>> = {
  new: { en: 'new', nb: 'ny', da: 'ny', sv: 'ny' },
  changed: { en: 'changed', nb: 'endret', da: 'ændret', sv: 'ändrad' },
  unchanged: { en: 'unchanged', nb: 'uendret', da: 'uændret', sv: 'oförändrad' },
  bad: { en: 'BAD', nb: 'FEIL', da: 'FEJL', sv: 'FEL' },
};

export const summaryWords = {
  counts: {
    en: 'New: {new}, changed: {changed}, unchanged: {unchanged}, bad: {bad}.',
    nb: 'Nye: {new}, endret: {changed}, uendret: {unchanged}, med feil: {bad}.',
    da: 'Nye: {new}, ændret: {changed}, uændret: {unchanged}, med fejl: {bad}.',
    sv: 'Nya: {new}, ändrade: {changed}, oförändrade: {unchanged}, med fel: {bad}.',
  },
  dryRun: {
    en: 'Nothing was written: this was a dry run.',
    nb: 'Ingenting ble skrevet: dette var en prøvekjøring.',
    da: 'Intet blev skrevet: det var en prøvekørsel.',
    sv: 'Inget skrevs: det här var en provkörning.',
  },
  stopped: {
    en: 'Nothing was written. Mend the bad lines, or leave them out with --skip-bad.',
    nb: 'Ingenting ble skrevet. Rett linjene med feil, eller utelat dem med --skip-bad.',
    da: 'Intet blev skrevet. Ret linjerne med fejl, eller udelad dem med --skip-bad.',
    sv: 'Inget skrevs. Rätta raderna med fel, eller utelämna dem med --skip-bad.',
  },
  nothingNew: {
    en: 'The book of {programme} says all this already.',
    nb: 'Boken til {programme} sier alt dette allerede.',
    da: 'Bogen for {programme} siger alt dette allerede.',
    sv: 'Boken för {programme} säger redan allt detta.',
  },
  written: {
    en: 'What is new or changed is in the book of {programme}.',
    nb: 'Det som er nytt eller endret, står i boken til {programme}.',
    da: 'Det, der er nyt eller ændret, står i bogen for {programme}.',
    sv: 'Det som är nytt eller ändrat står i boken för {programme}.',
  },
  leftOut: {
    en: 'The bad lines were left out.',
    nb: 'Linjene med feil ble utelatt.',
    da: 'Linjerne med fejl blev udeladt.',
    sv: 'Raderna med fel utelämnades.',
  },
  ignored: {
    en: 'Columns that were not read: {columns}.',
    nb: 'Kolonner som ikke ble lest: {columns}.',
    da: 'Kolonner, der ikke blev læst: {columns}.',
    sv: 'Kolumner som inte lästes: {columns}.',
  },
} as const satisfies Readonly<Record<string, Phrase>>;
