import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { beginning } from '#event-store';
import type { Role } from '#kernel';
import { type TilePlace, hashBytes, leafEnvelopeOf, parseTilePath, tileWidth, tileWidthAt } from '#proof';
import { greet, meeting } from '../graphql/route.js';
import { checkpointAt } from './prove.js';
import { type Guard, serveCosignatures } from './serve-cosignatures.js';
import type { Caller } from '../graphql/context.js';
import { sendEdgeError, sendRefused, tellBudget } from '../graphql/http.js';
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

/** In one pass: the leaves of a tile stand one after the other in the ledger, whatever its engine leaves between positions. */
const entriesOf = async ({ proof, store }: LogRoute['parts'], n: bigint, width: number): Promise<Buffer> => {
  // Not the place before the first: where positions have gaps nothing begins there.
  const before = n === 0n ? beginning : (await proof.log.positionOf(n * BigInt(tileWidth) - 1n))!;
  const envelopes: string[] = [];
  for await (const event of store.readAll({ after: before, max: width })) envelopes.push(leafEnvelopeOf(event));
  return bundle(envelopes);
};

const hashesIn = async ({ proof }: LogRoute['parts'], { width, ...name }: TilePlace): Promise<Buffer> => {
  const [tile] = await proof.log.tiles([name]);
  return tile!.subarray(0, width * hashBytes);
};

/** What a request takes from the budget of its token, in the points of GraphQL: about a value for each point. */
const costs = { checkpoint: 10, hash: 1, line: 6, cosignatures: 100 } as const;

const costOfTile = (place: TileAsked | undefined): number =>
  place ? place.width * (place.level === 'entries' ? costs.line : costs.hash) : costs.hash;

type TileAsked = NonNullable<ReturnType<typeof parseTilePath>>;

const tileOf = ({ params }: FastifyRequest): TileAsked | undefined =>
  parseTilePath(`tile/${(params as { readonly '*': string })['*']}`);

/** Lets nobody past whose token has used up what a minute allows, and tells everybody else what is left. */
const paying =
  ({ gate }: LogRoute, costOf: (request: FastifyRequest) => number): Guard =>
  async (request, reply) => {
    const paid = await gate.spend(costOf(request), request.caller as Caller);
    if ('errors' in paid) void sendRefused(request, reply, paid);
    else tellBudget(reply, gate.policy, paid.cost);
  };

/**
 * `/log`: checkpoints and tiles as C2SP tlog-tiles has them, so that foreign tools can read and watch the log. Behind the
 * same lock as GraphQL. What bundles of leaves tell (ids and types of all lines) is for tokens for all programmes.
 */
export const serveLog = (fastify: FastifyInstance, route: LogRoute): void => {
  const { parts } = route;
  const { log } = parts.proof;

  const onlyReaders = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { actor } = request.caller;
    if (actor && !readers.has(actor.role))
      void sendEdgeError(request, reply, 403, 'FORBIDDEN', { roles: [...readers].join(', '), role: actor.role });
  };
  const guards = (costOf: (request: FastifyRequest) => number): Guard[] => [
    greet,
    meeting(route),
    onlyReaders,
    paying(route, costOf),
  ];
  const onCheckpoint = { onRequest: guards(() => costs.checkpoint) };

  const sendNote = async (reply: FastifyReply, size: bigint) =>
    reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'no-store')
      .send((await checkpointAt(parts.proof, size)).note);

  fastify.get('/log/checkpoint', onCheckpoint, async (_request, reply) => sendNote(reply, (await log.end()).size));

  fastify.get('/log/checkpoint/cosigned', onCheckpoint, async (request, reply) => {
    const size = await log.newestCosigned();
    if (size === undefined) return sendEdgeError(request, reply, 404, 'NOT_FOUND');
    return sendNote(reply, size);
  });

  serveCosignatures(
    fastify,
    parts.proof,
    guards(() => costs.cosignatures),
  );

  const onTile = { onRequest: guards((request) => costOfTile(tileOf(request))) };
  fastify.get('/log/tile/*', onTile, async (request, reply) => {
    const place = tileOf(request);
    const notFound = () => sendEdgeError(request, reply, 404, 'NOT_FOUND');
    if (!place) return notFound();
    const { level, n, width } = place;
    const isEntries = level === 'entries';
    const { actor } = request.caller;
    if (actor && isEntries) await parts.reads.record({ actor, kind: 'PROOF', programmeId: null, subject: 'entries' });
    // A part of a tile that has grown since is still given: its hashes are the first ones of the tile.
    if (width > tileWidthAt({ level: isEntries ? 0 : level, n }, (await log.end()).size)) return notFound();
    if (isEntries && request.caller.grant?.programmes !== 'all')
      return sendEdgeError(request, reply, 403, 'FORBIDDEN', { rule: 'LOG_FOR_ALL_PROGRAMMES' });
    const bytes = isEntries ? await entriesOf(parts, n, width) : await hashesIn(parts, { level, n, width });
    return reply.type('application/octet-stream').header('cache-control', forEver).send(bytes);
  });
};
