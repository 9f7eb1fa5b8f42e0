import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isPostgresAddress, postgresAddressRule } from './postgres-address.js';
import { type PublishingConfig, checkpointVariables, publishingFrom } from './publishing/checkpoint-variables.js';
import { type TracingConfig, tracingFrom, tracingVariables } from './tracing/tracing-variables.js';
import { type OidcConfig, oidcFrom, oidcVariables } from './access/oidc-variables.js';

/** What the server can be told from outside. Only this file reads the environment. */
export interface Config {
  /** 0 takes any port that is free. */
  readonly port: number;
  readonly host: string;
  /** The folder that holds everything: ledger.db, keys.db, proof.db, the read models, access.db and master.key. */
  readonly data: string;
  /** The address of the EventStoreDB that holds the ledger; `ledger.db` in the data folder when undefined. May hold a password. */
  readonly eventStoreUrl: string | undefined;
  /** A database on PostgreSQL for the read models, in place of files in the data folder. It holds a password. */
  readonly readDatabaseUrl: string | undefined;
  /** Sets the admin's access token; without it the first start makes one and prints it. */
  readonly adminToken: string | undefined;
  /** Who may sign in with tokens of another issuer (OpenID Connect); nobody when undefined. */
  readonly oidc: OidcConfig | undefined;
  /** 32 bytes as hex or base64, or the path of a file that holds them; otherwise `master.key` in the data folder. */
  readonly masterKey: string | undefined;
  /** IANA name; calendar days are counted in it. */
  readonly timeZone: string;
  /** Origins of other sites whose pages may open sockets here, such as `https://dashboard.example`. */
  readonly origins: readonly string[];
  /** True with NODE_ENV=production: the schema is then neither told by introspection nor suggested. */
  readonly production: boolean;
  /** What the operations of one token may cost in a minute, all together. 0 stands for no limit. */
  readonly costPerMinute: number;
  /** Wrong tokens in a minute, after which an address waits. 0 stands for no limit. */
  readonly failedSignInsPerMinute: number;
  /** Where checkpoints are given away. */
  readonly publishing: PublishingConfig;
  /** Where traces are sent; nowhere when undefined. */
  readonly traces: TracingConfig | undefined;
  readonly role: Role;
  readonly logLevel: LogLevel;
}

/** What a process does where several share the work: serve people, or do what is done once for all; `all` does both. */
export const roles = ['all', 'api', 'projector'] as const;
export type Role = (typeof roles)[number];

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The environment asks for something that cannot be. The message names each variable and its rule. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export const adminTokenLengthMin = 16;

const isTimeZone = (name: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
};

const listed = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const wholeNumber = /^\d{1,5}$/;

/** Far more than a person or a wall screen asks for. */
export const defaultRates = { costPerMinute: 2_000_000, failedSignInsPerMinute: 60 } as const;

