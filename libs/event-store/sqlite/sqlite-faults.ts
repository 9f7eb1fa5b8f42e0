import { EventStoreError } from '../port.js';

/** By what it carries, not by its class: the driver's class is another one in every realm that loads the driver. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));

/** A fault that may be gone at the next try; a damaged file is not. */
export const isTransient = (error: unknown): boolean =>
  isBusy(error) || /^SQLITE_(IOERR|CANTOPEN|NOMEM|PROTOCOL|FULL)/.test(codeOf(error));

export const isDamage = (error: unknown): boolean => /^SQLITE_CORRUPT/.test(codeOf(error));

/** What went wrong, in words, with the driver's own code for whoever looks it up. */
export const reasonOf = (error: unknown): string => {
  const code = codeOf(error);
  if (code === 'SQLITE_FULL') return 'the disk is full: make room on it';
  const reason = error instanceof Error ? error.message : String(error);
  return code ? `${reason}, ${code}` : reason;
};

/** What the store says of a file that it cannot trust; lines that can be read are not touched. */
export const damaged = (file: string, what: string, cause?: unknown): EventStoreError =>
  new EventStoreError(
    'STORE_DAMAGED',
    `${file} is damaged (${what}); keep a copy of it with its -wal, run \`wavebook check\`, and restore a backup`,
    {},
    { cause },
  );
