import { decisionLabels } from '#book';
import type { Refusal } from '#kernel';
import { enumValues } from '#schema';
import { refuse } from './import.words.js';
import { plainHeading } from './sheet.js';

/** What a cell says, or what is wrong with it; `field` is put in when it is told. */
export type ReadCell<Value> = (text: string) => Value | Refusal;

/** A cell's text inside a sentence is quoted, so that it is never taken for a date or a code of ours. */
export const quoted = (text: string): string => `“${text}”`;

/** A whole number as Nordic spreadsheets write it: `1234`, `1 234`, `1234,0`. Not `1.234`, which is one or a thousand. */
export const readCount: ReadCell<number> = (text) => {
  const values = { field: '', text: quoted(text) };
  if (/^\d{1,3}([.,]\d{3})+$/.test(text)) return refuse('CELL_COUNT_AMBIGUOUS', values);
  const plain = /^(\d{1,3}(?:[\s'’]\d{3})+|\d+)(?:[.,]0{1,2})?$/.exec(text)?.[1];
  return plain === undefined ? refuse('CELL_NOT_A_COUNT', values) : Number(plain.replace(/\D/g, ''));
};

const isoDay = /^(\d{4})-(\d{2})-(\d{2})$/;
const nordicDay = /^(\d{1,2})(?:\.\s?|\/|-)(\d{1,2})(?:\.\s?|\/|-|\s)(\d{4})$/;

/** A day: `2018-01-31`, `31.01.2018`, `31.1.2018`, `31-01-2018`, `31/1/2018` or `31/1 2018`. The day stands before the month. */
export const readDay: ReadCell<string> = (text) => {
  const nordic = nordicDay.exec(text);
  const iso = nordic ? `${nordic[3]}-${nordic[2]!.padStart(2, '0')}-${nordic[1]!.padStart(2, '0')}` : text;
  const day = isoDay.test(iso) ? new Date(`${iso}T00:00:00Z`) : undefined;
  const exists = day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso);
  return exists ? iso : refuse('CELL_NOT_A_DAY', { field: '', text: quoted(text) });
};

const yes = new Set(['yes', 'y', 'ja', 'j', 'true', '1', 'x', 'sann', 'sant', 'sand']);
const no = new Set(['no', 'n', 'nei', 'nej', 'false', '0', 'usann', 'falsk', 'falskt']);

export const readFlag: ReadCell<boolean> = (text) => {
  const plain = text.toLowerCase();
  if (yes.has(plain)) return true;
  return no.has(plain) ? false : refuse('CELL_NOT_YES_OR_NO', { field: '', text: quoted(text) });
};

/** Several values in one cell, separated by `|` or by line breaks. */
export const readList: ReadCell<readonly string[]> = (text) =>
  text
    .split(/[|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** One line of text: a line break in a cell, made to fit its width, reads as a space. */
export const readLine: ReadCell<string> = (text) => text.replace(/\s*\n\s*/g, ' ');

export const readText: ReadCell<string> = (text) => text;

const questionByWord = new Map(
  enumValues['LeadershipQuestion']!.flatMap((code) =>
    [code, ...Object.values(decisionLabels[code]!)].map((word) => [plainHeading(word), code] as const),
  ),
);

/** One of the ten questions, by its code or by its words in any of the languages (`technology and data`, `etikk og jus`). */
export const readQuestion: ReadCell<string> = (text) =>
  questionByWord.get(plainHeading(text)) ?? refuse('CELL_NOT_A_QUESTION', { field: '', text: quoted(text) });

/** What a number or name is compared by: without spaces and case. */
export const plainKey = (text: string): string => text.normalize('NFC').replace(/\s/g, '').toLowerCase();
