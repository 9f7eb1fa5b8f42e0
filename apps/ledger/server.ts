import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import websocket from '@fastify/websocket';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Access } from './access/access.js';
import { serveAltair } from './altair/altair.js';
import type { Config } from './config.js';
import { EdgeModule } from './graphql/edge.module.js';
import { bodyBytesMax } from './graphql/limits.js';
import { serveGraphql } from './graphql/route.js';
import { serveHealth } from './health.js';
import { type Appends, followAppends } from './live/appends.js';
import { subscriptionSources } from './live/sources.js';
import { nestLogger } from './nest-logger.js';
import type { Parts } from './parts.js';
import { closeSockets } from './sockets.js';

export interface Server {
  /** Where it can be reached, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /**
   * Takes no new connections, answers the requests in hand, ends the sockets with 1001, and resolves. The parts stay
   * open: they are the caller's to close.
   */
  close(): Promise<void>;
}

export interface ServerOptions extends Pick<Config, 'port' | 'host'> {
  readonly parts: Parts;
  readonly access: Access;
  readonly log: Logger;
}

const adapterWith = (log: Logger): FastifyAdapter =>
  new FastifyAdapter({
    loggerInstance: log,
    // One line for each answer is written below, without the query string: it may hold variables.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceId' }),
    bodyLimit: bodyBytesMax,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    ajv: { customOptions: { coerceTypes: false } },
  });

const logAnswers = (fastify: FastifyInstance): void => {
  fastify.addHook('onResponse', (request, reply, done) => {
    const path = request.url.split('?', 1)[0];
    const ms = Math.round(reply.elapsedTime);
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

const boot = async (options: ServerOptions, appends: Appends): Promise<NestFastifyApplication> => {
  const { parts, access, log } = options;
  const adapter = adapterWith(log);
  const app = await NestFactory.create<NestFastifyApplication>(
    EdgeModule.forRoot(subscriptionSources(parts, appends), parts.ledger),
    adapter,
    {
      logger: nestLogger(log),
      bodyParser: false,
      abortOnError: false,
    },
  );
  const fastify: FastifyInstance = adapter.getInstance();
  logAnswers(fastify);
  closeConnectionsWhenDone(fastify);
  await fastify.register(helmet, { strictTransportSecurity: false });
  await fastify.register(websocket, { options: { maxPayload: bodyBytesMax }, preClose: closeSockets });
  serveHealth(fastify, parts);
  await serveAltair(fastify);
  serveGraphql(fastify, { parts, access, schema: () => app.get(GraphQLSchemaHost).schema });
  return app;
};

/** Puts HTTP in front of the parts. @throws the error of `listen`, such as EADDRINUSE. */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  const following = new AbortController();
  const appends = await followAppends(options.parts.store, following.signal);
  const stopFollowing = async () => {
    following.abort();
    await appends.done;
  };
  let app: NestFastifyApplication | undefined;
  try {
    app = await boot(options, appends);
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
