import type { FastifyInstance } from 'fastify';
import type { Parts } from './parts.js';

/** Events that the read models may be behind and still count as up to date. */
const lagEventsMax = 1_000;
/** The clock looks each minute; when it has not for this long, what falls due is no longer written. */
const clockSilentMsMax = 180_000;
/** A part that does not answer within this time counts as down. */
const answerMsMax = 2_000;

export interface PartHealth {
  readonly ok: boolean;
  readonly [detail: string]: unknown;
}

const within = async <T>(answer: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), answerMsMax);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
};

const storeHealth = async ({ store }: Parts): Promise<PartHealth> => ({ ok: true, head: String(await store.head()) });

/** Names and positions alone: what was in an event that could not be taken is for the log. */
const readModelHealth = async ({ readModels }: Parts): Promise<PartHealth> => {
  const { position, lagEvents, stopped, rebuilding, reachable } = await readModels.status();
  return {
    ok: reachable && stopped.length === 0 && lagEvents < lagEventsMax,
    position: String(position),
    lagEvents,
    rebuilding,
    reachable,
    stopped: stopped.map((each) => ({ projection: each.projection, position: String(each.position) })),
  };
};

const reactionHealth = ({ reactions }: Parts): PartHealth => {
  const failing = reactions.map((each) => each.status()).filter((status) => status.failing);
  return {
    ok: failing.length === 0,
    failing: failing.map(({ name, position, failing: trouble }) => ({
      name,
      position: String(position),
      attempts: trouble!.attempts,
    })),
  };
};

const clockHealth = ({ clockRoundAt }: Parts): PartHealth => {
  const at = clockRoundAt();
  if (at === undefined) return { ok: false, lastRoundAt: null };
  return { ok: Date.now() - at < clockSilentMsMax, lastRoundAt: new Date(at).toISOString() };
};

/** Up to where everything is sealed; and, when the ledger is not what was sealed, where that was found. */
const proofHealth = ({ proof }: Parts): PartHealth => {
  const status = proof.sealer?.status();
  if (!status) return { ok: true };
  const { position, size, diverged, failing } = status;
  return {
    ok: diverged === undefined && failing === undefined,
    position: String(position),
    size: String(size),
    ...(diverged ? { divergedAt: String(diverged.position) } : {}),
  };
};

/**
 * Where checkpoints are given away, and since when that fails. A server whose receiver is away is as good as before, and
 * stays ready; a ledger that does not begin with what was given away is not what it was.
 */
const publishingHealth = ({ publishers }: Parts): PartHealth => {
  const places = publishers.map((each) => each.status());
  return {
    ok: places.every(({ behind }) => behind?.code !== 'CHECKPOINT_DIFFERS'),
    places: places.map(({ name, size, behind }) => ({
      name,
      size: size === undefined ? null : String(size),
      ...(behind ? { behind: true, since: behind.since, code: behind.code } : { behind: false }),
    })),
  };
};

const checks = {
  eventStore: storeHealth,
  readModels: readModelHealth,
  reactions: reactionHealth,
  clock: clockHealth,
  proof: proofHealth,
  publishing: publishingHealth,
};

/** How each part is; a part that throws or is silent is not ok. */
export const healthOf = async (parts: Parts): Promise<Readonly<Record<string, PartHealth>>> =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) =>
          [name, await within(Promise.resolve(parts).then(check)).catch((): PartHealth => ({ ok: false }))] as const,
      ),
    ),
  );

/** `/health/live`: the process answers. `/health/ready`: everything works, or 503 and which part does not. Both open. */
export const serveHealth = (fastify: FastifyInstance, parts: Parts): void => {
  fastify.get('/health/live', () => ({ status: 'live' }));
  fastify.get('/health/ready', async (_request, reply) => {
    const health = await healthOf(parts);
    const ready = Object.values(health).every(({ ok }) => ok);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', parts: health });
  });
};
