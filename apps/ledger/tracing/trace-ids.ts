import { createHash, randomBytes } from 'node:crypto';
import type { IdGenerator } from '@opentelemetry/sdk-trace-node';

const spanIdBytes = 8;

/** The trace of a request bears its id, which the log, the answer and the lines of its commands bear too. */
export const traceIdOf = (uuid: string): string => uuid.replaceAll('-', '').toLowerCase();

/** The span of a command has an id that every process can work out from the command's, wherever it meets its lines. */
export const spanIdOf = (commandId: string): string =>
  createHash('sha256')
    .update(commandId)
    .digest('hex')
    .slice(0, 2 * spanIdBytes);

/** Ids that the next span shall have; of chance where nothing is said. */
export interface GivenIds {
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
}

/** Makes ids for spans as the SDK asks for them. A span's own ids can be given to it in no other way. */
export class TraceIds implements IdGenerator {
  #given: GivenIds = {};

  /** Runs work that starts one span, synchronously, with the ids that are given for it. */
  giving<T>(given: GivenIds, start: () => T): T {
    this.#given = given;
    try {
      return start();
    } finally {
      this.#given = {};
    }
  }

  readonly generateTraceId = (): string => this.#given.traceId ?? randomBytes(2 * spanIdBytes).toString('hex');
  readonly generateSpanId = (): string => this.#given.spanId ?? randomBytes(spanIdBytes).toString('hex');
}
