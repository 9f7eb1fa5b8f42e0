import { type ASTNode, GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import { refusalPhrases, refuseInput, sayRefusal } from '#book';
import { isEventStoreError } from '#event-store';
import type { Language, Refusal } from '#kernel';
import { ledgerRefusals } from '#ledger';
import { isVaultError } from '#privacy';
import { ConnectionArgumentError, connectionPhrases, isReadDatabaseAway } from '#read-models';
import { proofPhrases } from '../proof/proof.words.js';
import { pastPhrases } from '../replay/past.words.js';
import { type EdgeCode, edgePhrases } from './edge.words.js';

/** Whoever asked, as far as an answer in words needs to know. */
export interface Asker {
  readonly language: Language;
  /** Stands in the log beside the whole error. */
  readonly traceId: string;
  /** Bears the trace id in each line. */
  readonly log: {
    error(fields: object, message: string): void;
    debug(fields: object, message: string): void;
  };
}

export const sayEdge = (code: EdgeCode, language: Language, values: Refusal['values'] = {}): string =>
  sayRefusal({ refused: code, values }, language, edgePhrases);

/** An error that is meant for the caller: its sentence, its code and what else it extends go out as they are. */
export const edgeError = (
  code: EdgeCode,
  language: Language,
  values: Refusal['values'] = {},
  extensions: Readonly<Record<string, unknown>> = {},
): GraphQLError => new GraphQLError(sayEdge(code, language, values), { extensions: { code, ...extensions } });

const phrases = { ...refusalPhrases, ...ledgerRefusals, ...connectionPhrases, ...pastPhrases, ...proofPhrases };

/**
 * A rule where no payload can carry it: about the values of a request, or the arguments of a query or subscription. The
 * extensions name the field that it is about, and the rule where the code is a wider one.
 */
export const refused = (
  refusal: Refusal,
  language: Language,
  code: string = refusal.refused,
  nodes?: ASTNode,
): GraphQLError => {
  const { refused: rule, field } = refusal;
  const extensions = { code, ...(rule === code ? {} : { rule }), ...(field === undefined ? {} : { field }) };
  return new GraphQLError(sayRefusal(refusal, language, phrases), { nodes, extensions });
};

const coercion = /^(Variable "\$\w+"|Argument "\w+") (got invalid value|has invalid value|of (required|non-null) type)/;

/** What graphql-js refuses before it executes; undefined for what it finds wrong in an answer, which is our fault. */
const requestCode = ({ message, path }: GraphQLError): string | undefined => {
  if (path && !coercion.test(message)) return undefined;
  if (message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  return coercion.test(message) ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED';
};

/** A variable that is null may stand where an argument has a default; graphql-js finds that out when it executes. */
const nullArgument = /^Argument "(\w+)" of non-null type "[^"]+" must not be null/;

const coded = (error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLFormattedError => ({
  message,
  ...(error.locations ? { locations: error.locations } : {}),
  ...(error.path ? { path: error.path } : {}),
  extensions,
});

const saying = (error: GraphQLError, inWords: GraphQLError): GraphQLFormattedError =>
  coded(error, inWords.message, inWords.extensions);

/** Errors of graphql-js about the request have no cause; what a scalar refused has a GraphQLError as its cause. */
const causeOf = (error: GraphQLError): Error | undefined => {
  const cause = error.originalError;
  return cause instanceof GraphQLError ? causeOf(cause) : (cause ?? undefined);
};

/** An error whose words are meant for the caller; undefined when it has a cause that nobody outside shall see. */
const shown = (error: GraphQLError, language: Language): GraphQLFormattedError | undefined => {
  const cause = causeOf(error);
  if (cause instanceof ConnectionArgumentError) {
    const { code, argument, values } = cause;
    return saying(error, refused({ refused: code, values, field: argument }, language, 'BAD_USER_INPUT'));
  }
  if (cause) return undefined;
  const argument = nullArgument.exec(error.message)?.[1];
  if (argument !== undefined)
    return saying(
      error,
      refused(refuseInput('INPUT_MISSING', { field: argument }, argument), language, 'BAD_USER_INPUT'),
    );
  const code = error.extensions['code'] ?? requestCode(error);
  if (code === undefined) return undefined;
  return coded(error, error.message, { ...error.extensions, code });
};

/** Nobody can mend these from outside either, but whoever asks again, a command with the same id, is safe. */
const codeOfFault = (cause: unknown) => {
  if (isEventStoreError(cause, 'STORE_UNAVAILABLE') || isVaultError(cause, 'VAULT_UNAVAILABLE'))
    return 'LEDGER_UNAVAILABLE';
  return isReadDatabaseAway(cause) ? 'READ_MODELS_UNAVAILABLE' : 'INTERNAL';
};

/** The field of the schema that failed: names in an answer are the caller's own, and nobody's to keep. */
const fieldOf = ({ nodes }: GraphQLError): string | undefined =>
  nodes?.flatMap((node) => (node.kind === Kind.FIELD ? node.name.value : []))[0];

/** Whether an error is a fault of ours, whose cause nobody outside shall see. */
export const isFault = (error: GraphQLError): boolean => shown(error, 'en') === undefined;

/**
 * An error as the caller sees it, with a code and a trace id. What they can mend keeps its words; everything else is
 * masked, logged, and found again by its trace id. An error that has a trace id already keeps it.
 */
export const showError = (error: GraphQLError, { language, traceId, log }: Asker): GraphQLFormattedError => {
  const forCaller = shown(error, language);
  if (forCaller) return { ...forCaller, extensions: { traceId, ...forCaller.extensions } };
  const cause = causeOf(error);
  log.error({ err: cause ?? error, field: fieldOf(error) }, 'a fault was masked');
  const code = codeOfFault(cause);
  return coded(error, sayEdge(code, language, { traceId }), { code, traceId });
};

export const showErrors = (errors: readonly unknown[], asker: Asker): GraphQLFormattedError[] =>
  errors.map((error) => showError(asGraphQLError(error), asker));

const asGraphQLError = (error: unknown): GraphQLError => {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
};
