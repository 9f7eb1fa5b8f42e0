import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendEdgeError } from '../graphql/http.js';
import { greet, meeting } from '../graphql/route.js';
import type { SocketRoute } from '../graphql/socket.js';
import type { Health } from '../health.js';
import type { Parts } from '../parts.js';
import type { Readings } from './metrics.js';

interface MetricsRoute extends Pick<SocketRoute, 'parts' | 'access' | 'gate' | 'sockets'> {
  readonly health: Health;
}

/** Seconds since the first line was recorded that the read models do not show. */
const lagSecondsOf = async ({ store, now }: Parts, position: bigint): Promise<number> => {
  for await (const { metadata } of store.readAll({ after: position, max: 1 })) {
    const { recordedAt } = metadata as { readonly recordedAt?: string };
    return recordedAt === undefined ? 0 : Math.max(0, (now().getTime() - Date.parse(recordedAt)) / 1000);
  }
  return 0;
};

const readingsOf = async ({ parts, sockets, health }: MetricsRoute): Promise<Readings> => {
  const { store, readModels, proof, duties } = parts;
  const head = await store.head();
  const { position, lagEvents, stopped, partitions } = await readModels.status();
  const sealer = proof.sealer?.status();
  const sealed = await proof.log.end();
  return {
    ledgerPosition: Number(head),
    lagEvents,
    lagSeconds: lagEvents === 0 ? 0 : await lagSecondsOf(parts, position),
    projectionsStopped: stopped.length,
    partitions: partitions.of,
    partitionsHere: partitions.here.length,
    sealedLines: Number(sealed.size),
    unsealedLines: Number(head > sealed.head ? head - sealed.head : 0n),
    sealerFailing: sealer?.diverged !== undefined || sealer?.failing !== undefined,
    publishing: duties.publishers.map((each) => {
      const { name, behind } = each.status();
      return { place: name, behind: behind !== undefined };
    }),
    sockets: sockets.size,
    parts: Object.entries(await health.look()).map(([part, { ok }]) => ({ part, ok })),
  };
};

/**
 * `/metrics`, in the text format of Prometheus, for any token that is for all programmes: it tells how many and how fast,
 * of all programmes together, and nothing of what was written.
 */
export const serveMetrics = (fastify: FastifyInstance, route: MetricsRoute): void => {
  const { metrics } = route.parts;
  const forAllProgrammes = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { grant } = request.caller;
    if (grant && grant.programmes !== 'all')
      void sendEdgeError(request, reply, 403, 'FORBIDDEN', { rule: 'METRICS_FOR_ALL_PROGRAMMES' });
  };
  fastify.get('/metrics', { onRequest: [greet, meeting(route), forAllProgrammes] }, async (_request, reply) =>
    reply
      .type(metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.text(await readingsOf(route))),
  );
};
