import { type Actor, type Recorded, plainId } from '#kernel';
import { type Connection, type ConnectionArguments, connection, connectionOf } from '#read-models';
import type {
  OverriddenRule,
  QueryActorsArgs,
  QueryCorrectionsArgs,
  QueryErasureRegisterArgs,
  QueryOverridesArgs,
  QueryRetroactiveEntriesArgs,
} from '#schema';
import type { BookEvent } from '../book.state.js';
import { recordedDaysLater } from '../history/history.queries.js';
import { everyLine, findLine, linesWhere } from '../history/line-page.js';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';

type Told = Recorded<BookEvent>;
type Paged = ConnectionArguments & { readonly programmeId: string };

const withPlainId = <Args extends Paged>(args: Args): Args => ({ ...args, programmeId: plainId(args.programmeId) });

/** The nodes of a page, shown in another way. */
const shown = async <From, To>(page: Connection<From>, show: (node: From) => Promise<To>): Promise<Connection<To>> => ({
  ...page,
  edges: await Promise.all(page.edges.map(async ({ node, cursor }) => ({ cursor, node: await show(node) }))),
});

/** What was written down later than it happened, by at least so many days. */
export const retroactiveEntries = (
  reading: Reading,
  args: QueryRetroactiveEntriesArgs,
): Promise<Connection<Recorded>> =>
  linesWhere(reading, withPlainId(args), (line) => recordedDaysLater(reading, line) >= Math.max(1, args.minDays ?? 1));

export interface Correction {
  /** The line that corrects. */
  readonly event: Recorded;
  /** The line that told it wrongly. */
  readonly corrected: Recorded | null;
  readonly field: string;
  readonly previously: string | null;
  readonly value: string;
  readonly reason: string;
}

type DayCorrected = Extract<Told, { type: 'OccurredOnCorrected' }>;
type RecordCorrected = Extract<Told, { type: 'DecisionRecordCorrected' }>;
type RecordField = RecordCorrected['data']['field'];

/** The line of a decision's life that tells a part of its record first. */
const firstTold: Readonly<Record<RecordField, Told['type']>> = {
  TITLE: 'DecisionNeedIdentified',
  FORUM: 'DecisionNeedIdentified',
  CORE_TASK_VALUE: 'DecisionProposed',
  CONSEQUENCES: 'DecisionProposed',
  RATIONALE: 'DecisionTaken',
  EFFECTIVE_FROM: 'DecisionTaken',
  REVIEW_ON: 'DecisionTaken',
  OPERATIONS_OWNER: 'DecisionTaken',
};

const ofDay = async (reading: Reading, event: DayCorrected): Promise<Correction> => {
  const { revision, previously, occurredOn, reason } = event.data;
  const corrected = (await findLine(reading, event.programmeId, { id: event.data.eventId, revision })) ?? null;
  return { event, corrected, field: 'OCCURRED_ON', previously, value: occurredOn, reason };
};

const ofRecord = async (reading: Reading, event: RecordCorrected): Promise<Correction> => {
  const { decisionId, field, value, reason } = event.data;
  const row = await reading.load('decision', decisionId);
  const sources = (row?.sources ?? []).map(BigInt).filter((position) => position < event.position);
  const lines = (await reading.linesAt(sources)) as readonly Told[];
  const isOfField = (line: Told) =>
    line.type === firstTold[field] || (line.type === 'DecisionRecordCorrected' && line.data.field === field);
  const earlier = lines.filter((line) => line.type === 'DecisionRecordCorrected').length;
  return {
    event,
    corrected: lines.findLast(isOfField) ?? null,
    field,
    previously: row?.corrections[earlier]?.previously ?? null,
    value,
    reason,
  };
};

/** What in the book turned out to be wrong and was put right: days, and what decisions' records say. */
export const listCorrections = async (
  reading: Reading,
  args: QueryCorrectionsArgs,
): Promise<Connection<Correction>> => {
  const isCorrection = ({ type }: Recorded) => type === 'OccurredOnCorrected' || type === 'DecisionRecordCorrected';
  const page = await linesWhere(reading, withPlainId(args), isCorrection);
  return shown(page as Connection<DayCorrected | RecordCorrected>, (event) =>
    event.type === 'OccurredOnCorrected' ? ofDay(reading, event) : ofRecord(reading, event),
  );
};

