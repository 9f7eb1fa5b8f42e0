import { Metadata, status } from '@grpc/grpc-js';

/** A call that fails: code, text, and what the server calls it in the trailers. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly metadata = new Metadata();

  constructor(
    readonly code: status,
    readonly details: string,
    trailers: Readonly<Record<string, string>> = {},
  ) {
    super(details);
    // Trailers are ASCII.
    for (const [name, value] of Object.entries(trailers)) this.metadata.set(name, value.replace(/[^ -~]/g, '?'));
  }
}

const failure = (code: status, details: string, trailers: Readonly<Record<string, string>> = {}): CallFailure =>
  new CallFailure(code, details, trailers);

export const appendBytesMax = 1_048_576;

export const notReady = () => failure(status.UNAVAILABLE, 'Server Is Not Ready');
export const accessDenied = () => failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
export const unauthenticated = () => failure(status.UNAUTHENTICATED, 'Bad gRPC response. HTTP status code: 401');
export const timedOut = (what: string) => failure(status.ABORTED, `Operation timed out: ${what}`);
export const unknown = (details: string) => failure(status.UNKNOWN, details);
export const invalidArgument = (details: string) => failure(status.INVALID_ARGUMENT, details);

export const notLeader = (host: string, port: number) =>
  failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });

export const streamDeleted = (stream: string) =>
  failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

export const wrongExpectedVersion = (operation: string, stream: string, expected: bigint, actual: bigint) =>
  failure(
    status.FAILED_PRECONDITION,
    `${operation} failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': String(expected),
      'actual-version': String(actual),
    },
  );

export const maxAppendSizeExceeded = () =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${appendBytesMax} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(appendBytesMax),
  });

/** What a call ends with when something was thrown while it was carried out. */
export const failureOf = (error: unknown): CallFailure =>
  error instanceof CallFailure ? error : unknown('Exception was thrown by handler.');
