import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerToken } from '../access/access.js';
import type { Caller } from './context.js';
import type { EdgeCode } from './edge.words.js';
import { graphqlOverHttp, sendEdgeError } from './http.js';
import { negotiateLanguage } from './language.js';
import { type SocketRoute, graphqlOverSocket } from './socket.js';
import { guardUpgrade } from './upgrade.js';

const path = '/graphql';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. There is no actor before the token is checked. */
    caller: Omit<Caller, 'actor' | 'grant'> & Partial<Pick<Caller, 'actor' | 'grant'>>;
  }
}

const faults: Readonly<Record<number, EdgeCode>> = { 413: 'PAYLOAD_TOO_LARGE', 415: 'UNSUPPORTED_MEDIA_TYPE' };

const otherMethods = ['PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Answers what Fastify itself refuses, and faults, in the form of all other answers. */
export const answerFault = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500)
    return sendEdgeError(request, reply, status, faults[status] ?? 'REQUEST_MALFORMED', { field: 'body' });
  request.log.error({ err: error }, 'a request failed');
  return sendEdgeError(request, reply, 500, 'INTERNAL');
};

export const greet = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const language = negotiateLanguage(request.headers['accept-language']);
  request.caller = { language, traceId: request.id, log: request.log };
  if (!request.ws) void reply.headers({ 'content-language': language, vary: 'accept, accept-language' });
};

/** Answers where there is nothing, without repeating the address. */
export const refuseAddress = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  await greet(request, reply);
  return sendEdgeError(request, reply, 404, 'NOT_FOUND');
};

/** Answers what is no request at all, such as an address that cannot be decoded. */
export const refuseMalformed = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  await greet(request, reply);
  return sendEdgeError(request, reply, 400, 'REQUEST_MALFORMED', { field: 'URL' });
};

/** Lets nobody past without a token that is in force; who it is for stands in the request from then on. */
export const meeting =
  ({ access, gate }: Pick<SocketRoute, 'access' | 'gate'>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    // Over a WebSocket the token may come in the first message instead; nothing is answered before it has.
    if (request.ws) return;
    const token = bearerToken(request.headers.authorization);
    const seconds = await gate.signIns.waitFor(request.ip, token);
    if (seconds !== undefined) {
      void reply.header('retry-after', seconds);
      return void sendEdgeError(request, reply, 429, 'RATE_LIMITED', { seconds });
    }
    const grant = token === undefined ? undefined : await access.authenticate(token);
    await gate.signIns.tried(request.ip, token, grant !== undefined);
    if (!grant) {
      void reply.header('www-authenticate', 'Bearer realm="wavebook"');
      // Whoever did send a token is not told to send one.
      const why = token === undefined ? {} : { rule: 'TOKEN_NOT_IN_FORCE' as const };
      return void sendEdgeError(request, reply, 401, 'UNAUTHENTICATED', why);
    }
    request.caller = { actor: grant.actor, grant, ...request.caller };
  };

/** `/graphql`, behind the lock: POST and GET over HTTP, and graphql-transport-ws over a WebSocket. */
export const serveGraphql = (fastify: FastifyInstance, route: SocketRoute): void => {
  const { parts, gate, schema, sockets } = route;
  fastify.decorateRequest('caller', null as never);

  const meet = meeting(route);

  // What an HTML form can send is refused: text/plain, urlencoded and multipart.
  const onlyJson = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
    if (type !== 'application/json') void sendEdgeError(request, reply, 415, 'UNSUPPORTED_MEDIA_TYPE');
  };

  const handler = graphqlOverHttp(parts, { gate, schema });
  const common = { url: path, handler, errorHandler: answerFault };
  const wsHandler = graphqlOverSocket(route);
  fastify.route({ ...common, method: 'GET', onRequest: [greet, guardUpgrade(sockets), meet], wsHandler });
  fastify.route({ ...common, method: 'POST', onRequest: [greet, meet, onlyJson] });
  const refuseMethod = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    void reply.header('allow', 'GET, POST');
    void sendEdgeError(request, reply, 405, 'METHOD_NOT_ALLOWED');
  };
  fastify.route({ ...common, method: otherMethods, onRequest: [greet, refuseMethod] });
};
