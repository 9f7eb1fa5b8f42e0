import type { LocalDate } from '#kernel';
import { type Connection, connection } from '#read-models';
import type { ProgrammeStatus, QueryProgrammesArgs } from '#schema';
import { byDay } from '../by-day.js';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';

/** All programmes, by name. */
export const listProgrammes = (
  { db }: Reading,
  args: QueryProgrammesArgs,
): Promise<Connection<Tables['programme']>> => {
  const all = db.selectFrom('programme').selectAll();
  const wanted = args.status?.length ? all.where('status', 'in', args.status as ProgrammeStatus[]) : all;
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
