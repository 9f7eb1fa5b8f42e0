import { type Entities, type Refusal, none, plainId } from '#kernel';
import { type FieldShape, enumValues, inputShapes } from '#schema';
import { z } from 'zod';
import { countMax, email, emailLengthMax, isRef, lineLengthMax, textLengthMax, uriLengthMax } from './fields.js';
import { refuseInput } from './input.words.js';

/** Entries that one list of an input may hold. */
export const listLengthMax = 1_000;

export type Checked = { readonly value: unknown } | { readonly refusals: readonly Refusal[] };
type Refs = Entities<string>;
/** What is wrong with a value, said once its field is known: fields are spelt out for refusals alone. */
type Wrong = (field: string) => Refusal;
/** The normal form of a value, or what is wrong with it. No value is a function. */
type Scalar = (value: unknown, refs: Refs) => unknown;

const isWrong = (checked: unknown): checked is Wrong => typeof checked === 'function';

const notText: Wrong = (field) => refuseInput('INPUT_NOT_TEXT', { field }, field);
const brokenCharacter: Wrong = (field) => refuseInput('INPUT_BROKEN_CHARACTER', { field }, field);
const nul: Wrong = (field) => refuseInput('INPUT_NUL', { field }, field);
const empty: Wrong = (field) => refuseInput('INPUT_EMPTY', { field }, field);
const lineBreak: Wrong = (field) => refuseInput('INPUT_LINE_BREAK', { field }, field);

const textUpTo =
  (max: number, oneLine: boolean): Scalar =>
  (value) => {
    if (typeof value !== 'string') return notText;
    if (!value.isWellFormed()) return brokenCharacter;
    if (value.includes('\0')) return nul;
    const normal = value.normalize('NFC');
    if (normal.trim() === '') return empty;
    const { length } = normal;
    if (length > max) return ((field) => refuseInput('INPUT_TOO_LONG', { field, length, max }, field)) satisfies Wrong;
    return oneLine && /[\r\n\u2028\u2029]/.test(normal) ? lineBreak : normal;
  };

const notANumber: Wrong = (field) => refuseInput('INPUT_NOT_A_NUMBER', { field }, field);
const notWhole: Wrong = (field) => refuseInput('INPUT_NOT_WHOLE', { field }, field);

const numberBetween = (min: number, max: number, whole = false): Scalar => {
  const outOfRange: Wrong = (field) => refuseInput('INPUT_OUT_OF_RANGE', { field, min, max }, field);
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return notANumber;
    if (whole && !Number.isInteger(value)) return notWhole;
    return value >= min && value <= max ? value : outOfRange;
  };
};

const notADate: Wrong = (field) => refuseInput('INPUT_NOT_A_DATE', { field }, field);
const checkDate: Scalar = (value) =>
  typeof value === 'string' && /^(19|20|21)/.test(value) && z.regexes.date.test(value) ? value : notADate;

const positionDigits = /^(0|[1-9]\d{0,17})$/;
const moment = z.iso.datetime({ offset: true });
const notALedgerTime: Wrong = (field) => refuseInput('INPUT_NOT_A_LEDGER_TIME', { field }, field);
const checkKnownAt: Scalar = (value, refs) => {
  if (Number.isSafeInteger(value)) return (value as number) >= 0 ? value : notALedgerTime;
  if (typeof value !== 'string') return notALedgerTime;
  if (positionDigits.test(value) || moment.safeParse(value).success) return value;
  return isWrong(checkDate(value, refs)) ? notALedgerTime : value;
};

const emailLine = textUpTo(emailLengthMax, true);
const notAnEmail: Wrong = (field) => refuseInput('INPUT_NOT_AN_EMAIL', { field }, field);
const checkEmail: Scalar = (value, refs) => {
  const checked = emailLine(value, refs);
  return isWrong(checked) || email.safeParse(checked).success ? checked : notAnEmail;
};

const uriLine = textUpTo(uriLengthMax, true);
const notAUri: Wrong = (field) => refuseInput('INPUT_NOT_A_URI', { field }, field);
const checkUri: Scalar = (value, refs) => {
  const checked = uriLine(value, refs);
  if (isWrong(checked)) return checked;
  return /^(https?:\/\/|urn:)/i.test(checked as string) && URL.canParse(checked as string) ? checked : notAUri;
};

const uuidPattern = z.regexes.uuid();
const notAnId: Wrong = (field) => refuseInput('INPUT_NOT_AN_ID', { field }, field);
const notAUuid: Wrong = (field) => refuseInput('INPUT_NOT_A_UUID', { field }, field);

/** An id as the wire gives it (global), as an event holds it (UUID), or as people cite it (`W-1`). */
const checkId: Scalar = (value, refs) => {
  if (typeof value !== 'string') return notAnId;
  if (isRef(value)) {
    const ref = value.toUpperCase();
    return refs.get(ref) ?? (((field) => refuseInput('INPUT_REF_UNKNOWN', { ref }, field)) satisfies Wrong);
  }
  const plain = plainId(value).toLowerCase();
  return uuidPattern.test(plain) ? plain : notAnId;
};

/** Something that the caller made up, so that no book knows a number for it. */
const checkUuid: Scalar = (value) => {
  const plain = typeof value === 'string' ? value.toLowerCase() : '';
  return uuidPattern.test(plain) ? plain : notAUuid;
};

