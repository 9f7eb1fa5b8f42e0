import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { nestLogger } from './nest-logger.js';

const logging = () => {
  const logged: { level: number; msg: string }[] = [];
  const write = (line: string) => void logged.push(JSON.parse(line) as (typeof logged)[number]);
  return { logger: nestLogger(pino({ level: 'debug' }, { write })), logged };
};

describe('what Nest says', () => {
  it('stands in the log at its level', () => {
    const { logger, logged } = logging();
    logger.error('Nest cannot start', undefined, 'NestFactory');
    logger.log('Mapped a route');
    expect(logged.map(({ level, msg }) => [level, msg])).toEqual([
      [50, 'Nest cannot start'],
      [20, 'Mapped a route'],
    ]);
  });

  it('is no error when it is about one that a resolver threw: the edge answers it, and logs it when it is a fault', () => {
    const { logger, logged } = logging();
    logger.error(
      'ConnectionArgumentError: `after` is not a cursor of this list in this order.',
      undefined,
      'ExceptionsHandler',
    );
    expect(logged.map(({ level }) => level)).toEqual([20]);
  });
});
