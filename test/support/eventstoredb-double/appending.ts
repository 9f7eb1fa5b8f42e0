import { setTimeout as delay } from 'node:timers/promises';
import type { Connections } from './connections.js';
import type { Faults } from './fault.js';
import type { ProposedEvent } from './log-event.js';
import { uuidText, type UUID } from './protocol.js';
import type { Expected, Outcome, Writer } from './writer.js';

/** What becomes of an append, as whoever asked for it hears it. */
export type Answer = Exclude<Outcome, { kind: 'under way' }> | { readonly kind: 'timed out' };

interface Proposed {
  getId(): UUID | undefined;
  getMetadataMap(): { get(name: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

/** @throws Error when something is missing or wrong: the server calls that a bad request */
export const proposedEventOf = (message: Proposed): ProposedEvent => {
  const type = message.getMetadataMap().get('type') ?? '';
  if (type === '') throw new Error("Empty eventType provided. (Parameter 'eventType')");
  return {
    id: uuidText(message.getId()),
    type,
    isJson: message.getMetadataMap().get('content-type') === 'application/json',
    data: Buffer.from(message.getData_asU8()),
    metadata: Buffer.from(message.getCustomMetadata_asU8()),
  };
};

export interface Append {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly ProposedEvent[];
}

export interface AppendingParts {
  readonly writer: Writer;
  readonly faults: Faults;
  readonly connections: Connections;
  /** For how long the server waits for its disk before it says that the time is up. */
  readonly writeTimeoutMs: number;
}

const never = new Promise<never>(() => undefined);

/** Carries out an append; the promise never settles when nobody is to hear of it any more. */
export const carryOut = async (
  { writer, faults, connections, writeTimeoutMs }: AppendingParts,
  call: { getPeer(): string },
  { stream, expected, events }: Append,
): Promise<Answer> => {
  const cut = () => {
    connections.cut(call);
    return never;
  };
  if (faults.cuts('before an append is stored')) return cut();
  // Whether it can be is decided here and now, so that a refusal overtakes those whose bytes are not on the disk yet.
  const outcome = await writer.append(stream, expected, events);
  if (outcome.kind === 'conflict' || outcome.kind === 'deleted') return outcome;
  if (outcome.kind === 'under way' || faults.find('slow disk')) {
    await delay(writeTimeoutMs);
    return { kind: 'timed out' };
  }
  const delayMs = faults.delayMs('append');
  if (delayMs > 0) await delay(delayMs);
  if (faults.cuts('before an append is acknowledged')) return cut();
  return faults.isSilent('append') ? never : outcome;
};
