import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Actor } from '#kernel';
import { type Access, bearerToken } from '../access/access.js';
import type { Parts } from '../parts.js';
import type { Caller } from './context.js';
import type { EdgeCode } from './edge.words.js';
import { graphqlOverHttp, sendEdgeError } from './http.js';
import { negotiateLanguage } from './language.js';
import { graphqlOverSocket } from './socket.js';

const path = '/graphql';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. There is no actor before the token is checked. */
    caller: Omit<Caller, 'actor'> & { readonly actor?: Actor };
  }
}

const faults: Readonly<Record<number, EdgeCode>> = { 413: 'PAYLOAD_TOO_LARGE', 415: 'UNSUPPORTED_MEDIA_TYPE' };

const answerFault = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500)
    return sendEdgeError(request, reply, status, faults[status] ?? 'REQUEST_MALFORMED', { field: 'body' });
  request.log.error({ err: error }, 'a request failed');
  return sendEdgeError(request, reply, 500, 'INTERNAL');
};

/** `/graphql`, behind the lock: POST and GET over HTTP, and graphql-transport-ws over a WebSocket. */
export const serveGraphql = (
  fastify: FastifyInstance,
  { parts, access, schema }: { parts: Parts; access: Access; schema: () => GraphQLSchema },
): void => {
  fastify.decorateRequest('caller', null as never);

  const meet = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const language = negotiateLanguage(request.headers['accept-language']);
    const asker = { language, traceId: request.id, log: request.log };
    request.caller = asker;
    // Over a WebSocket the token may come in the first message instead; nothing is answered before it has.
    if (request.ws) return;
    void reply.headers({ 'content-language': language, vary: 'accept, accept-language' });
    const token = bearerToken(request.headers.authorization);
    const actor = token === undefined ? undefined : access.actorOf(token);
    if (!actor) {
      void reply.header('www-authenticate', 'Bearer realm="wavebook"');
      return void sendEdgeError(request, reply, 401, 'UNAUTHENTICATED');
    }
    request.caller = { actor, ...asker };
  };

  // What an HTML form can send is refused: text/plain, urlencoded and multipart.
  const onlyJson = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
    if (type !== 'application/json') void sendEdgeError(request, reply, 415, 'UNSUPPORTED_MEDIA_TYPE');
  };

  const handler = graphqlOverHttp(parts, { fastify, schema });
  const common = { url: path, handler, errorHandler: answerFault };
  fastify.route({ ...common, method: 'GET', onRequest: meet, wsHandler: graphqlOverSocket(parts, access, schema) });
  fastify.route({ ...common, method: 'POST', onRequest: [meet, onlyJson] });
};
