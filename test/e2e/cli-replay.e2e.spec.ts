import { join } from 'node:path';
import { rmdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeDemo } from '../../apps/cli/demo/write-demo.js';
import { CommandLine } from '../support/command-line.js';

const timeoutMs = 120_000;

let cli: CommandLine;
beforeAll(async () => {
  cli = await CommandLine.open();
  const data = join(cli.data, 'ledger');
  rmdirSync(data);
  await writeDemo({ data, masterKey: undefined, timeZone: 'Europe/Oslo' });
}, timeoutMs);
afterAll(() => cli.remove());

describe('wavebook replay', () => {
  it(
    'tells the state of a programme in words, at two clocks and in a language',
    async () => {
      const told = await cli.run('replay', '--as-of', '2015-11-26', '--known-at', '2015-11-29', '--language', 'en');
      expect(told).toMatchObject({ code: 0, err: '' });
      expect(told.out.split('\n')).toEqual([
        'Digital skolehverdag, 26 November 2015, as it was known at the end of 29 November 2015 (57 lines, to position 57)',
        'running; chartered 12 May 2014; owner: Rådmannen i Bærum',
        '',
        'Solutions',
        '  S-1 Tablet til hver elev: 15 units (1 not on its way, 9 interested, 5 live)',
        'Pilots',
        '  P-1 Pilot på barnetrinnet: running',
        '  P-2 Pilot på ungdomstrinnet: running',
        'Waves',
        '  W-1 Pulje 1: ti skoler: planned, 9 units, 11 January 2016 – 17 June 2016',
        'Decisions: none',
        'Champions: 3 active',
        '',
      ]);
      const since = await cli.run('replay', '--as-of', '2015-11-26', '--language', 'nb');
      expect(since.out).toContain('slik det er kjent nå');
      expect(since.out).toContain('D-1 Digital skolehverdag på ti skoler: tatt, 25. november 2015');
      expect(since.out).toContain('W-1 Pulje 1: ti skoler: planlagt, 10 enheter');
    },
    timeoutMs,
  );
  it(
    'tells it as JSON',
    async () => {
      const { code, out } = await cli.run('replay', '--known-at', '5', '--json');
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        programme: { name: 'Digital skolehverdag', status: 'RUNNING', owner: 'Rådmannen i Bærum' },
        knownAt: '5',
        position: '5',
        lines: 5,
        solutions: [{ ref: 'S-1', unitsTotal: 2, units: { UNAWARE: 2 } }],
        pilots: [],
      });
    },
    timeoutMs,
  );
  it.each([
    ['before the book', ['--as-of', '2010-01-01'], 'its first line tells of 12 May 2014'],
    ['in the future', ['--known-at', '2199-01-01'], 'Nobody knows yet what will be'],
    ['of another ledger', ['--known-at', '99999'], 'This ledger has no position 99999'],
    ['that are none', ['--known-at', 'gestern'], 'It is a position (120), a day (2015-11-29) or a moment'],
    ['that do not exist', ['--as-of', '2015-02-30'], 'It is a day that exists'],
  ])(
    'refuses clocks %s',
    async (_which, flags, says) => {
      const { code, out, err } = await cli.run('replay', '--language', 'en', ...flags);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(says);
    },
    timeoutMs,
  );
});
