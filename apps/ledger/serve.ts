import 'reflect-metadata';
import { type Access, openAccess } from './access/access.js';
import { accessOptions } from './access/access-options.js';
import type { Config } from './config.js';
import { fileProblem } from './file-problem.js';
import { openLog } from './log.js';
import { openParts } from './parts.js';
import { openTracing } from './tracing/open-tracing.js';
import { type Server, startServer } from './server.js';
import { toldToken, welcome } from './welcome.js';

/** How long a shutdown may take before the process ends without waiting for more. */
const shutdownMsMax = 20_000;

/** Their messages are written for whoever starts it. */
const toldInWords = new Set([
  'AccessError',
  'EventStoreError',
  'PostgresError',
  'PostgresUnavailable',
  'ProofFileError',
  'VaultError',
]);

/** What went wrong at the start, in one sentence; undefined when it is a fault that needs its stack trace. */
const startProblem = (error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken by another program. Stop that one, or set PORT to another number.`;
  if (code === 'EACCES' && (error as NodeJS.ErrnoException).syscall === 'listen')
    return `Port ${port} may not be opened by this user. Set PORT to a number above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `This machine has no address ${host}. Set HOST to one that it has.`;
  return toldInWords.has(error.name) ? error.message : fileProblem(error);
};

const stopOnSignal = (stop: () => Promise<void>): void => {
  let stopping = false;
  const onSignal = () => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), shutdownMsMax).unref();
    void stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
};

/** What is there when the server answers. */
export interface Serving extends Pick<Config, 'data' | 'adminToken'> {
  readonly url: string;
  /** A token that was made just now, and is told this once. */
  readonly newAdminToken: string | undefined;
}

const run = async (config: Config, greet: (serving: Serving) => string): Promise<void> => {
  const log = openLog(config.logLevel);
  const tracing = await openTracing(config.traces, log);
  const parts = await openParts({ ...config, log, tracing });
  parts.metrics.withProcess();
  let server: Server;
  let access: Access | undefined;
  let newAdminToken: string | undefined;
  try {
    access = await openAccess(await accessOptions(config, parts, log));
    newAdminToken = access.newAdminToken;
    server = await startServer({ ...config, parts, access, log });
  } catch (error) {
    await access?.close();
    await parts.close();
    // It was kept already: a start that succeeds later makes no other.
    if (newAdminToken !== undefined) process.stdout.write(toldToken(newAdminToken));
    throw error;
  }
  stopOnSignal(async () => {
    log.info({}, 'shutting down');
    await server.close();
    await access.close();
    await parts.close();
    await tracing.close();
  });
  const { data, adminToken } = config;
  process.stdout.write(greet({ url: server.url, data, adminToken, newAdminToken }));
};

/**
 * Serves the ledger of a data folder until SIGINT or SIGTERM ends the process; resolves when it answers. What keeps it
 * from starting, and can be mended by whoever started it, is told in a sentence, and the process ends with 1.
 */
export const serve = async (config: Config, greet: (serving: Serving) => string = welcome): Promise<void> =>
  run(config, greet).catch((error: unknown) => {
    const problem = startProblem(error, config);
    if (problem === undefined) throw error;
    process.stderr.write(`${problem}\n`);
    process.exitCode = 1;
  });
