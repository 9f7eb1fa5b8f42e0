import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './config.js';

/** Causes of causes are told this far. */
const causesMax = 3;

/** Errors whose words are made of the values that they refuse: quotations of a text, of a field, of a row. */
const quoting = new Set(['SyntaxError', 'GraphQLError', 'ZodError', '$ZodError', 'URIError']);

/** The places of the call stack, without the message that stands above them. */
const placesOf = ({ stack = '' }: Error): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

/**
 * An error as it stands in the log: its type, code, words and place. What else it carries is left out, and so are words
 * that quote, since a log is kept by others, and for longer, than personal data may be.
 */
const describe = (error: unknown, causes = causesMax): object => {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: unknown };
  const cause = error.cause !== undefined && causes > 0 ? { cause: describe(error.cause, causes - 1) } : {};
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: quoting.has(error.name) ? '(left out: it may quote what somebody wrote)' : error.message,
    stack: placesOf(error),
    ...cause,
  };
};

/** A request as it stands in the log: without the query string, which may hold variables. */
const describeRequest = ({ method, url = '' }: { method?: string; url?: string }): object => ({
  method,
  path: url.split('?', 1)[0],
});

/** The log of the server: JSON lines that bear no personal data. */
export const openLog = (level: LogLevel, destination?: DestinationStream): Logger => {
  const options = { level, serializers: { err: (error: unknown) => describe(error), req: describeRequest } };
  // Not synchronous: a request does not wait for whoever reads the log. What is still to be written is, when the process ends.
  return pino(options, destination ?? pino.destination({ sync: false }));
};
