import type { Actor, Instant, LocalDate, Role } from '#kernel';

/** What was read: somebody's personal data, or a proof. */
export type ReadKind = 'PERSONAL_DATA' | 'PROOF';

/** One reading of one thing. */
export interface Read {
  readonly actor: Actor;
  readonly kind: ReadKind;
  /** Plain id; null for what belongs to the whole ledger, such as a checkpoint. */
  readonly programmeId: string | null;
  /** The person's id, the event's id, or what else was read of the log, such as `checkpoint`. */
  readonly subject: string;
}

/** What one actor read of one thing on one day. */
export interface ReadEntry extends Read {
  readonly id: number;
  readonly day: LocalDate;
  readonly times: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/** Which entries are wanted. */
export interface WantedReads {
  /** Entries of these programmes alone; all, those of the whole ledger among them, when absent. */
  readonly programmes?: ReadonlySet<string> | undefined;
  readonly programmeId?: string | undefined;
  readonly kind?: ReadKind | undefined;
  readonly actorId?: string | undefined;
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
}

/** A stretch of entries, by their ids: those beyond one, at most so many, from the newest on or from the oldest. */
export interface ReadsPage {
  readonly below?: number | undefined;
  readonly above?: number | undefined;
  readonly max: number;
  readonly oldestFirst: boolean;
}

export interface ReadLogClock {
  now(): Date;
  /** The calendar day that it is in the ledger's time zone. */
  today(): LocalDate;
}

/** Who read personal data and proofs. Kept apart from the books, which tell what happened in a programme. */
export interface ReadLog {
  /** Resolves when it is written; nothing is told before. What is read in one turn is written in one transaction. */
  record(read: Read): Promise<void>;
  list(wanted: WantedReads, page: ReadsPage): Promise<readonly ReadEntry[]>;
  count(wanted: WantedReads): Promise<number>;
  close(): Promise<void>;
}

/** Reads cannot be kept. The message says why, and what to do. */
export class ReadLogError extends Error {
  override readonly name = 'ReadLogError';
}

/** A read as every engine gives it: '' stands for the whole ledger. */
export interface ReadRow extends Omit<ReadEntry, 'actor' | 'programmeId'> {
  readonly actorId: string;
  readonly role: Role;
  readonly programmeId: string;
}

export const entryOf = ({ actorId, role, programmeId, ...rest }: ReadRow): ReadEntry => ({
  ...rest,
  actor: { id: actorId, role },
  programmeId: programmeId === '' ? null : programmeId,
});
