import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '#kernel';
import { hashBytes, leafEnvelopeOf, parseTilePath, tileWidth, tileWidthAt } from '#proof';
import { greet, meeting } from '../graphql/route.js';
import { checkpointAt } from './prove.js';
import { serveCosignatures } from './serve-cosignatures.js';
import { sendEdgeError } from '../graphql/http.js';
import type { SocketRoute } from '../graphql/socket.js';

type LogRoute = Pick<SocketRoute, 'parts' | 'access' | 'gate'>;

const readers: ReadonlySet<Role> = new Set(['admin', 'manager', 'auditor']);
/** A whole tile is what it is for ever; a part of one is soon outgrown. */
const forEver = 'private, max-age=31536000, immutable';

/** Leaves as C2SP tlog-tiles bundles them: each after its length, as two bytes. */
const bundle = (envelopes: readonly string[]): Buffer =>
  Buffer.concat(
    envelopes.flatMap((envelope) => {
      const bytes = Buffer.from(envelope);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(bytes.length);
      return [length, bytes];
    }),
  );

const entriesOf = async ({ proof, store }: LogRoute['parts'], n: bigint, width: number): Promise<Buffer> => {
  const first = n * BigInt(tileWidth);
  const envelopes: string[] = [];
  for (let index = first; index < first + BigInt(width); index++)
    for await (const event of store.readAll({ after: proof.log.positionOf(index)! - 1n, max: 1 }))
      envelopes.push(leafEnvelopeOf(event));
  return bundle(envelopes);
};

/**
 * `/log`: checkpoints and tiles as C2SP tlog-tiles has them, so that foreign tools can read and watch the log. Behind the
 * same lock as GraphQL. What bundles of leaves tell (ids and types of all lines) is for tokens for all programmes.
 */
export const serveLog = (fastify: FastifyInstance, { parts, access, gate }: LogRoute): void => {
  const { log } = parts.proof;

  const onlyReaders = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { actor } = request.caller;
    if (actor && !readers.has(actor.role))
      void sendEdgeError(request, reply, 403, 'FORBIDDEN', { roles: [...readers].join(', '), role: actor.role });
  };
  const onRequest = [greet, meeting({ access, gate }), onlyReaders];

  const sendNote = (reply: FastifyReply, size: bigint) =>
    reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(checkpointAt(parts.proof, size).note);

  fastify.get('/log/checkpoint', { onRequest }, async (_request, reply) => sendNote(reply, log.size));

  fastify.get('/log/checkpoint/cosigned', { onRequest }, async (request, reply) => {
    const size = log.newestCosigned();
    if (size === undefined) return sendEdgeError(request, reply, 404, 'NOT_FOUND');
    return sendNote(reply, size);
  });

  serveCosignatures(fastify, parts.proof, onRequest);

  fastify.get<{ Params: { '*': string } }>('/log/tile/*', { onRequest }, async (request, reply) => {
    const place = parseTilePath(`tile/${request.params['*']}`);
    const notFound = () => sendEdgeError(request, reply, 404, 'NOT_FOUND');
    if (!place) return notFound();
    const { level, n, width } = place;
    const isEntries = level === 'entries';
    const { actor } = request.caller;
    if (actor && isEntries) await parts.reads.record({ actor, kind: 'PROOF', programmeId: null, subject: 'entries' });
    // A part of a tile that has grown since is still given: its hashes are the first ones of the tile.
    if (width > tileWidthAt({ level: isEntries ? 0 : level, n }, log.size)) return notFound();
    if (isEntries && request.caller.grant?.programmes !== 'all')
      return sendEdgeError(request, reply, 403, 'FORBIDDEN', { rule: 'LOG_FOR_ALL_PROGRAMMES' });
    const bytes = isEntries ? await entriesOf(parts, n, width) : log.tile(level, n).subarray(0, width * hashBytes);
    return reply.type('application/octet-stream').header('cache-control', forEver).send(bytes);
  });
};
