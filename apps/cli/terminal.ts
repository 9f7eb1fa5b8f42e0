import type { Language } from '#kernel';
import type { PartsLog } from '../ledger/parts-log.js';

/** Where a command writes to, and whether a person watches. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Somebody watches what is written to `err` as it comes. */
  readonly interactive: boolean;
  /** In characters. */
  readonly width: number;
}

/** What a script can tell from the exit code: 1, it was not done, or something was found; 2, it was used wrongly. */
export const exitCodes = { done: 0, fault: 1, badInput: 2 } as const;

/** So many of something: “1 event”, “2 events”. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Takes the exit code that the process is to end with. */
export type Exit = (code: number) => void;

/** The command line says itself what it does; of the parts' log only what went wrong is shown. */
export const quietLog: PartsLog = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
};

/** Spelt out here, so that help is told without loading the domain; the type sees to it that none is missing. */
const spoken: Readonly<Record<Language, true>> = { nb: true, da: true, sv: true, en: true };
export const spokenLanguages = Object.keys(spoken) as readonly Language[];

/** The language that the machine is set to, where it is one of ours; both ways of Norwegian are Bokmål here. */
export const languageOf = (locale: string): Language => {
  const [primary = ''] = locale.toLowerCase().split(/[-_]/);
  if (primary === 'no' || primary === 'nn') return 'nb';
  return spokenLanguages.find((language) => language === primary) ?? 'en';
};
export const machineLanguage = (): Language => languageOf(new Intl.DateTimeFormat().resolvedOptions().locale);
