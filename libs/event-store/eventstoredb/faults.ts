import { EventStoreError } from '../port.js';

/** gRPC's codes (https://grpc.io/docs/guides/status-codes/) that no repetition mends. */
const permissionDenied = 7;
const unauthenticated = 16;

interface GrpcFault {
  readonly code?: unknown;
  readonly details?: unknown;
  readonly message?: unknown;
  readonly metadata?: { get(name: string): readonly unknown[] };
}

/** What the server calls a fault: it stands in the trailers of a call that failed. */
const exceptionOf = ({ metadata }: GrpcFault): unknown => metadata?.get('exception')[0];

/** What went wrong, in the server's or the network's words. */
export const reasonOf = (error: unknown): string => {
  const { details, message } = (error ?? {}) as GrpcFault;
  // The transport leaves room for a note that is mostly empty.
  if (typeof details === 'string' && details !== '') return details.replace(/ ?Resolution note: *$/, '');
  return typeof message === 'string' && message !== '' ? message : String(error);
};

export const deleted = (stream: string, cause?: unknown): EventStoreError =>
  new EventStoreError(
    'STORE_DAMAGED',
    `${stream} was deleted or cut off in EventStoreDB, which Wavebook never does; find out who did it, and restore a backup of the server`,
    {},
    { cause },
  );

export const forbidden = (cause?: unknown): EventStoreError =>
  new EventStoreError(
    'STORE_FORBIDDEN',
    'EventStoreDB does not let this user in, or not to these streams; look at user and password in EVENTSTORE_URL and at the access lists of the streams',
    {},
    { cause },
  );

/** What the server says that nobody can mend by asking again; undefined for everything else, of which the outcome is unknown. */
export const lastingFault = (error: unknown, stream: string): EventStoreError | undefined => {
  if (error instanceof EventStoreError) return error;
  const fault = (error ?? {}) as GrpcFault;
  const exception = exceptionOf(fault);
  if (exception === 'stream-deleted') return deleted(stream, error);
  if (exception === 'access-denied' || fault.code === permissionDenied || fault.code === unauthenticated)
    return forbidden(error);
  return undefined;
};

export const unavailable = (what: string, cause: unknown): EventStoreError =>
  new EventStoreError('STORE_UNAVAILABLE', `EventStoreDB ${what}: ${reasonOf(cause)}`, {}, { cause });

/** A call that was not answered in time. */
export class Silence extends Error {
  override readonly name = 'Silence';
  constructor(ms: number) {
    super(`no answer within ${ms / 1000} s`);
  }
}
