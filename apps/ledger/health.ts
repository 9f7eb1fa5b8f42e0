import type { FastifyInstance } from 'fastify';
import { type Check, type PartHealth, partChecks, troubled } from './part-checks.js';
import type { Parts } from './parts.js';

/** A part that does not answer within this time counts as down. */
const answerMsMax = 2_000;

const within = async <T>(answer: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), answerMsMax);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
};

export type HealthOfParts = Readonly<Record<string, PartHealth>>;

const lookAt = async (parts: Parts, name: string, { look, runbook }: Check): Promise<PartHealth> => {
  const silent = () => troubled(`${name} gives no answer.`, runbook);
  return within(Promise.resolve(parts).then(look)).catch(silent);
};

/** How the parts are whenever somebody asks, and since when it was seen that one of them is not well. */
export class Health {
  readonly #since = new Map<string, string>();

  constructor(private readonly parts: Parts) {}

  /** A part that throws or is silent is not ok. */
  async look(): Promise<HealthOfParts> {
    const looked = await Promise.all(
      Object.entries(partChecks).map(
        async ([name, check]) => [name, this.#dated(name, await lookAt(this.parts, name, check))] as const,
      ),
    );
    return Object.fromEntries(looked);
  }

  #dated(name: string, health: PartHealth): PartHealth {
    if (health.ok) {
      this.#since.delete(name);
      return health;
    }
    const since = this.#since.get(name) ?? this.parts.now().toISOString();
    this.#since.set(name, since);
    return { ...health, since };
  }
}

/** `/health/live`: the process answers. `/health/ready`: everything works, or 503 and which part does not. Both open. */
export const serveHealth = (fastify: FastifyInstance, health: Health): void => {
  fastify.get('/health/live', () => ({ status: 'live' }));
  fastify.get('/health/ready', async (_request, reply) => {
    const parts = await health.look();
    const ready = Object.values(parts).every(({ ok }) => ok);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', parts });
  });
};
