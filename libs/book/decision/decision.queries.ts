import { addDays, daysBetween, plainId } from '#kernel';
import { type Connection, connection } from '#read-models';
import type { QueryDecisionsArgs, QueryDecisionsDueArgs, QueryNonDecisionsArgs } from '#schema';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Reading } from '../reading.js';
import { among, containing } from '../searching.js';
import type { Tables } from '../tables.js';

type DecisionTable = Tables['decision'];
type Wanted = SelectQueryBuilder<Tables, 'decision', DecisionTable>;

const ofProgramme = ({ db }: Reading, programmeId: string): Wanted =>
  db.selectFrom('decision').selectAll().where('programmeId', '=', plainId(programmeId));

const withWords = (wanted: Wanted, text: string): Wanted => {
  const words = text.split(/\s+/).filter(Boolean);
  return words.reduce(
    (narrowed, word) =>
      narrowed.where(({ ref }) => sql<boolean>`${ref('searchText')} like ${containing(word)} escape '\\'`),
    wanted,
  );
};

/** What narrows the list down, by the argument that asks for it. */
const filters: {
  readonly [Name in keyof QueryDecisionsArgs]?: (
    wanted: Wanted,
    value: NonNullable<QueryDecisionsArgs[Name]>,
  ) => Wanted;
} = {
  status: (wanted, statuses) => wanted.where(among('status', statuses)),
  question: (wanted, questions) => wanted.where(among('question', questions)),
  forum: (wanted, forum) => wanted.where('forum', '=', forum.normalize('NFC')),
  dueBefore: (wanted, day) => wanted.where('dueBy', '<', day),
  dueAfter: (wanted, day) => wanted.where('dueBy', '>', day),
  overdue: (wanted, overdue) => wanted.where('overdue', '=', overdue),
  text: withWords,
};

const narrowed = <Name extends keyof QueryDecisionsArgs>(
  wanted: Wanted,
  name: Name,
  args: QueryDecisionsArgs,
): Wanted => {
  const value = args[name];
  return value === undefined || value === null ? wanted : (filters[name]?.(wanted, value) ?? wanted);
};

/** The decisions of a programme, the earliest due day first. */
export const listDecisions = (reading: Reading, args: QueryDecisionsArgs): Promise<Connection<DecisionTable>> => {
  const wanted = (Object.keys(filters) as (keyof QueryDecisionsArgs)[]).reduce(
    (soFar, name) => narrowed(soFar, name, args),
    ofProgramme(reading, args.programmeId),
  );
  return connection(wanted, args, { orderBy: [['dueBy', 'asc']] });
};

const mapped = <Row, Shown>(page: Connection<Row>, show: (row: Row) => Shown): Connection<Shown> => ({
  ...page,
  edges: page.edges.map(({ node, cursor }) => ({ node: show(node), cursor })),
});

/** No day that an input takes lies further off, and a year keeps its four digits. */
const daysAheadMax = 100_000;

/** Decisions to make and to look at again until so many days from today, the most urgent first. */
export const listDecisionsDue = async (reading: Reading, args: QueryDecisionsDueArgs) => {
  const until = addDays(reading.today, Math.min(args.withinDays, daysAheadMax));
  const wanted = ofProgramme(reading, args.programmeId).where('nextDueOn', '<=', until);
  const due = await connection(wanted, args, { orderBy: [['nextDueOn', 'asc']] });
  return mapped(due, (decision) => ({
    decision,
    kind: decision.status === 'TAKEN' ? ('REVIEW' as const) : ('DECISION' as const),
    dueOn: decision.nextDueOn!,
    daysLeft: daysBetween(reading.today, decision.nextDueOn!),
  }));
};

/** What was left undecided, the longest first. */
export const listNonDecisions = async (reading: Reading, args: QueryNonDecisionsArgs) => {
  const wanted = ofProgramme(reading, args.programmeId).where((is) =>
    is.or([is('overdue', '=', true), is('status', '=', 'NOT_TAKEN')]),
  );
  const left = await connection(wanted, args, { orderBy: [['dueBy', 'asc']] });
  return mapped(left, (decision) => ({
    decision,
    daysOverdue: daysBetween(decision.dueBy, decision.acknowledgedOn ?? reading.today),
    acknowledged: decision.status === 'NOT_TAKEN',
    consequence: decision.consequenceOfNonDecision,
  }));
};

const present = <T>(value: T | undefined): value is T => value !== undefined;

/** The earlier decisions whose place it took, in that order. */
export const earlierDecisionsOf = async (
  { load }: Reading,
  decision: DecisionTable,
): Promise<readonly DecisionTable[]> =>
  (await Promise.all(decision.supersedesIds.map((id) => load('decision', id)))).filter(present);
