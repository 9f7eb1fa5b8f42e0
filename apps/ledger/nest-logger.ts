import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/**
 * Nest tells here of every error that a resolver throws, be it the caller's own mistake. The edge answers those, and logs
 * what is a fault under its trace id: said by Nest too, any caller could fill the log with errors.
 */
const toldByTheEdge = 'ExceptionsHandler';

/** What Nest says goes into the same log: its warnings and errors as they are, its chatter as debug lines. */
export const nestLogger = (log: Logger): LoggerService => {
  const write =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...details: unknown[]): void =>
      log[details.at(-1) === toldByTheEdge ? 'debug' : level]({ details }, String(message));
  return {
    log: write('debug'),
    debug: write('debug'),
    verbose: write('debug'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
  };
};
