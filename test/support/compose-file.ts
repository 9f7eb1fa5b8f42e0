import { parse } from 'yaml';
import { z } from 'zod';

/**
 * The part of the Compose specification that our file keeps to, as its JSON Schema has it, and stricter: what is not named
 * here is refused. (https://github.com/compose-spec/compose-spec, schema/compose-spec.json)
 */
const duration = z.string().regex(/^\d+(ms|s|m|h)$/);
const name = z.string().regex(/^[a-zA-Z0-9._-]+$/);
const words = z.array(z.string()).min(1);

const service = z.strictObject({
  build: z.literal('.').optional(),
  image: z.string().regex(/^[a-z0-9./-]+:[\w.-]+$/),
  profiles: z.array(name).min(1),
  command: words.optional(),
  entrypoint: words.optional(),
  user: z.string().optional(),
  environment: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()).optional(),
  volumes: z.array(z.string().regex(/^[a-z-]+:\/[\w./-]*(:ro)?$/)).optional(),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/)).optional(),
  networks: z.record(name, z.strictObject({ aliases: z.array(name) })).optional(),
  network_mode: z.literal('none').optional(),
  depends_on: z
    .record(
      name,
      z.strictObject({
        condition: z.enum(['service_healthy', 'service_completed_successfully']),
        required: z.boolean().optional(),
      }),
    )
    .optional(),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.literal('CMD')], z.string()),
      interval: duration,
      timeout: duration,
      retries: z.int().positive(),
    })
    .optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string().regex(/^\/[\w/]+(:[\w=,]+)?$/)).optional(),
  cap_drop: z.tuple([z.literal('ALL')]).optional(),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]).optional(),
  shm_size: z.string().optional(),
  restart: z.enum(['no', 'unless-stopped']),
  stop_grace_period: duration.optional(),
});

const composeFile = z.object({ services: z.record(name, service), volumes: z.record(name, z.null()) });

export type ComposeFile = z.output<typeof composeFile>;
export type Service = z.output<typeof service>;

/** Reads a Compose file. @throws ZodError what is not in the part of the specification that we keep to */
export const readCompose = (text: string): ComposeFile => {
  const file = parse(text, { merge: true }) as Record<string, unknown>;
  // Extensions are there to be merged into services.
  const own = Object.fromEntries(Object.entries(file).filter(([key]) => !key.startsWith('x-')));
  return z.strictObject(composeFile.shape).parse(own);
};

/** `${NAME}`, `${NAME:-otherwise}` and `${NAME:?why}`, as Compose puts values in their place. */
const variable = /\$\{(\w+)(?::([-?])([^}]*))?\}/g;

export const variablesIn = (text: string): readonly string[] => [...text.matchAll(variable)].map(([, each]) => each!);

/** @throws Error that names a variable which must be set */
export const interpolated = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(variable, (_all, each: string, kind: string | undefined, rest: string | undefined) => {
    const value = values[each];
    if (value) return value;
    if (kind === '?') throw new Error(`${each}: ${rest}`);
    return kind === '-' ? (rest ?? '') : '';
  });
