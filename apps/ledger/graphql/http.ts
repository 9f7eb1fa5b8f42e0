import type { FastifyReply, FastifyRequest } from 'fastify';
import { type GraphQLFormattedError, type GraphQLSchema, execute } from 'graphql';
import type { Parts } from '../parts.js';
import { type Caller, type CostTold, contextFor } from './context.js';
import type { EdgeCode } from './edge.words.js';
import { sayEdge, showErrors } from './errors.js';
import type { Asked, Gate, Refused } from './gate.js';
import { asksForResponseType, legacyType, responseType } from './media-type.js';

const send = (request: FastifyRequest, reply: FastifyReply, status: number, body: object): FastifyReply => {
  const type = asksForResponseType(request.headers.accept) ? responseType : legacyType;
  return reply.code(status).header('content-type', `${type}; charset=utf-8`).send(JSON.stringify(body));
};

/** A refusal of the edge itself, in the shape that GraphQL clients read. */
export const sendEdgeError = (
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  code: EdgeCode,
  { rule, ...values }: Readonly<Record<string, unknown>> & { readonly rule?: EdgeCode } = {},
): FastifyReply => {
  const { language, traceId } = request.caller;
  const message = sayEdge(rule ?? code, language, { traceId, ...values });
  const extensions = rule === undefined ? { code, traceId } : { code, rule, traceId };
  return send(request, reply, status, { errors: [{ message, extensions }] });
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

const isAbsentOr = <T>(is: (value: unknown) => value is T, value: unknown): value is T | null | undefined =>
  value === undefined || value === null || is(value);

/** A GraphQL request as it travels over HTTP (GraphQL over HTTP, working draft), complete. */
type GraphQLRequest = Asked & { readonly variables: Record<string, unknown> };

/** The request, or the name of the part that is missing or of the wrong kind. A batch, which is a list, is none. */
const readRequest = (body: unknown): GraphQLRequest | { readonly wrong: string } => {
  if (!isRecord(body)) return { wrong: 'body' };
  const { query, variables, operationName, extensions } = body;
  if (!isText(query)) return { wrong: 'query' };
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

const statusOfRefused = (errors: readonly GraphQLFormattedError[], request: FastifyRequest): number => {
  const codes = errors.map(({ extensions }) => extensions?.['code']);
  if (codes.includes('RATE_LIMITED')) return 429;
  if (codes.includes('METHOD_NOT_ALLOWED')) return 405;
  if (codes.includes('INTERNAL')) return 500;
  return asksForResponseType(request.headers.accept) ? 400 : 200;
};

/** What the gate refused, with when to ask again where it is a matter of time. */
export const sendRefused = (
  request: FastifyRequest,
  reply: FastifyReply,
  { errors, retryAfterSeconds }: Refused,
): FastifyReply => {
  const status = statusOfRefused(errors, request);
  if (status === 405) reply.header('allow', 'POST');
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return send(request, reply, status, { errors });
};

/** The budget of the caller, in the header fields of draft-ietf-httpapi-ratelimit-headers-10. */
export const tellBudget = (
  reply: FastifyReply,
  policy: string | undefined,
  { remaining, resetSeconds }: CostTold,
): void => {
  if (policy === undefined) return;
  reply.header('ratelimit-policy', policy);
  reply.header('ratelimit', `"cost";r=${remaining};t=${resetSeconds}`);
};

/** What a request has to pass, and what it is executed on then. */
export interface Executor {
  readonly gate: Gate;
  readonly schema: () => GraphQLSchema;
}

/** Answers a GraphQL request over HTTP: POST of application/json, or GET for queries. */
export const graphqlOverHttp =
  (parts: Parts, { gate, schema }: Executor) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const asked = readRequest(bodyOf(request));
    if ('wrong' in asked) return sendEdgeError(request, reply, 400, 'REQUEST_MALFORMED', { field: asked.wrong });
    const caller = request.caller as Caller;
    const admitted = await gate.admit(asked, caller, request.method === 'GET' ? 'GET' : 'POST');
    if ('errors' in admitted) return sendRefused(request, reply, admitted);
    const { document, cost } = admitted;
    tellBudget(reply, gate.policy, cost);
    const { operationName } = asked;
    const { traceId } = caller;
    const operation = { document, operationName, traceId, headers: request.headers };
    const { data, errors } = await parts.tracing.operation(operation, () =>
      execute({
        schema: schema(),
        document,
        contextValue: contextFor(parts, caller),
        variableValues: asked.variables,
        operationName,
      }),
    );
    // Without data nothing was executed: something is wrong with the variables.
    if (data === undefined) {
      const explained = gate.explain(asked, caller);
      return sendRefused(request, reply, { errors: showErrors(explained.length > 0 ? explained : errors!, caller) });
    }
    const shown = errors ? { data, errors: showErrors(errors, caller) } : { data };
    return send(request, reply, 200, { ...shown, extensions: { cost } });
  };
