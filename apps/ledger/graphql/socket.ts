import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  createSourceEventStream,
  execute,
} from 'graphql';
import { CloseCode, type ServerOptions, type SubscribePayload, makeServer } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { type Access, bearerToken } from '../access/access.js';
import type { Connection } from '../live/connection.js';
import { isBookLines } from '../live/ledger-events.js';
import { mapped, withEnd } from '../live/pull.js';
import { SharedResults } from '../live/shared-results.js';
import type { Parts } from '../parts.js';
import { askedOf } from '../tracing/asked-fields.js';
import type { Sockets } from '../sockets.js';
import { type Caller, type EdgeContext, contextFor } from './context.js';
import { edgeError, showErrors } from './errors.js';
import type { Admitted, Gate } from './gate.js';
import { negotiateLanguage } from './language.js';
import { questionsOf } from './questions.js';

/** What belongs to one socket. The caller is there when the socket was let in. */
interface Extra extends Record<PropertyKey, unknown> {
  readonly connection: Connection;
  readonly request: FastifyRequest;
  caller?: Caller;
}

/** What belongs to one operation beside what graphql-js needs of it. */
interface Operation extends ExecutionArgs {
  readonly contextValue: EdgeContext;
  readonly id: string;
  readonly connection: Connection;
  readonly asked: SubscribePayload;
  /** Told with the first answer. */
  cost?: Admitted['cost'] | undefined;
  /** Where the line that is being answered stands. */
  position?: bigint;
  /** Ends the span of the value that is being answered. */
  delivered?: () => void;
}

/** What every value of a subscription says of itself: a line says which command wrote it, too. */
interface SentValue {
  readonly position: bigint;
  readonly commandId?: string;
}

/** Carries errors that are ready to be shown through graphql-ws, which takes none but those of graphql-js. */
class Refusal extends GraphQLError {
  constructor(readonly shown: readonly GraphQLFormattedError[]) {
    super('refused');
  }
}

const asShown = (errors: readonly unknown[], asker: Caller): readonly GraphQLFormattedError[] => {
  const [first] = errors;
  return first instanceof Refusal ? first.shown : showErrors(errors, asker);
};

/** What is sent for a result: errors are masked, and the first answer of an operation tells what it cost. */
const answerOf = (result: ExecutionResult, operation: Operation): ExecutionResult | undefined => {
  const { cost, contextValue } = operation;
  operation.cost = undefined;
  if (!result.errors && !cost) return undefined;
  return {
    ...result,
    ...(result.errors ? { errors: showErrors(result.errors, contextValue) as never } : {}),
    ...(cost ? { extensions: { ...result.extensions, cost } } : {}),
  };
};

/**
 * The values of a subscription, each executed with look-ups of its own: what was loaded for the last one may be out of
 * date. Those who ask the same of the same value share its answer.
 */
const subscribe =
  (parts: Parts, results: SharedResults) =>
  async (operation: Operation): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> => {
    const { contextValue: caller, connection, id } = operation;
    const source = await createSourceEventStream(operation);
    if (!(Symbol.asyncIterator in source)) return source;
    const lines = isBookLines(source) ? source : undefined;
    if (lines) connection.sentUpTo(id, lines.after);
    const question = questionsOf(operation, operation.asked, lines ? 'ROLE' : 'ACTOR');
    const answer = (value: object) =>
      execute({ ...operation, rootValue: value, contextValue: contextFor(parts, caller) });
    const field = askedOf(operation.document, operation.operationName).fields[0] ?? 'subscription';
    const values = withEnd(source as AsyncGenerator<object, void, void>, parts.metrics.subscribed(field));
    return mapped(values, (value) => {
      const { position, commandId } = value as SentValue;
      if (lines) operation.position = position;
      operation.delivered = parts.tracing.delivering({ field, position, commandId });
      const moment = `${parts.readModels.position()} ${parts.ledger.today()}`;
      return results.of(value, moment, question, () => answer(value));
    });
  };

/** Each operation of a socket has a trace of its own: what the socket was opened with says nothing of it. */
const executed = ({ tracing }: Parts, operation: Operation): Promise<ExecutionResult> => {
  const { document, operationName, contextValue } = operation;
  return tracing.operation({ document, operationName, traceId: contextValue.traceId, headers: {} }, () =>
    execute(operation),
  );
};

export interface SocketRoute {
  readonly parts: Parts;
  readonly access: Access;
  readonly schema: () => GraphQLSchema;
  readonly gate: Gate;
  readonly sockets: Sockets;
}