const rate = (otherwise: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number, or 0 for no limit')
    .transform(Number)
    .default(otherwise);

const eventStoreAddress = /^esdb(\+discover)?:\/\/\S+$/;

const variables = z.object({
  PORT: z
    .string()
    .refine((text) => wholeNumber.test(text) && Number(text) <= 65_535, 'must be a whole number from 0 to 65535')
    .transform(Number)
    .default(4000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be a host name or an address, such as 127.0.0.1')
    .default('127.0.0.1'),
  WAVEBOOK_DATA: z.string().default('./data'),
  EVENTSTORE_URL: z
    .string()
    .regex(eventStoreAddress, 'must be an address of EventStoreDB, such as esdb://user:password@host:2113?tls=true')
    .optional(),
  READ_DATABASE_URL: z.string().refine(isPostgresAddress, postgresAddressRule).optional(),
  WAVEBOOK_ADMIN_TOKEN: z
    .string()
    .min(adminTokenLengthMin, `must have at least ${adminTokenLengthMin} characters`)
    .regex(/^[\x21-\x7e]+$/, 'must be made of visible ASCII characters without spaces, as it travels in a header')
    .optional(),
  ...oidcVariables,
  WAVEBOOK_MASTER_KEY: z.string().optional(),
  WAVEBOOK_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be the IANA name of a time zone, such as Europe/Oslo')
    .default('Europe/Oslo'),
  WAVEBOOK_ORIGINS: z
    .string()
    .transform(listed)
    .refine(
      (origins) => origins.every(isOrigin),
      'must list origins, such as https://dashboard.example, without a path',
    )
    .default([]),
  WAVEBOOK_COST_PER_MINUTE: rate(defaultRates.costPerMinute),
  WAVEBOOK_FAILED_SIGN_INS_PER_MINUTE: rate(defaultRates.failedSignInsPerMinute),
  ...checkpointVariables,
  ...tracingVariables,
  NODE_ENV: z.string().default('development'),
  WAVEBOOK_ROLE: z.enum(roles, `must be one of ${roles.join(', ')}`).default('all'),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
});

/** A variable that is set to nothing counts as not set: that is how compose files leave one out. */
const withoutEmpty = (environment: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));

/**
 * Reads the configuration from the environment. `otherwise` takes the place of the usual defaults, `asked` that of what the
 * environment says.
 * @throws ConfigError that names every variable that is wrong.
 */
export const readConfig = (
  environment: NodeJS.ProcessEnv = process.env,
  otherwise: Readonly<Record<string, string>> = {},
  asked: Readonly<Record<string, string>> = {},
): Config => {
  const read = variables.safeParse({ ...otherwise, ...withoutEmpty(environment), ...asked });
  if (!read.success)
    // The values are not repeated: one of them may be a token.
    throw new ConfigError(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join('\n'));
  const { data } = read;
  const oidc = oidcFrom(data);
  if (oidc && 'wrong' in oidc) throw new ConfigError(oidc.wrong);
  const publishing = publishingFrom(data);
  if ('wrong' in publishing) throw new ConfigError(publishing.wrong);
  return {
    port: data.PORT,
    host: data.HOST,
    data: resolve(data.WAVEBOOK_DATA),
    eventStoreUrl: data.EVENTSTORE_URL,
    readDatabaseUrl: data.READ_DATABASE_URL,
    adminToken: data.WAVEBOOK_ADMIN_TOKEN,
    oidc,
    masterKey: data.WAVEBOOK_MASTER_KEY,
    timeZone: data.WAVEBOOK_TIME_ZONE,
    origins: data.WAVEBOOK_ORIGINS,
    production: data.NODE_ENV === 'production',
    costPerMinute: data.WAVEBOOK_COST_PER_MINUTE,
    failedSignInsPerMinute: data.WAVEBOOK_FAILED_SIGN_INS_PER_MINUTE,
    publishing,
    traces: tracingFrom(data),
    role: data.WAVEBOOK_ROLE,
    logLevel: data.LOG_LEVEL,
  };
};

/** Where things lie in the data folder. */
export const filesIn = (data: string) => ({
  ledger: join(data, 'ledger.db'),
  /** The ledger as it was when it was moved to EventStoreDB. */
  movedLedger: join(data, 'ledger.moved.db'),
  keys: join(data, 'keys.db'),
  /** Since when what lies beside the ledger is on PostgreSQL. */
  besideMoved: join(data, 'beside.moved'),
  /** A folder for what comes back from PostgreSQL, until all of it is here. */
  besideReturning: join(data, 'beside.returning'),
  /** By which move it comes. There when all was fetched and compared: from then on it may be the only copy. */
  returningMove: join(data, 'beside.returning', 'move'),
  masterKey: join(data, 'master.key'),
  access: join(data, 'access.db'),
  proof: join(data, 'proof.db'),
  reads: join(data, 'reads.db'),
  readModels: join(data, 'read'),
  /** What a backup says of itself. There is none in a folder that a server runs on. */
  manifest: join(data, 'backup.json'),
});

/**
 * What is said to whoever wants to work on a backup as if it were a ledger; undefined for every other folder. A backup that
 * was written to is no longer what its checksums say.
 */
export const backupInPlace = (data: string): string | undefined =>
  existsSync(filesIn(data).manifest)
    ? `${data} is a backup, and stays as it is. Restore it into another folder with “wavebook restore ${data}”.`
    : undefined;
