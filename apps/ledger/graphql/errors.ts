import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { refusalPhrases, sayRefusal } from '#book';
import { type Language, type Refusal, fill } from '#kernel';
import { ledgerRefusals } from '#ledger';
import { ConnectionArgumentError, connectionPhrases } from '#read-models';
import { type EdgeCode, edgePhrases } from './edge.words.js';

/** Whoever asked, as far as an answer in words needs to know. */
export interface Asker {
  readonly language: Language;
  /** Stands in the log beside the whole error. */
  readonly traceId: string;
  readonly log: { error(fields: object, message: string): void };
}

export const sayEdge = (code: EdgeCode, language: Language, values: object = {}): string =>
  fill(edgePhrases[code][language], values, language, () => undefined);

/** An error that is meant for the caller: its sentence and its code go out as they are. */
export const edgeError = (code: EdgeCode, language: Language, values: object = {}): GraphQLError =>
  new GraphQLError(sayEdge(code, language, values), { extensions: { code } });

/** A rule of the domain where no payload can carry it: in the arguments of a query or subscription. */
export const refused = (refusal: Refusal, language: Language, code: string = refusal.refused): GraphQLError =>
  new GraphQLError(sayRefusal(refusal, language, { ...refusalPhrases, ...ledgerRefusals }), { extensions: { code } });

const coercion = /^Variable "\$\w+" (got invalid value|of (required|non-null) type)/;

const requestCode = (message: string): string => {
  if (message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  return coercion.test(message) ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED';
};

const coded = (error: GraphQLError, message: string, code: string): GraphQLFormattedError => ({
  message,
  ...(error.locations ? { locations: error.locations } : {}),
  ...(error.path ? { path: error.path } : {}),
  extensions: { code },
});

/** Errors of graphql-js about the request have no cause; what a scalar refused has a GraphQLError as its cause. */
const causeOf = (error: GraphQLError): Error | undefined => {
  const cause = error.originalError;
  return cause instanceof GraphQLError ? causeOf(cause) : (cause ?? undefined);
};

/**
 * An error as the caller sees it. What they can mend keeps its words; everything else is masked, logged whole, and found
 * again by its trace id.
 */
export const showError = (error: GraphQLError, { language, traceId, log }: Asker): GraphQLFormattedError => {
  const cause = causeOf(error);
  if (cause instanceof ConnectionArgumentError)
    return coded(
      error,
      fill(connectionPhrases[cause.code][language], cause.values, language, () => undefined),
      'BAD_USER_INPUT',
    );
  if (!cause) {
    const code = error.extensions['code'];
    return coded(error, error.message, typeof code === 'string' ? code : requestCode(error.message));
  }
  log.error({ err: cause, traceId, path: error.path }, 'a fault was masked');
  const masked = coded(error, sayEdge('INTERNAL', language, { traceId }), 'INTERNAL');
  return { ...masked, extensions: { ...masked.extensions, traceId } };
};

export const showErrors = (errors: readonly unknown[], asker: Asker): GraphQLFormattedError[] =>
  errors.map((error) => showError(asGraphQLError(error), asker));

const asGraphQLError = (error: unknown): GraphQLError => {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
};
