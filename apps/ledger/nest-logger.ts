import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** What Nest says goes into the same log: its warnings and errors as they are, its chatter as debug lines. */
export const nestLogger = (log: Logger): LoggerService => {
  const write =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...details: unknown[]): void =>
      log[level]({ details }, String(message));
  return {
    log: write('debug'),
    debug: write('debug'),
    verbose: write('debug'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
  };
};
