import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import websocket from '@fastify/websocket';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Bindings, Logger } from 'pino';
import type { Access } from './access/access.js';
import { serveAltair } from './altair/altair.js';
import { type Config, defaultRates } from './config.js';
import { EdgeModule } from './graphql/edge.module.js';
import type { Rates } from './graphql/budget.js';
import { openGate } from './graphql/gate.js';
import { bodyBytesMax } from './graphql/limits.js';
import { refuseAddress, refuseMalformed, serveGraphql } from './graphql/route.js';
import { Health, serveHealth } from './health.js';
import { type Books, followBooks } from './live/books.js';
import { subscriptionSources } from './live/sources.js';
import { nestLogger } from './nest-logger.js';
import type { Parts } from './parts.js';
import { serveMetrics } from './metrics/serve-metrics.js';
import { serveLog } from './proof/serve-log.js';
import { securityHeaders } from './security-headers.js';
import type { Tracing } from './tracing/tracing.js';
import { type SocketLimits, Sockets, socketLimits } from './sockets.js';

export interface Server {
  /** Where it can be reached, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /**
   * Takes no new connections, answers the requests in hand, ends the sockets with 1001, and resolves. The parts stay
   * open: they are the caller's to close.
   */
  close(): Promise<void>;
}

export interface ServerOptions extends Pick<Config, 'port' | 'host'>, Partial<Rates> {
  readonly parts: Parts;
  readonly access: Access;
  readonly log: Logger;
  /** Whether the schema is kept to those who know it: no introspection, no suggestions. False when absent. */
  readonly production?: boolean;
  /** Origins of other sites whose pages may open sockets; none when absent. */
  readonly origins?: readonly string[];
  /** Other limits of sockets than the usual ones. */
  readonly sockets?: Partial<SocketLimits>;
}

/** Where there is nothing, Nest would repeat the address. */
class EdgeAdapter extends FastifyAdapter {
  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.instance.setNotFoundHandler(refuseAddress);
  }
}

/** Every line of a request bears its `traceId`, and the `trace_id` of its trace where there are traces. */
const logOfRequest =
  (tracing: Tracing) =>
  (log: FastifyBaseLogger, bindings: Bindings, options: object, { headers }: IncomingMessage): FastifyBaseLogger =>
    log.child({ ...bindings, ...tracing.logFields({ traceId: String(bindings['traceId']), headers }) }, options);

const adapterWith = (log: Logger, { tracing }: Pick<Parts, 'tracing'>): FastifyAdapter =>
  new EdgeAdapter({
    loggerInstance: log,
    // One line for each answer is written below.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceId' }),
    bodyLimit: bodyBytesMax,
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      void refuseMalformed(request, reply),
    genReqId: () => randomUUID(),
    childLoggerFactory: logOfRequest(tracing),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    ajv: { customOptions: { coerceTypes: false } },
  });

const logAnswers = (fastify: FastifyInstance, { metrics }: Pick<Parts, 'metrics'>): void => {
  fastify.addHook('onResponse', (request, reply, done) => {
    // The address as it was declared: what somebody wrote there is nobody's to keep.
    const path = request.routeOptions.url ?? '(unknown)';
    const ms = Math.round(reply.elapsedTime);
    metrics.answered(request.method, path, reply.statusCode, reply.elapsedTime / 1000);
    request.log.info({ method: request.method, path, status: reply.statusCode, ms }, 'answered');
    done();
  });
};

/** A connection whose request is answered during a shutdown would stay open for the next one, which never comes. */
const closeConnectionsWhenDone = (fastify: FastifyInstance): void => {
  let closing = false;
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done(null, payload);
  });
};

const addSecurityHeaders = (fastify: FastifyInstance): void => {
  fastify.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(securityHeaders);
    done();
  });
};

const boot = async (options: ServerOptions, books: Books): Promise<NestFastifyApplication> => {
  const { parts, access, log } = options;
  const adapter = adapterWith(log, parts);
  const app = await NestFactory.create<NestFastifyApplication>(
    EdgeModule.forRoot(subscriptionSources(parts, books), parts.ledger),
    adapter,
    {
      logger: nestLogger(log),
      bodyParser: false,
      abortOnError: false,
    },
  );
  const fastify: FastifyInstance = adapter.getInstance();
  logAnswers(fastify, parts);
  closeConnectionsWhenDone(fastify);
  addSecurityHeaders(fastify);
  const sockets = new Sockets({
    limits: { ...socketLimits, ...options.sockets },
    origins: options.origins ?? [],
    log,
  });
  await fastify.register(websocket, sockets.pluginOptions);
  const health = new Health(parts);
  serveHealth(fastify, health);
  await serveAltair(fastify);
  let known: GraphQLSchema | undefined;
  // Nest looks through its modules for it; it is there when the application has started.
  const schema = () => (known ??= app.get(GraphQLSchemaHost).schema);
  const gate = openGate({ schema, production: options.production ?? false, rates: { ...defaultRates, ...options } });
  serveGraphql(fastify, { parts, access, schema, gate, sockets });
  serveLog(fastify, { parts, access, gate });
  serveMetrics(fastify, { parts, access, gate, sockets, health });
  return app;
};

/** Puts HTTP in front of the parts. @throws the error of `listen`, such as EADDRINUSE. */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  const following = new AbortController();
  const books = await followBooks(options.parts, following.signal);
  const stopFollowing = async () => {
    following.abort();
    await books.done;
  };
  let app: NestFastifyApplication | undefined;
  try {
    app = await boot(options, books);
    await app.listen({ port: options.port, host: options.host });
  } catch (error) {
    await app?.close();
    await stopFollowing();
    throw error;
  }
  const { host } = options;
  const { port } = app.getHttpServer().address() as { port: number };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    async close() {
      await app.close();
      await stopFollowing();
    },
  };
};
