import { plainId } from '#kernel';
import { isRef } from './fields.js';
import type { Reading } from './reading.js';

/** What the letter of a number stands for. */
const kinds = { S: 'solution', E: 'escalation', D: 'decision', P: 'pilot', W: 'wave', C: 'champion' } as const;
const isKind = (letter: string): letter is keyof typeof kinds => Object.hasOwn(kinds, letter);

/**
 * The id (UUID) that an argument means: an id in any of its forms, or the number that people cite in that programme
 * (`W-1`). What is nobody's id is given back as it is, and finds nothing.
 */
export const meantId = async ({ loadBy }: Reading, programmeId: string, given: string): Promise<string> => {
  const cited = given.toUpperCase();
  const letter = cited.charAt(0);
  if (!isRef(given) || !isKind(letter)) return plainId(given);
  const rows: readonly { readonly key: string; readonly ref: string }[] = await loadBy(
    kinds[letter],
    'programmeId',
    programmeId,
  );
  return rows.find(({ ref }) => ref === cited)?.key ?? given;
};

/** The same for an argument that may be left out. */
export const meantIdIfAny = (
  reading: Reading,
  programmeId: string,
  given: string | null | undefined,
): Promise<string | undefined> => (given ? meantId(reading, programmeId, given) : Promise.resolve(undefined));
