import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Book } from '../../libs/book/index.js';
import type { Ledger } from '../../libs/ledger/index.js';
import { CommandLine, charterLongAgo, enrol, give, reportOf } from '../support/command-line.js';

const timeoutMs = 120_000;

let cli: CommandLine;
let empty: CommandLine;
beforeEach(async () => {
  cli = await CommandLine.open();
  empty = await CommandLine.open();
});
afterEach(() => Promise.all([cli.remove(), empty.remove()]));

const quarters = [
  ['2017-01-01', '2017-03-31'],
  ['2017-04-01', '2017-06-30'],
] as const;

const live = async (ledger: Ledger<Book>, programmeId: string, unitIds: readonly string[]) => {
  for (const unitId of unitIds)
    for (const command of ['commitUnit', 'recordGoLive'])
      await give(ledger, programmeId, command, { unitId, solutionId: 'S-1' }, '2017-01-01');
};

/** Units with all that is awkward in a file, two of them gone, and their use. */
const writeBook = (ledger: Ledger<Book>) =>
  charterLongAgo(ledger, 'Awkward, synthetic').then(async (programmeId) => {
    const parent = { scheme: 'orgnr', value: '974760673' };
    const ids = await enrol(ledger, programmeId, [
      { name: '=1+1', kind: '+47;"x"', eligible: 412, externalIds: [parent, { scheme: 'nsr', value: '12' }] },
      {
        name: "'=2",
        kind: '@home',
        eligible: 0,
        externalIds: [{ scheme: 'local', value: '-007' }],
        parentExternalId: parent,
      },
      { name: 'Without a number', eligible: 30 },
      { name: 'Merged away', eligible: 5, externalIds: [{ scheme: 'local', value: '8' }] },
      { name: 'Closed', eligible: 5 },
    ]);
    await give(
      ledger,
      programmeId,
      'changeUnitDetails',
      { unitId: ids[1], eligible: 77, parentUnitId: ids[2] },
      '2016-09-01',
    );
    await live(ledger, programmeId, ids);
    for (const [periodStart, periodEnd] of quarters)
      await give(ledger, programmeId, 'reportUsage', {
        solutionId: 'S-1',
        periodStart,
        periodEnd,
        counts: ids.map((unitId, at) => ({ unitId, active: at, eligible: 10 })),
      });
    await give(ledger, programmeId, 'mergeUnits', { fromUnitIds: [ids[3]], intoUnitId: ids[0] }, '2018-01-01');
    await give(ledger, programmeId, 'closeUnit', { unitId: ids[4] }, '2018-01-01');
  });

/** Unit names and counts of the new book, where going live is told before use can be. */
const goLiveEverywhere = (programmeId: string) =>
  empty.withLedger(async (ledger) => {
    const { byId } = (await ledger.book(programmeId))!.state.units;
    await live(ledger, programmeId, [...byId.keys()]);
  });

const exported = async (line: CommandLine, name: string) => readFile(join(line.data, name), 'utf8');

describe('wavebook export', () => {
  it(
    'writes files that an empty ledger imports to the same units and figures, and that change nothing where they are from',
    async () => {
      await cli.withLedger(writeBook);
      const programmeId = await empty.withLedger((ledger) => charterLongAgo(ledger, 'Awkward, synthetic'));

      const units = await cli.run('export', 'units', 'units.csv');
      expect(units).toEqual({
        code: 0,
        out: '3 lines of units of Awkward, synthetic are in units.csv.\n',
        err: 'Not in it: 1 unit merged into others.\nNot in it: 1 closed unit.\nNot in it: 1 further register number; a line holds one for each unit.\n',
      });
      const usage = JSON.parse((await cli.run('export', 'usage', 'usage.xlsx', '--json')).out) as object;
      expect(usage).toMatchObject({ format: 'xlsx', rows: 6, leftOut: [{ code: 'USAGE_OF_FORMER_UNIT', count: 4 }] });

      const text = await exported(cli, 'units.csv');
      expect(text.split('\r\n').slice(1, 3)).toEqual(
        [
          "local;-007;''=2;'@home;77;wavebook:" + /wavebook;([0-9a-f-]{36})/.exec(text)![1]! + ';2016-08-01',
          `orgnr;974760673;'=1+1;"'+47;""x""";417;;2016-08-01`,
        ].map((line) => line.replace(';-007;', ";'-007;")),
      );

      for (const [kind, file] of [
        ['units', 'units.csv'],
        ['usage', 'usage.xlsx'],
      ] as const) {
        const { counts } = reportOf(await cli.run('import', kind, file, '--json'));
        expect(counts).toMatchObject({ new: 0, changed: 0, bad: 0 });
        await writeFile(join(empty.data, file), await readFile(join(cli.data, file)));
        const report = reportOf(await empty.run('import', kind, file, '--json'));
        expect(report.counts).toMatchObject({ changed: 0, unchanged: 0, bad: 0 });
        if (kind === 'units') await goLiveEverywhere(programmeId);
      }
      await empty.run('export', 'units', 'units.csv', '--force');
      expect(await exported(empty, 'units.csv')).toBe(text);
      expect((await empty.run('export', 'usage')).out).toBe((await cli.run('export', 'usage')).out);
    },
    timeoutMs,
  );

  it(
    'says what is wrong with how it is used, and leaves files alone that are there',
    async () => {
      const missing = await cli.run('export', 'units', 'units.csv', '-l', 'nb');
      expect(missing).toMatchObject({ code: 2, out: '', err: expect.stringContaining('ingen hovedbok') as unknown });
      await cli.withLedger((ledger) => charterLongAgo(ledger));
      await cli.file('mine.csv', 'mine');
      const refused = await cli.run('export', 'units', 'mine.csv', '--json');
      expect(refused.code).toBe(2);
      expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'FILE_EXISTS' } });
      expect(await exported(cli, 'mine.csv')).toBe('mine\n');
      expect(await cli.run('export', 'units', 'units')).toMatchObject({
        code: 2,
        err: 'Name units with .csv or .xlsx at the end, or choose with --format.\n',
      });
      expect(await cli.run('export', 'units', join('nowhere', 'units.csv'))).toMatchObject({
        code: 1,
        err: 'nowhere/units.csv cannot be written: the folder that it would lie in is not there.\n',
      });
      expect(await cli.run('export', 'units', join('mine.csv', 'units.csv'))).toMatchObject({
        code: 1,
        err: expect.stringMatching(/^mine.csv\/units.csv cannot be written: it is a file, or lies in one/) as unknown,
      });
      expect((await cli.run('export', 'people', 'people.csv')).code).toBe(2);
    },
    timeoutMs,
  );
});
