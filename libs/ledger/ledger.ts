import type { Actor, Catalogue, Context, Event, Evidence, Instant, Line, LocalDate, Recorded, Refusal } from '#kernel';
import type { EventStore } from '#event-store';
import type { Vault } from '#privacy';

/** What the caller says of the record itself, beside what happened. */
export interface SubmittedRecord {
  /** UUID; the same id with the same payload gives the first outcome and writes nothing twice. A new one when absent. */
  readonly commandId?: string | undefined;
  /** The revision of the book that the caller has seen. */
  readonly expectedRevision?: bigint | undefined;
  /** The day on which it was true in the world; today when absent. */
  readonly occurredOn?: LocalDate | undefined;
  readonly evidence?: readonly Evidence[] | undefined;
  readonly legalBasis?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
}

/** What of a record is the caller's own text and days, for the domain to check. */
export type RecordContent = Pick<SubmittedRecord, 'occurredOn' | 'evidence' | 'legalBasis'>;

/** The domain, as the ledger needs it: how a book folds and how a command is decided. All pure. */
export interface Model<State> {
  /** The state of an empty book. Immutable, as every state is. */
  readonly initial: State;
  evolve(state: State, line: Line): State;
  /** Validates the input too. An empty list never comes. */
  decide(command: string, input: unknown, state: State, context: Context): readonly Event[] | readonly Refusal[];
  /** Checks and normalises what the caller says of the record, where the edge has not done so. */
  checkRecord?(record: RecordContent): { readonly value: RecordContent } | { readonly refusals: readonly Refusal[] };
}

/** A command, as it comes to the ledger. */
export interface Submission {
  /** UUID of the book; absent: a new book is opened. */
  readonly programmeId?: string | undefined;
  readonly command: string;
  /** Plain JSON. */
  readonly input: unknown;
  readonly actor: Actor;
  readonly record?: SubmittedRecord | undefined;
}

/** The command was taken: its lines are durable. */
export interface Accepted {
  readonly accepted: true;
  readonly programmeId: string;
  /** Position of the last line that the command wrote: what a read model must have reached to show it. */
  readonly position: bigint;
  /** Revision of that line in its book. */
  readonly revision: bigint;
  readonly events: readonly Recorded[];
  /** The command had been written before; this is its first outcome. */
  readonly repeated: boolean;
}

/** The command broke rules: nothing was written. */
export interface Refused {
  readonly accepted: false;
  readonly refusals: readonly Refusal[];
}

export type Outcome = Accepted | Refused;

/** What a ledger is made of. */
export interface LedgerParts<State> {
  readonly store: EventStore;
  readonly catalogue: Catalogue;
  readonly model: Model<State>;
  readonly vault: Vault;
  readonly now?: () => Date;
  /** IANA name; days are counted in it. Europe/Oslo when absent. */
  readonly timeZone?: string;
  /** Books kept folded in memory, the least recently used dropped first; 500 when absent. */
  readonly hotBooksMax?: number;
  /** First pause before a repeated attempt, doubled each time; 50 when absent. */
  readonly retryDelayMs?: number;
  /** Told of each command when it is taken up, before it is decided, with the ids that its lines will bear. */
  readonly onTaken?: ((submission: Submission, ids: TakenIds) => void) | undefined;
}

export interface TakenIds {
  readonly commandId: string;
  readonly correlationId: string;
}

/** The way in to the books: every command goes through here. */
export interface Ledger<State> {
  /**
   * Decides a command on its book and writes what follows. Resolves when everything that the answer rests on is durable.
   * Rejects on faults alone; then the outcome is unknown: ask again with the same command id.
   */
  submit(submission: Submission): Promise<Outcome>;
  /** A book as it stands on the disk; undefined when there is none. */
  book(programmeId: string): Promise<{ readonly state: State; readonly revision: bigint } | undefined>;
  /** The current day in the ledger's time zone. */
  today(): LocalDate;
  readonly timeZone: string;
  /** The calendar day of a moment in the ledger's time zone. */
  dayOf(instant: Instant): LocalDate;
  /** Takes no more commands, and resolves when those taken are answered. The store and the vault stay open. */
  close(): Promise<void>;
}
