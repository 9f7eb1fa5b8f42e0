import { type Refusal, isRefusal } from '#kernel';
import type { ExternalIdInput, ExternalIdRefInput } from '#schema';
import { checkText } from '../input.js';
import type { ExternalId } from './unit.events.js';
import { type Units, externalKey } from './unit.state.js';
import { refuse } from './unit.words.js';

const orgnrWeights = [3, 2, 7, 6, 5, 4, 3, 2] as const;

/** Norwegian organisation number: nine digits, the last a check digit modulo 11 (Brønnøysundregistrene). */
export const isOrgnr = (value: string): boolean => {
  if (!/^\d{9}$/.test(value)) return false;
  const sum = orgnrWeights.reduce((total, weight, at) => total + weight * Number(value[at]), 0);
  return (11 - (sum % 11)) % 11 === Number(value[8]);
};

/** Municipality numbers by their Norwegian, Danish and Swedish names. */
const municipalitySchemes = new Set(['kommunenr', 'kommunenummer', 'kommunekode', 'kommunkod']);

/** How the book keeps a register number. */
const normalised = ({ scheme, value, validFrom }: ExternalIdInput): ExternalId => {
  const name = scheme.trim().toLowerCase();
  return {
    scheme: name,
    value: name === 'orgnr' ? value.replace(/\s/g, '') : value.trim(),
    ...(validFrom && { validFrom }),
  };
};

const refusedByScheme = ({ scheme, value }: ExternalId, field: string): Refusal | undefined => {
  // In lower case some letters are two: what was short enough as it was given may be too long now.
  const name = checkText('Line', scheme, `${field}.scheme`);
  if (isRefusal(name)) return name;
  if (municipalitySchemes.has(scheme)) return refuse('MUNICIPALITY_NUMBER_REFUSED', { scheme }, `${field}.scheme`);
  if (scheme === 'orgnr' && !isOrgnr(value)) return refuse('ORGNR_INVALID', { value }, `${field}.value`);
  return undefined;
};

/** The unit that a register number stands for. */
export const unitByExternalId = ({ byExternalId }: Units, named: ExternalIdRefInput): string | undefined =>
  byExternalId.get(externalKey(named));

/**
 * Register numbers as the book holds them, or the first rule that they break. `taken` are those that other units of the
 * same command have claimed, by key with the unit's name.
 */
export const checkExternalIds = (
  given: readonly ExternalIdInput[],
  { state, unitId, taken, at }: { state: Units; unitId?: string; taken?: ReadonlyMap<string, string>; at: string },
): readonly ExternalId[] | Refusal => {
  const externalIds = given.map(normalised);
  const own = new Set<string>();
  for (const [index, externalId] of externalIds.entries()) {
    const field = `${at}.${index}`;
    const refused = refusedByScheme(externalId, field);
    if (refused) return refused;
    const { scheme, value } = externalId;
    const key = externalKey(externalId);
    if (own.has(key)) return refuse('EXTERNAL_ID_REPEATED', { scheme, value }, field);
    const holder = state.byExternalId.get(key);
    const unit =
      taken?.get(key) ?? (holder === undefined || holder === unitId ? undefined : state.byId.get(holder)!.name);
    if (unit !== undefined) return refuse('EXTERNAL_ID_TAKEN', { scheme, value, unit }, field);
    own.add(key);
  }
  return externalIds;
};
