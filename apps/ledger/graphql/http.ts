import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Parts } from '../parts.js';
import { type Caller, contextFor } from './context.js';
import type { EdgeCode } from './edge.words.js';
import { sayEdge, showErrors } from './errors.js';
import { explainRefused } from './input-errors.js';

/** A GraphQL request as it travels over HTTP (GraphQL over HTTP, working draft). */
interface GraphQLRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName: string | undefined;
}

const responseType = 'application/graphql-response+json';
const legacyType = 'application/json';

/** The newer media type is given to those who name it; it alone tells errors of a request by the status code. */
const asksForResponseType = (request: FastifyRequest): boolean => (request.headers.accept ?? '').includes(responseType);

const send = (request: FastifyRequest, reply: FastifyReply, status: number, body: object): FastifyReply => {
  const type = asksForResponseType(request) ? responseType : legacyType;
  return reply.code(status).header('content-type', `${type}; charset=utf-8`).send(JSON.stringify(body));
};

/** A refusal of the edge itself, in the shape that GraphQL clients read. */
export const sendEdgeError = (
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  code: EdgeCode,
  values: Readonly<Record<string, unknown>> = {},
): FastifyReply => {
  const { language, traceId } = request.caller;
  const message = sayEdge(code, language, { traceId, ...values });
  return send(request, reply, status, { errors: [{ message, extensions: { code, traceId } }] });
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

const isAbsentOr = <T>(is: (value: unknown) => value is T, value: unknown): value is T | null | undefined =>
  value === undefined || value === null || is(value);

/** The request, or the name of the part that is missing or of the wrong kind. */
const readRequest = (body: unknown): GraphQLRequest | { readonly wrong: string } => {
  if (!isRecord(body)) return { wrong: 'body' };
  const { query, variables, operationName, extensions } = body;
  // A document as JSON, which mercurius would take too, passes by the limits of the parser.
  if (!isText(query) || /^\s*\{\s*"/.test(query)) return { wrong: 'query' };
  if (!isAbsentOr(isRecord, variables)) return { wrong: 'variables' };
  if (!isAbsentOr(isRecord, extensions)) return { wrong: 'extensions' };
  if (!isAbsentOr(isText, operationName)) return { wrong: 'operationName' };
  return { query, variables: variables ?? {}, operationName: operationName ?? undefined };
};

const parsed = (text: unknown): unknown => {
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Neither an object nor absent: it is refused under its name.
    return text;
  }
};

const bodyOf = (request: FastifyRequest): unknown => {
  if (request.method !== 'GET') return request.body;
  const { query, variables, operationName, extensions } = request.query as Record<string, unknown>;
  return { query, variables: parsed(variables), operationName, extensions: parsed(extensions) };
};

/** Mercurius throws what is wrong with a document or its variables, and returns everything that was executed. */
const requestErrors = (fault: unknown): readonly unknown[] =>
  isRecord(fault) && Array.isArray(fault['errors']) ? fault['errors'] : [fault];

const statusOfFailed = (errors: readonly GraphQLFormattedError[], request: FastifyRequest): number => {
  const codes = errors.map(({ extensions }) => extensions?.['code']);
  if (codes.includes('METHOD_NOT_ALLOWED')) return 405;
  if (codes.includes('INTERNAL')) return 500;
  return asksForResponseType(request) ? 400 : 200;
};

/** What executes a document, and against which schema. */
export interface Executor {
  readonly fastify: FastifyInstance;
  readonly schema: () => GraphQLSchema;
}

const answer = async (
  parts: Parts,
  { fastify, schema }: Executor,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const asked = readRequest(bodyOf(request));
  if ('wrong' in asked) return sendEdgeError(request, reply, 400, 'REQUEST_MALFORMED', { field: asked.wrong });
  const { operationName } = asked;
  const context = { readOnly: request.method === 'GET', operationName, ...contextFor(parts, request.caller as Caller) };
  try {
    const result: ExecutionResult = await fastify.graphql(asked.query, context, asked.variables, operationName);
    return send(request, reply, 200, result);
  } catch (fault) {
    const explained = explainRefused(schema(), asked, context.language);
    const errors = showErrors(explained.length > 0 ? explained : requestErrors(fault), context);
    const status = statusOfFailed(errors, request);
    if (status === 405) reply.header('allow', 'POST');
    return send(request, reply, status, { errors });
  }
};

/** Answers a GraphQL request over HTTP: POST of application/json, or GET for queries. */
export const graphqlOverHttp = (parts: Parts, executor: Executor) => (request: FastifyRequest, reply: FastifyReply) =>
  answer(parts, executor, request, reply);
