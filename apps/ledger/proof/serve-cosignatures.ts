import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendEdgeError } from '../graphql/http.js';
import { answerFault } from '../graphql/route.js';
import { CosignatureRefused, cosignaturesMax } from './cosignatures.js';
import type { Proof } from './open-proof.js';

/** A note with the signatures of many witnesses is far smaller. */
const bodyLimit = 64 * 1024;

/** What stands before a route, and has answered where it lets nobody pass. */
export type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/**
 * `POST /log/cosignatures`: takes a note of this log with signatures of witnesses below it, as text/plain. What is kept, or the
 * code of what is wrong with the first signature that is not as it should be: then none is kept.
 */
export const serveCosignatures = (
  fastify: FastifyInstance,
  { cosignatures }: Pick<Proof, 'cosignatures'>,
  onRequest: Guard[],
): void => {
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (typeof request.body !== 'string') return sendEdgeError(request, reply, 400, 'NOTE_MALFORMED');
    try {
      const { size, kept } = await cosignatures.takeNote(request.body);
      const told = kept.map(({ witness, signedAt }) => ({ witness: witness.name, signedAt }));
      return await reply.send({ size: String(size), cosignatures: told });
    } catch (error) {
      if (!(error instanceof CosignatureRefused)) throw error;
      const { code, signer } = error;
      return sendEdgeError(request, reply, 400, code, { signer, max: cosignaturesMax });
    }
  };
  fastify.route({
    method: 'POST',
    url: '/log/cosignatures',
    onRequest,
    bodyLimit,
    errorHandler: (error, request, reply) => void answerFault(error, request, reply),
    handler,
  });
};