export interface Override {
  readonly event: Recorded;
  readonly rule: OverriddenRule;
  readonly ground: string | null;
  readonly decision: Tables['decision'] | null;
}

/** Which rule a line stepped over; undefined where it kept to all of them. */
const overriddenBy = (line: Told): OverriddenRule | undefined => {
  if (line.type === 'WaveOpened' && line.data.overrideDecisionId !== undefined) return 'WAVE_WITHOUT_PILOT';
  if (line.type === 'DecisionTaken' && line.data.involvementWaiver !== undefined) return 'INVOLVEMENT_MISSING';
  return undefined;
};

const overrideOf = async (reading: Reading, line: Told): Promise<Override> => {
  const rule = overriddenBy(line)!;
  const { overrideDecisionId, decisionId, involvementWaiver } = line.data as Record<string, string | undefined>;
  const decision = (await reading.load('decision', (overrideDecisionId ?? decisionId)!)) ?? null;
  return { event: line, rule, ground: involvementWaiver ?? decision?.rationale ?? null, decision };
};

/** Where a rule was stepped over, openly and on a ground. */
export const listOverrides = async (reading: Reading, args: QueryOverridesArgs): Promise<Connection<Override>> => {
  const page = await linesWhere(reading, withPlainId(args), (line) => overriddenBy(line as Told) !== undefined);
  return shown(page as Connection<Told>, (line) => overrideOf(reading, line));
};

/** Who asked for a person's data to be erased, what was decided, by whom and on what ground; the oldest first. */
export const erasureRegister = (reading: Reading, args: QueryErasureRegisterArgs) => {
  const wanted = reading.db.selectFrom('erasure').selectAll().where('programmeId', '=', plainId(args.programmeId));
  return connection(wanted, args, { orderBy: [['requestedOn', 'asc']] });
};

/** The actors of the lines that an erasure was asked for and decided with. */
export const actorsOfErasure = async ({ linesAt }: Reading, { sources }: Tables['erasure']) => {
  const [asked, decided] = await linesAt(sources.map(BigInt));
  return { requestedBy: asked!.actor, decidedBy: decided?.actor ?? null };
};

export interface BookActor {
  readonly programmeId: string;
  readonly actor: Actor;
  readonly lines: number;
  readonly commands: number;
  readonly firstRecordedAt: string;
  readonly lastRecordedAt: string;
  readonly types: readonly { readonly type: string; readonly lines: number }[];
}

const actorKey = ({ id, role }: Actor): string => `${role}/${id}`;

/** What one of those who wrote in a book wrote, counted as its lines go by. */
class Writing {
  readonly #types = new Map<string, number>();
  readonly #commands = new Set<string>();
  #last: Recorded;

  constructor(private readonly first: Recorded) {
    this.#last = first;
  }

  take(line: Recorded): void {
    this.#types.set(line.type, (this.#types.get(line.type) ?? 0) + 1);
    this.#commands.add(line.commandId);
    this.#last = line;
  }

  told(): BookActor {
    const types = [...this.#types].map(([type, lines]) => ({ type, lines }));
    return {
      programmeId: this.first.programmeId,
      actor: this.first.actor,
      lines: types.reduce((sum, { lines }) => sum + lines, 0),
      commands: this.#commands.size,
      firstRecordedAt: this.first.recordedAt,
      lastRecordedAt: this.#last.recordedAt,
      types: types.toSorted((a, b) => b.lines - a.lines || (a.type < b.type ? -1 : 1)),
    };
  }
}

/** Everybody who wrote in a book, by pseudonym and role, in the order in which they first did. */
export const listActors = async (reading: Reading, args: QueryActorsArgs): Promise<Connection<BookActor>> => {
  const writings = new Map<string, Writing>();
  for await (const line of everyLine(reading, plainId(args.programmeId))) {
    const key = actorKey(line.actor);
    const writing = writings.get(key) ?? new Writing(line);
    writings.set(key, writing);
    writing.take(line);
  }
  const told = [...writings.values()].map((writing) => writing.told());
  return connectionOf(told, args, ({ actor }) => actorKey(actor));
};
