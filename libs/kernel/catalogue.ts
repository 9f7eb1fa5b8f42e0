import { z } from 'zod';
import type { Event, EventDefinition, Line, Recorded } from './event.js';
import { type QuickCheck, quickCheckOf } from './quick-check.js';

/** An event as an event store holds it: names and JSON, no meaning. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
}

/** A stored event that this build cannot read. It is named, never skipped. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  constructor(
    readonly code: 'EVENT_UNKNOWN' | 'EVENT_BROKEN',
    readonly event: Pick<StoredEvent, 'id' | 'type' | 'stream' | 'revision' | 'position'>,
    detail: string,
  ) {
    super(
      `${code}: ${event.type} ${event.id} at ${event.stream}@${event.revision} (position ${event.position}): ${detail}`,
    );
  }
}

/** Turns the data of an older version into the next: `from` → `from + 1`. */
export interface Upcaster {
  readonly type: string;
  readonly from: number;
  readonly upcast: (data: unknown) => unknown;
}

const streamPrefix = 'programme-';
/** The stream that holds a programme's book. */
export const streamOf = (programmeId: string): string => streamPrefix + programmeId;

/** Whose book a stream is; undefined for one that is no book. */
export const programmeOf = (stream: string): string | undefined =>
  stream.startsWith(streamPrefix) ? stream.slice(streamPrefix.length) : undefined;
/** What the ledger records of itself, such as a new key: it is in the order of all events, and in no programme's book. */
export const ledgerStream = 'ledger';

const metadataSchema = z.strictObject({
  version: z.int().positive(),
  occurredOn: z.iso.date(),
  recordedAt: z.iso.datetime(),
  actor: z.strictObject({
    id: z.string(),
    role: z.enum(['admin', 'manager', 'contributor', 'auditor', 'viewer', 'system']),
  }),
  commandId: z.uuid(),
  commandDigest: z.string().optional(),
  correlationId: z.uuid(),
  causationId: z.uuid().optional(),
  evidence: z.array(
    z.strictObject({
      title: z.string(),
      uri: z.string().optional(),
      evidenceDate: z.iso.date().optional(),
      synthetic: z.boolean().optional(),
    }),
  ),
  legalBasis: z.string().optional(),
});

type Metadata = z.output<typeof metadataSchema>;
const isMetadata = quickCheckOf(metadataSchema);

/** As the schema takes the value: almost every one is right as it stands, which a quick check tells for a tenth. */
const taken = <Value>(
  schema: z.ZodType<Value>,
  isRight: QuickCheck,
  value: unknown,
  broken: (flaw: string) => Error,
): Value => {
  if (isRight(value)) return value as Value;
  const checked = schema.safeParse(value);
  if (!checked.success) throw broken(z.prettifyError(checked.error));
  return checked.data;
};

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** Written out, field by field: to spread the metadata into the line costs more than to check it. */
const lineOf = (stored: StoredEvent, version: number, data: unknown, metadata: Metadata): Recorded => {
  const { commandDigest, causationId, legalBasis } = metadata;
  const line: Mutable<Recorded> = {
    id: stored.id,
    type: stored.type,
    version,
    data,
    programmeId: stored.stream.slice(streamPrefix.length),
    revision: stored.revision,
    position: stored.position,
    occurredOn: metadata.occurredOn,
    recordedAt: metadata.recordedAt,
    actor: metadata.actor,
    commandId: metadata.commandId,
    correlationId: metadata.correlationId,
    evidence: metadata.evidence,
  };
  if (commandDigest !== undefined) line.commandDigest = commandDigest;
  if (causationId !== undefined) line.causationId = causationId;
  if (legalBasis !== undefined) line.legalBasis = legalBasis;
  return line;
};

/** All events that this build knows: writes them, and reads every version that was ever released. */
export interface Catalogue<E extends Event = Event> {
  readonly definitions: ReadonlyMap<string, EventDefinition>;
  /** What the store shall hold of a line. Throws a fault when the data breaks the event's own schema. */
  encode(line: Line): Pick<StoredEvent, 'id' | 'type' | 'data' | 'metadata'>;
  /** The line that the store held, upcast and validated. @throws UnreadableEvent */
  decode(stored: StoredEvent): Recorded<E>;
}

/** Puts the definitions of a domain's events, and the upcasters of their older versions, into one catalogue. */
export const catalogueOf = <E extends Event>(
  definitions: readonly EventDefinition[],
  upcasters: readonly Upcaster[] = [],
): Catalogue<E> => {
  const byType = new Map(definitions.map((definition) => [definition.type, definition]));
  if (byType.size !== definitions.length) throw new Error('two events have the same name');
  const checkOf = new Map(definitions.map(({ type, schema }) => [type, quickCheckOf(schema)]));
  const upcasterOf = new Map(upcasters.map((u) => [`${u.type}@${u.from}`, u.upcast]));

  const upcast = (stored: StoredEvent, definition: EventDefinition, version: number): unknown => {
    if (version > definition.version)
      throw new UnreadableEvent(
        'EVENT_UNKNOWN',
        stored,
        `version ${version} is newer than this build, which knows ${definition.version}`,
      );
    let data = stored.data;
    for (let from = version; from < definition.version; from++) {
      const next = upcasterOf.get(`${stored.type}@${from}`);
      if (!next) throw new UnreadableEvent('EVENT_UNKNOWN', stored, `version ${from} has no upcaster`);
      data = next(data);
    }
    return data;
  };

  return {
    definitions: byType,
    encode(line) {
      const { id, type, version, data, programmeId: _programme, revision: _revision, ...metadata } = line;
      const definition = byType.get(type);
      if (!definition) throw new Error(`there is no event ${type}`);
      taken(definition.schema, checkOf.get(type)!, data, (flaw) => new Error(`${type} breaks its own schema: ${flaw}`));
      return { id, type, data, metadata: { version, ...metadata } };
    },
    decode(stored) {
      const definition = byType.get(stored.type);
      if (!definition) throw new UnreadableEvent('EVENT_UNKNOWN', stored, 'this build knows no such event');
      const broken = (flaw: string) => new UnreadableEvent('EVENT_BROKEN', stored, flaw);
      const metadata = taken<Metadata>(metadataSchema, isMetadata, stored.metadata, broken);
      const current = upcast(stored, definition, metadata.version);
      const data = taken(definition.schema, checkOf.get(stored.type)!, current, broken);
      return lineOf(stored, definition.version, data, metadata) as Recorded<E>;
    },
  };
};
