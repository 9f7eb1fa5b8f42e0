import { describe, expect, it } from '@jest/globals';
import { openLog } from './log.js';

const opened = () => {
  const lines: string[] = [];
  return { log: openLog('trace', { write: (line) => void lines.push(line) }), lines };
};

describe('the log', () => {
  it.each([
    ['an address of EventStoreDB', 'esdb+discover://admin:ch4ngeit@db.example:2113?tls=true', 'ch4ngeit'],
    ['an address of PostgreSQL', 'no route to postgres://ledger:p%40ss@[::1]:5432/ledger today', 'p%40ss'],
    ['a header field', 'refused: authorization: Bearer abc.DEF-123', 'abc.DEF-123'],
    ['basic authentication', 'Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['a token of ours', `the token wb_0123456789ab_${'f'.repeat(72)} has ended`, 'fff'],
    ['a signed token', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2ln', 'eyJzdWIiOiJtZSJ9'],
  ])('leaves out the secret in %s', (_what, text, secret) => {
    const { log, lines } = opened();
    log.info({ url: text }, text);
    log.error({ err: new Error(text, { cause: new Error(text) }) }, 'failed');
    log.child({ text }).trace('a child');
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).not.toContain(secret);
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number) });
      expect(line).toContain('(left out)');
    }
  });

  it('leaves out what bears the name of a secret, whatever it is', () => {
    const { log, lines } = opened();
    log.info({ password: 'a "quoted" one', options: { accessToken: 'b', master_key: 'c' }, authorization: 'd' }, 'x');
    expect(JSON.parse(lines[0]!)).toMatchObject({
      password: '(left out)',
      options: { accessToken: '(left out)', master_key: '(left out)' },
      authorization: '(left out)',
    });
  });

  it('leaves everything else as it is', () => {
    const { log, lines } = opened();
    const fields = {
      issuer: 'https://login.example/realms/a',
      place: 'postgres://db:5432/ledger',
      at: 'a@b',
      tokens: 3,
    };
    log.info(fields, 'the token has ended; Basic rules hold');
    expect(JSON.parse(lines[0]!)).toMatchObject({ ...fields, msg: 'the token has ended; Basic rules hold' });
  });
});