/** Lets a caller in by the token of the first message, or of the upgrade. False closes the socket with 4403. */
const admit = async (
  { access, gate, sockets }: SocketRoute,
  extra: Extra,
  params: Readonly<Record<string, unknown>>,
): Promise<boolean> => {
  const { connection, request } = extra;
  const token = bearerToken(params['Authorization'] ?? params['authorization'] ?? request.headers.authorization);
  const wait = await gate.signIns.waitFor(request.ip, token);
  if (wait !== undefined) {
    sockets.refuse(connection, `Too many failed sign-ins; come back in ${wait} s`);
    return false;
  }
  const grant = token === undefined ? undefined : await access.authenticate(token);
  await gate.signIns.tried(request.ip, token, grant !== undefined);
  if (!grant || !sockets.belongsTo(connection, grant.tokenId)) return false;
  // What ended between these two was not counted to its token yet when the sockets of that were closed.
  if (!(await access.authenticate(token!))) return false;
  const language = negotiateLanguage(params['Accept-Language'] ?? request.headers['accept-language']);
  extra.caller = { actor: grant.actor, grant, language, traceId: request.id, log: request.log };
  return true;
};

/** An operation that is ready to be executed, or why it is not. */
const prepare = async (
  { parts, schema, gate, sockets }: SocketRoute,
  { connection, caller, request }: Extra,
  { id, asked, running }: { readonly id: string; readonly asked: SubscribePayload; readonly running: number },
): Promise<Operation | readonly GraphQLError[]> => {
  // Each operation of a socket has a trace of its own.
  const traceId = randomUUID();
  const log = request.server.log.child({
    traceId,
    socketId: request.id,
    ...parts.tracing.logFields({ traceId, headers: {} }),
  });
  const asker: Caller = { ...caller!, traceId, log };
  const { operationsPerSocketMax: max } = sockets.limits;
  if (running > max)
    return [new Refusal(showErrors([edgeError('TOO_MANY_OPERATIONS', asker.language, { max })], asker))];
  const admitted = await gate.admit(asked, asker, 'SOCKET');
  if ('errors' in admitted) return [new Refusal(admitted.errors)];
  const { document, cost } = admitted;
  return {
    schema: schema(),
    document,
    variableValues: asked.variables ?? null,
    operationName: asked.operationName ?? null,
    contextValue: contextFor(parts, asker),
    id,
    connection,
    asked,
    cost,
  };
};

/** graphql-js and graphql-ws know these messages, but not from a client. */
const isFromServerOnly = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Unexpected message of type');

/** Answers graphql-transport-ws on the same path as HTTP, with the same limits and the same mask over faults. */
export const graphqlOverSocket = (route: SocketRoute) => {
  const { access, sockets } = route;
  access.onEnded((tokenId) => sockets.endToken(tokenId));

  const options: ServerOptions<Record<string, unknown>, Extra> = {
    connectionInitWaitTimeout: sockets.limits.initMsMax,
    onConnect: ({ extra, connectionParams }) => admit(route, extra, connectionParams ?? {}),
    onSubscribe: ({ extra, subscriptions }, id, asked) =>
      prepare(route, extra, { id, asked, running: Object.keys(subscriptions).length }),
    execute: (args) => executed(route.parts, args as Operation),
    subscribe: subscribe(route.parts, new SharedResults()) as never,
    onNext: (_ctx, id, _payload, args, result) => {
      const operation = args as Operation;
      if (operation.position !== undefined) operation.connection.sentUpTo(id, operation.position);
      operation.delivered?.();
      return answerOf(result, operation);
    },
    onError: ({ extra }, _id, _payload, errors) => asShown(errors, extra.caller!),
    onComplete: ({ extra }, id) => extra.connection.forget(id),
  };
  const server = makeServer<Record<string, unknown>, Extra>(options);

  return (socket: WebSocket, request: FastifyRequest): void => {
    const connection = sockets.open(socket, request.log);
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (text) => connection.send(text),
        close: (code, reason) => connection.close(code ?? CloseCode.InternalServerError, reason ?? ''),
        onMessage: (hear) =>
          socket.on('message', (data) => {
            // After a farewell a peer may go on talking until it has heard it.
            if (socket.readyState !== socket.OPEN) return;
            hear((data as Buffer).toString()).catch((fault: unknown) => {
              if (isFromServerOnly(fault)) return connection.close(CloseCode.BadRequest, 'Invalid message received');
              request.log.error({ err: fault }, 'a socket failed');
              connection.close(CloseCode.InternalServerError, 'Internal server error');
            });
          }),
      },
      { connection, request },
    );
    connection.onEnd = (code, reason) => void closed(code, reason);
  };
};
