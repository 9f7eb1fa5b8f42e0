import type { LocalDate } from '#kernel';
import type { Table } from '#read-models';

type Row = Pick<Table<unknown>, 'sources'>;

/** Orders rows by a day of theirs, the earliest first; those of one day in the order in which the book tells of them. */
export const byDay =
  <R extends Row>(dayOf: (row: R) => LocalDate) =>
  (a: R, b: R): number => {
    const [dayA, dayB] = [dayOf(a), dayOf(b)];
    if (dayA !== dayB) return dayA < dayB ? -1 : 1;
    return Number(BigInt(a.sources[0]!) - BigInt(b.sources[0]!));
  };
