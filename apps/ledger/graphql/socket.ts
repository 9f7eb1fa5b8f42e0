import { randomUUID } from 'node:crypto';
import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  createSourceEventStream,
  execute,
  parse,
} from 'graphql';
import type { ServerOptions, SubscribePayload } from 'graphql-ws';
import { type Extra, makeHandler } from 'graphql-ws/use/@fastify/websocket';
import type { WebSocket } from 'ws';
import { type Access, bearerToken } from '../access/access.js';
import { mapped } from '../live/pull.js';
import type { Parts } from '../parts.js';
import { type Caller, type EdgeContext, contextFor } from './context.js';
import { showErrors } from './errors.js';
import { documentErrors, variableErrors } from './input-errors.js';
import { negotiateLanguage } from './language.js';
import { documentTokensMax } from './limits.js';

type Arguments = ExecutionArgs & { readonly contextValue: EdgeContext };

/** Each value of a subscription is executed with look-ups of its own: what was loaded for the last one may be out of date. */
const subscribe = async (args: Arguments): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> => {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  return mapped(source as AsyncGenerator<unknown, void, void>, (rootValue) =>
    execute({ ...args, rootValue, contextValue: contextFor(args.contextValue.parts, args.contextValue) }),
  );
};

const withErrorsShown = (result: ExecutionResult, context: EdgeContext): object =>
  result.errors ? { ...result, errors: showErrors(result.errors, context) } : result;

/** Answers graphql-transport-ws (graphql-ws) on the same path as HTTP, with the same limits and the same mask over faults. */
export const graphqlOverSocket = (parts: Parts, access: Access, schema: () => GraphQLSchema) => {
  const callers = new WeakMap<WebSocket, Caller>();

  const admit = ({ socket, request }: Extra, params: Record<string, unknown> = {}): boolean => {
    const header = params['Authorization'] ?? params['authorization'] ?? request.headers.authorization;
    const token = bearerToken(header);
    const actor = token === undefined ? undefined : access.actorOf(token);
    if (!actor) return false;
    const language = negotiateLanguage(params['Accept-Language'] ?? request.headers['accept-language']);
    callers.set(socket, { actor, language, traceId: request.id, log: request.log });
    return true;
  };

  const prepare = (extra: Extra, { query, variables, operationName }: SubscribePayload) => {
    // Each operation of a socket has a trace of its own.
    const contextValue = contextFor(parts, { ...callers.get(extra.socket)!, traceId: randomUUID() });
    try {
      const document = parse(query, { maxTokens: documentTokensMax });
      const { language } = contextValue;
      const wrongDocument = documentErrors(schema(), document, language);
      if (wrongDocument.length > 0) return wrongDocument;
      const wrongVariables = variableErrors(schema(), { document, variables, operationName }, language);
      if (wrongVariables.length > 0) return wrongVariables;
      return { schema: schema(), document, variableValues: variables, operationName, contextValue } as Arguments;
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  };

  const options: ServerOptions<Record<string, unknown>, Extra> = {
    // Without a token that is somebody's the socket is closed with 4403.
    onConnect: ({ extra, connectionParams }) => admit(extra, connectionParams),
    onSubscribe: ({ extra }, _id, payload) => prepare(extra, payload),
    subscribe: subscribe as never,
    onNext: (_ctx, _id, _payload, args, result) => withErrorsShown(result, args.contextValue as EdgeContext),
    onError: ({ extra }, _id, _payload, errors) => showErrors(errors, callers.get(extra.socket)!),
  };
  // What goes wrong inside is told to nobody outside.
  return makeHandler({ ...options, isProd: true });
};
