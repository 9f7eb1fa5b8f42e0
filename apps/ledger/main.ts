#!/usr/bin/env node
import 'reflect-metadata';
import { pino } from 'pino';
import { openAccess } from './access/access.js';
import { ConfigError, type Config, filesIn, readConfig } from './config.js';
import { openParts } from './parts.js';
import { type Server, startServer } from './server.js';
import { welcome } from './welcome.js';

/** How long a shutdown may take before the process ends without waiting for more. */
const shutdownMsMax = 20_000;

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
  return ['EventStoreError', 'VaultError'].includes(error.name) ? error.message : undefined;
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

const run = async (config: Config): Promise<void> => {
  const log = pino({ level: config.logLevel });
  const parts = await openParts({ ...config, log });
  let server: Server;
  let newAdminToken: string | undefined;
  try {
    const access = openAccess({ file: filesIn(config.data).access, adminToken: config.adminToken });
    newAdminToken = access.newAdminToken;
    server = await startServer({ ...config, parts, access, log });
  } catch (error) {
    await parts.close();
    throw error;
  }
  stopOnSignal(async () => {
    log.info({}, 'shutting down');
    await server.close();
    await parts.close();
  });
  process.stdout.write(welcome({ url: server.url, data: config.data, newAdminToken }));
};

const start = async (): Promise<void> => {
  try {
    const config = readConfig();
    await run(config).catch((error: unknown) => {
      const problem = startProblem(error, config);
      if (problem === undefined) throw error;
      process.stderr.write(`${problem}\n`);
      process.exitCode = 1;
    });
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack ?? error)}\n`);
    process.exitCode = 1;
  }
};

await start();
