import type { Position, StoredEvent } from '../port.js';
import type { Connection } from './ledger-file.js';
import { type LedgerFinding, restore } from './ledger-finding.js';
import { isDamage, reasonOf } from './sqlite-faults.js';

interface Row {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  readonly dataBytes: bigint;
  readonly metadataBytes: bigint;
}

const select = `SELECT position, stream, revision, id, type, data, metadata,
  octet_length(data) AS dataBytes, octet_length(metadata) AS metadataBytes FROM event`;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a text holds, or what is wrong with it. */
type Parsed = readonly [value: unknown, flaw: string | undefined];

/** Bytes that are no UTF-8 come from the driver as U+FFFD, which takes another number of bytes than most of them. */
const parsed = (name: string, text: string, bytes: bigint): Parsed => {
  if (Buffer.byteLength(text) !== Number(bytes)) return [undefined, `its ${name} is not UTF-8`];
  try {
    const value = JSON.parse(text) as unknown;
    return [value, JSON.stringify(value) === text ? undefined : `its ${name} is not as Wavebook writes it`];
  } catch {
    return [undefined, `its ${name} is not JSON`];
  }
};

const rowFlaw = (row: Row, examine?: (event: StoredEvent) => unknown): string | undefined => {
  if (!uuid.test(row.id)) return `its id, ${row.id}, is not a UUID`;
  const [data, dataFlaw] = parsed('data', row.data, row.dataBytes);
  const [metadata, metadataFlaw] = parsed('metadata', row.metadata, row.metadataBytes);
  const flaw = dataFlaw ?? metadataFlaw;
  if (flaw) return flaw;
  const { position, stream, revision, id, type } = row;
  try {
    examine?.({ position, stream, revision, id, type, data, metadata });
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
};

/** Goes through all events in order, some at a time, and notes what is not as it was written. */
export class EventScan {
  readonly findings: LedgerFinding[] = [];
  more = false;
  events = 0;
  head: Position = 0n;
  readonly #revisions = new Map<string, bigint>();
  /** Where the first event of a stream stands; unknown behind events that could not be read. */
  #first: bigint | undefined = 0n;
  readonly #forwards;
  readonly #backwards;
  readonly #last;

  constructor(
    db: Connection,
    private readonly findingsMax: number,
    private readonly examine?: (event: StoredEvent) => unknown,
  ) {
    // Not `position > ?`: that looks at the page before, which may be the one that is damaged.
    this.#forwards = db.prepare<[bigint, number], Row>(`${select} WHERE position >= ? ORDER BY position LIMIT ?`);
    this.#backwards = db.prepare<[], Row>(`${select} ORDER BY position DESC`);
    this.#last = db.prepare<[], bigint | null>('SELECT max(position) FROM event').pluck();
  }

  get streams(): number {
    return this.#revisions.size;
  }

  headPosition(): number {
    return Number(this.#last.get() ?? 0n);
  }

  /** Takes so many more events; false when there are none. */
  next(count: number): boolean {
    const before = this.head;
    try {
      for (const row of this.#forwards.iterate(this.head + 1n, count)) this.#take(row);
    } catch (error) {
      if (!isDamage(error)) throw error;
      return this.#skip(error);
    }
    return this.head > before;
  }

  #take(row: Row): void {
    if (row.position !== this.head + 1n) this.#missing(row.position);
    this.head = row.position;
    this.events++;
    const last = this.#revisions.get(row.stream);
    const expected = last === undefined ? (this.#first ?? row.revision) : last + 1n;
    // One gap is one finding: what follows it is counted from there.
    this.#revisions.set(row.stream, row.revision);
    const flaw = `it is at revision ${row.revision} where ${expected} should follow`;
    if (row.revision !== expected) this.#find('EVENT_MISPLACED', row.position, this.#about(row, flaw));
    const broken = rowFlaw(row, this.examine);
    if (broken) this.#find('EVENT_BROKEN', row.position, this.#about(row, broken));
  }

  #about({ position, stream, type }: Row, flaw: string): string {
    return `The event at position ${position} (${type} in ${stream}): ${flaw}.`;
  }

  #missing(next: bigint): void {
    const from = this.head + 1n;
    const places = from === next - 1n ? `Position ${from} is` : `Positions ${from} to ${next - 1n} are`;
    this.#find('EVENTS_MISSING', from, `${places} missing; positions have no gaps.`);
  }

  /** Behind damaged pages: from the end back to the last event that can be read. False when there is none. */
  #skip(error: unknown): boolean {
    let next: Row | undefined;
    try {
      for (const row of this.#backwards.iterate()) {
        if (row.position <= this.head) break;
        next = row;
      }
    } catch (again) {
      if (!isDamage(again)) throw again;
    }
    const from = this.head + 1n;
    const to = next ? `to ${next.position - 1n}` : 'on';
    this.#find('EVENTS_UNREADABLE', from, `Events from position ${from} ${to} cannot be read: ${reasonOf(error)}.`);
    // Where the way back did not lead behind the damage, there is no other one.
    if (!next || next.position === from) return false;
    this.head = next.position - 1n;
    this.#revisions.clear();
    this.#first = undefined;
    return this.next(1);
  }

  #find(flaw: LedgerFinding['flaw'], position: Position, found: string): void {
    if (this.findings.length < this.findingsMax) this.findings.push({ flaw, position, found, remedy: restore });
    else this.more = true;
  }
}
