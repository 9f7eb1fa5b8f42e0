import { type Entities, type Refusal, isRefusal, none, parseGlobalId } from '#kernel';
import { type FieldShape, enumValues, inputShapes } from '#schema';
import {
  countMax,
  date,
  email,
  emailLengthMax,
  id as uuid,
  lineLengthMax,
  textLengthMax,
  uriLengthMax,
} from './fields.js';
import { refuseInput } from './input.words.js';

/** Entries that one list of an input may hold. */
export const listLengthMax = 1_000;

export type Checked = { readonly value: unknown } | { readonly refusals: readonly Refusal[] };
type Check = (value: unknown, field: string, refs: Entities<string>) => unknown;

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

const textUpTo =
  (max: number, oneLine: boolean): Check =>
  (value, field) => {
    if (typeof value !== 'string') return refuseInput('INPUT_NOT_TEXT', { field }, field);
    if (loneSurrogate.test(value)) return refuseInput('INPUT_BROKEN_CHARACTER', { field }, field);
    if (value.includes('\0')) return refuseInput('INPUT_NUL', { field }, field);
    const normal = value.normalize('NFC');
    if (normal.trim() === '') return refuseInput('INPUT_EMPTY', { field }, field);
    if (normal.length > max) return refuseInput('INPUT_TOO_LONG', { field, length: normal.length, max }, field);
    if (oneLine && /[\r\n\u2028\u2029]/.test(normal)) return refuseInput('INPUT_LINE_BREAK', { field }, field);
    return normal;
  };

const numberBetween =
  (min: number, max: number, whole = false): Check =>
  (value, field) => {
    if (typeof value !== 'number' || !Number.isFinite(value))
      return refuseInput('INPUT_NOT_A_NUMBER', { field }, field);
    if (whole && !Number.isInteger(value)) return refuseInput('INPUT_NOT_WHOLE', { field }, field);
    return value >= min && value <= max ? value : refuseInput('INPUT_OUT_OF_RANGE', { field, min, max }, field);
  };

const checkDate: Check = (value, field) =>
  date.safeParse(value).success && /^(19|20|21)/.test(value as string)
    ? value
    : refuseInput('INPUT_NOT_A_DATE', { field }, field);

const checkEmail: Check = (value, field, refs) => {
  const checked = textUpTo(emailLengthMax, true)(value, field, refs);
  if (isRefusal(checked)) return checked;
  return email.safeParse(checked).success ? checked : refuseInput('INPUT_NOT_AN_EMAIL', { field }, field);
};

const checkUri: Check = (value, field, refs) => {
  const checked = textUpTo(uriLengthMax, true)(value, field, refs);
  if (isRefusal(checked)) return checked;
  return /^(https?:\/\/|urn:)/i.test(checked as string) && URL.canParse(checked as string)
    ? checked
    : refuseInput('INPUT_NOT_A_URI', { field }, field);
};

/** An id as the wire gives it (global), as an event holds it (UUID), or as people cite it (`W-1`). */
const checkId: Check = (value, field, refs) => {
  if (typeof value !== 'string') return refuseInput('INPUT_NOT_AN_ID', { field }, field);
  if (/^[A-Za-z]-\d{1,9}$/.test(value)) {
    const ref = value.toUpperCase();
    return refs.get(ref) ?? refuseInput('INPUT_REF_UNKNOWN', { ref }, field);
  }
  const plain = (parseGlobalId(value)?.id ?? value).toLowerCase();
  return uuid.safeParse(plain).success ? plain : refuseInput('INPUT_NOT_AN_ID', { field }, field);
};

/** Something that the caller made up, so that no book knows a number for it. */
const checkUuid: Check = (value, field) => {
  const plain = typeof value === 'string' ? value.toLowerCase() : value;
  return uuid.safeParse(plain).success ? plain : refuseInput('INPUT_NOT_A_UUID', { field }, field);
};

