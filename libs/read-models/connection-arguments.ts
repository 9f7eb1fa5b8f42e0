import type { Phrase } from '#kernel';

/** How many nodes a page may have: enough for a screen, few enough for any server. */
export const pageSizeMax = 100;

export const connectionPhrases = {
  PAGE_SIZE_MISSING: {
    nb: 'Oppgi `first` eller `last`: hvor mange som skal vises, 1–{max}.',
    da: 'Angiv `first` eller `last`: hvor mange der skal vises, 1–{max}.',
    sv: 'Ange `first` eller `last`: hur många som ska visas, 1–{max}.',
    en: 'Give `first` or `last`: how many to show, 1–{max}.',
  },
  PAGE_SIZE_TWICE: {
    nb: 'Oppgi enten `first` eller `last`, ikke begge.',
    da: 'Angiv enten `first` eller `last`, ikke begge.',
    sv: 'Ange antingen `first` eller `last`, inte båda.',
    en: 'Give either `first` or `last`, not both.',
  },
  PAGE_SIZE: {
    nb: '`{argument}` er {value}; det må være et helt tall fra 1 til {max}.',
    da: '`{argument}` er {value}; det skal være et helt tal fra 1 til {max}.',
    sv: '`{argument}` är {value}; det måste vara ett heltal från 1 till {max}.',
    en: '`{argument}` is {value}; it must be a whole number from 1 to {max}.',
  },
  CURSOR_INVALID: {
    nb: '`{argument}` er ikke en markør fra denne listen i denne rekkefølgen.',
    da: '`{argument}` er ikke en markør fra denne liste i denne rækkefølge.',
    sv: '`{argument}` är inte en markör från denna lista i denna ordning.',
    en: '`{argument}` is not a cursor of this list in this order.',
  },
} as const satisfies Record<string, Phrase>;

export type ConnectionArgumentCode = keyof typeof connectionPhrases;

/** A page was asked for in a way that cannot be answered. `values` fill the phrase of its code in any language. */
export class ConnectionArgumentError extends Error {
  override readonly name = 'ConnectionArgumentError';
  constructor(
    readonly code: ConnectionArgumentCode,
    /** The argument that is at fault: `first`, `last`, `after` or `before`. */
    readonly argument: string,
    readonly values: Readonly<Record<string, unknown>>,
  ) {
    super(connectionPhrases[code].en.replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name])));
  }
}

/** Relay's arguments, as GraphQL hands them over. */
export interface ConnectionArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

export interface Page {
  readonly size: number;
  readonly backwards: boolean;
}

const isPageSize = (size: number) => Number.isInteger(size) && size >= 1 && size <= pageSizeMax;

/** @throws ConnectionArgumentError */
export const pageOf = (args: ConnectionArguments): Page => {
  const values = { max: pageSizeMax };
  const [forwards, backwards] = [args.first ?? undefined, args.last ?? undefined];
  if (forwards !== undefined && backwards !== undefined)
    throw new ConnectionArgumentError('PAGE_SIZE_TWICE', 'last', values);
  const size = forwards ?? backwards;
  if (size === undefined) throw new ConnectionArgumentError('PAGE_SIZE_MISSING', 'first', values);
  const argument = forwards === undefined ? 'last' : 'first';
  if (!isPageSize(size)) throw new ConnectionArgumentError('PAGE_SIZE', argument, { ...values, argument, value: size });
  return { size, backwards: forwards === undefined };
};
