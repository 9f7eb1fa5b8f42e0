import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Sockets } from '../sockets.js';
import { sendEdgeError } from './http.js';

const statuses = { ORIGIN_FORBIDDEN: 403, TOO_MANY_SOCKETS: 503 } as const;

/** Refuses to open a socket for a page of another site, or where there are too many, before anything is said on it. */
export const guardUpgrade =
  (sockets: Sockets) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const refusal = request.ws ? sockets.refusalOf(request.headers) : undefined;
    if (refusal) await sendEdgeError(request, reply, statuses[refusal], refusal);
  };