const scalars: Readonly<Record<string, Check>> = {
  Line: textUpTo(lineLengthMax, true),
  Text: textUpTo(textLengthMax, false),
  String: textUpTo(textLengthMax, false),
  Email: checkEmail,
  Uri: checkUri,
  Date: checkDate,
  ID: checkId,
  UUID: checkUuid,
  Share: numberBetween(0, 1),
  Percent: numberBetween(0, 100),
  Count: numberBetween(0, countMax, true),
  Int: numberBetween(-2_147_483_648, 2_147_483_647, true),
  Float: numberBetween(-1e15, 1e15),
  Position: (value) => value,
  Boolean: (value, field) =>
    typeof value === 'boolean' ? value : refuseInput('INPUT_NOT_YES_OR_NO', { field }, field),
};

/** Holds one text against a scalar of the SDL: its normal form, or what is wrong with it. */
export const checkText = (scalar: 'Line' | 'Text' | 'Date', value: string, field: string): string | Refusal =>
  scalars[scalar]!(value, field, none()) as string | Refusal;

const checkOne = (type: string, value: unknown, field: string, refs: Entities<string>, found: Refusal[]): unknown => {
  if (inputShapes[type]) return checkObject(type, value, field, refs, found);
  const allowed = enumValues[type];
  const checked = allowed
    ? allowed.includes(value as string)
      ? value
      : refuseInput('INPUT_NOT_ONE_OF', { field, allowed }, field)
    : scalars[type]!(value, field, refs);
  if (isRefusal(checked)) found.push(checked);
  return checked;
};

const checkField = (
  shape: FieldShape,
  value: unknown,
  field: string,
  refs: Entities<string>,
  found: Refusal[],
): unknown => {
  if (!shape.list) return checkOne(shape.type, value, field, refs, found);
  if (!Array.isArray(value)) return void found.push(refuseInput('INPUT_NOT_A_LIST', { field }, field));
  if (value.length > listLengthMax) {
    const values = { field, length: value.length, max: listLengthMax };
    return void found.push(refuseInput('INPUT_LIST_TOO_LONG', values, field));
  }
  return value.map((item, index) => checkOne(shape.type, item, `${field}.${index}`, refs, found));
};

const checkObject = (type: string, value: unknown, at: string, refs: Entities<string>, found: Refusal[]): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return void found.push(refuseInput('INPUT_NOT_AN_OBJECT', { field: at || 'input' }, at || undefined));
  const shape = inputShapes[type]!;
  const path = (name: string) => (at ? `${at}.${name}` : name);
  for (const name of Object.keys(value))
    if (!Object.hasOwn(shape, name)) found.push(refuseInput('INPUT_UNKNOWN_FIELD', { field: path(name) }, path(name)));
  const fields = Object.entries(shape).flatMap(([name, field]) => {
    const given = (value as Record<string, unknown>)[name];
    if (given !== undefined && given !== null)
      return [[name, checkField(field, given, path(name), refs, found)] as const];
    if (field.required) found.push(refuseInput('INPUT_MISSING', { field: path(name) }, path(name)));
    return [];
  });
  return Object.fromEntries(fields);
};

/**
 * Holds a value against an input type of the SDL: normalises text (NFC), turns every kind of id into a UUID, drops nulls,
 * and names everything that is wrong with it, each with its field (`at` is what all field paths begin with).
 */
export const checkInput = (type: string, value: unknown, refs: Entities<string>, at = ''): Checked => {
  const refusals: Refusal[] = [];
  const checked = checkObject(type, value, at, refs, refusals);
  return refusals.length > 0 ? { refusals } : { value: checked };
};

/**
 * Holds an argument of a query against its scalar type: the normalised value, or the refusal. Ids stay as they are, since
 * no book is at hand to look numbers up in.
 */
export const checkArgument = (type: string, value: unknown, field: string): unknown =>
  type === 'ID' ? value : (scalars[type]?.(value, field, none()) ?? value);
