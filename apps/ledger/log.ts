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

/** Secrets as they stand in the messages of drivers and of HTTP, and what is put in their place. */
const secrets: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // User name and password in an address: postgres://, esdb://, https://.
  [/([a-z][a-z\d+.-]*:\/\/)[^\s/@"\\]+@/gi, '$1(left out)@'],
  [/\b(Bearer|bearer|Basic) +[\w.~+/=-]{8,}/g, '$1 (left out)'],
  [/\bwb_[0-9a-f]{12}_[0-9a-f]+/gi, 'wb_(left out)'],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '(left out)'],
  [/("[\w-]*(?:password|secret|authorization|cookie|token|master_?key)":)"[^"\\]*(?:\\.[^"\\]*)*"/gi, '$1"(left out)"'],
];

/** A line without secrets. They should not come here; a log is the last place to find out that one did. */
const withoutSecrets = (line: string): string =>
  secrets.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line);

/** The log of the server: JSON lines that bear no personal data and no secrets. */
export const openLog = (level: LogLevel, destination?: DestinationStream): Logger => {
  const options = { level, serializers: { err: (error: unknown) => describe(error), req: describeRequest } };
  // Not synchronous: a request does not wait for whoever reads the log. What is still to be written is, when the process ends.
  const written = destination ?? pino.destination({ sync: false });
  return pino(options, { write: (line) => written.write(withoutSecrets(line)) });
};
