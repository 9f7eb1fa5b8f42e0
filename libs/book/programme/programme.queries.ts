import type { LocalDate } from '#kernel';
import { type Connection, connection } from '#read-models';
import type { QueryProgrammesArgs } from '#schema';
import { byDay } from '../by-day.js';
import type { Reading } from '../reading.js';
import { among } from '../searching.js';
import type { Tables } from '../tables.js';

/** All programmes that there are for the reader, by name. */
export const listProgrammes = (
  { db, programmes }: Reading,
  args: QueryProgrammesArgs,
): Promise<Connection<Tables['programme']>> => {
  const any = db.selectFrom('programme').selectAll();
  const all = programmes ? any.where(among('key', [...programmes])) : any;
  const wanted = args.status ? all.where(among('status', args.status)) : all;
  return connection(wanted, args, { orderBy: [['name', 'asc']] });
};

/** What a programme rolls out, in the order in which it joined. */
export const solutionsOf = async ({ loadBy }: Reading, programmeId: string): Promise<readonly Tables['solution'][]> =>
  (await loadBy('solution', 'programmeId', programmeId)).toSorted(byDay(({ addedOn }) => addedOn));

/** What was taken to the top leader, the earliest answer date first. */
export const escalationsOf = async (
  { loadBy }: Reading,
  programmeId: string,
): Promise<readonly Tables['escalation'][]> =>
  (await loadBy('escalation', 'programmeId', programmeId)).toSorted(byDay(({ answerDueBy }) => answerDueBy));

export const isOverdue = (escalation: Tables['escalation'], today: LocalDate): boolean =>
  escalation.status === 'RAISED' && escalation.answerDueBy < today;