const notYesOrNo: Wrong = (field) => refuseInput('INPUT_NOT_YES_OR_NO', { field }, field);

const scalars: Readonly<Record<string, Scalar>> = {
  Line: textUpTo(lineLengthMax, true),
  Text: textUpTo(textLengthMax, false),
  String: textUpTo(textLengthMax, false),
  Email: checkEmail,
  Uri: checkUri,
  Date: checkDate,
  KnownAt: checkKnownAt,
  ID: checkId,
  UUID: checkUuid,
  Share: numberBetween(0, 1),
  Percent: numberBetween(0, 100),
  Count: numberBetween(0, countMax, true),
  Int: numberBetween(-2_147_483_648, 2_147_483_647, true),
  Float: numberBetween(-1e15, 1e15),
  Position: (value) => value,
  Boolean: (value) => (typeof value === 'boolean' ? value : notYesOrNo),
};

const oneOf = (allowed: readonly string[]): Scalar => {
  const codes: ReadonlySet<unknown> = new Set(allowed);
  const notOneOf: Wrong = (field) => refuseInput('INPUT_NOT_ONE_OF', { field, allowed }, field);
  return (value) => (codes.has(value) ? value : notOneOf);
};

/** Holds one text against a scalar of the SDL: its normal form, or what is wrong with it. */
export const checkText = (scalar: 'Line' | 'Text' | 'Date', value: string, field: string): string | Refusal => {
  const checked = scalars[scalar]!(value, none());
  return isWrong(checked) ? checked(field) : (checked as string);
};

/** Checks what stands in one place of an input; `at` and `name` together are its field. What is wrong goes to `found`. */
type Check = (value: unknown, at: string, name: string | number, refs: Refs, found: Refusal[]) => unknown;

const checkScalar =
  (scalar: Scalar): Check =>
  (value, at, name, refs, found) => {
    const checked = scalar(value, refs);
    return isWrong(checked) ? void found.push(checked(`${at}${name}`)) : checked;
  };

const checkList =
  (one: Check): Check =>
  (value, at, name, refs, found) => {
    const field = `${at}${name}`;
    if (!Array.isArray(value)) return void found.push(refuseInput('INPUT_NOT_A_LIST', { field }, field));
    if (value.length > listLengthMax) {
      const values = { field, length: value.length, max: listLengthMax };
      return void found.push(refuseInput('INPUT_LIST_TOO_LONG', values, field));
    }
    return value.map((item, index) => one(item, `${field}.`, index, refs, found));
  };

const refuseUnknown = (shape: object, value: object, within: string, found: Refusal[]): void => {
  for (const name of Object.keys(value))
    if (!Object.hasOwn(shape, name))
      found.push(refuseInput('INPUT_UNKNOWN_FIELD', { field: within + name }, within + name));
};

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const checkObject = (shape: Readonly<Record<string, FieldShape>>): Check => {
  // Made when it is first used: input types may hold one another.
  let fields: readonly { readonly name: string; readonly required: boolean; readonly check: Check }[] | undefined;
  return (value, at, name, refs, found) => {
    const field = `${at}${name}`;
    if (!isFields(value))
      return void found.push(refuseInput('INPUT_NOT_AN_OBJECT', { field: field || 'input' }, field || undefined));
    const within = field && `${field}.`;
    refuseUnknown(shape, value, within, found);
    fields ??= Object.entries(shape).map(([key, of]) => ({ name: key, required: of.required, check: checkOf(of) }));
    const checked: Record<string, unknown> = {};
    for (const { name: key, required, check } of fields) {
      const given = value[key];
      if (given !== undefined && given !== null) checked[key] = check(given, within, key, refs, found);
      else if (required) found.push(refuseInput('INPUT_MISSING', { field: within + key }, within + key));
    }
    return checked;
  };
};

const made = new Map<string, Check>();
const checkOfType = (type: string): Check => {
  const known = made.get(type);
  if (known) return known;
  const shape = inputShapes[type];
  const allowed = enumValues[type];
  const check = shape ? checkObject(shape) : checkScalar(allowed ? oneOf(allowed) : scalars[type]!);
  made.set(type, check);
  return check;
};

const checkOf = ({ type, list }: FieldShape): Check => (list ? checkList(checkOfType(type)) : checkOfType(type));

/**
 * Holds a value against an input type of the SDL: normalises text (NFC), turns every kind of id into a UUID, drops nulls,
 * and names everything that is wrong with it, each with its field (`at` is what all field paths begin with).
 */
export const checkInput = (type: string, value: unknown, refs: Refs, at = ''): Checked => {
  const refusals: Refusal[] = [];
  const checked = checkOfType(type)(value, '', at, refs, refusals);
  return refusals.length > 0 ? { refusals } : { value: checked };
};

/**
 * Holds an argument of a query against its scalar type: the normalised value, or the refusal. Ids stay as they are, since
 * no book is at hand to look numbers up in.
 */
export const checkArgument = (type: string, value: unknown, field: string): unknown => {
  if (type === 'ID') return value;
  const checked = scalars[type]?.(value, none()) ?? value;
  return isWrong(checked) ? checked(field) : checked;
};
