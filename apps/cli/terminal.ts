import { type Language, languages } from '#kernel';
import type { PartsLog } from '../ledger/parts.js';

/** Where a command writes to, and whether a person watches. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Somebody watches what is written to `err` as it comes. */
  readonly interactive: boolean;
  /** In characters. */
  readonly width: number;
}

/** What a script can tell from the exit code. */
export const exitCodes = { done: 0, fault: 1, badInput: 2 } as const;

/** The command line says itself what it does; of the parts' log only what went wrong is shown. */
export const quietLog: PartsLog = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
};

/** The language that the machine is set to, where it is one of ours; both ways of Norwegian are Bokmål here. */
export const languageOf = (locale: string): Language => {
  const [primary = ''] = locale.toLowerCase().split(/[-_]/);
  if (primary === 'no' || primary === 'nn') return 'nb';
  return languages.find((language) => language === primary) ?? 'en';
};
export const machineLanguage = (): Language => languageOf(new Intl.DateTimeFormat().resolvedOptions().locale);
