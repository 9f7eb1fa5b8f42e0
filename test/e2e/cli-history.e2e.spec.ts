import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandLine, charterLongAgo, enrol, give, nominate } from '../support/command-line.js';

const timeoutMs = 120_000;

let cli: CommandLine;
beforeEach(async () => {
  cli = await CommandLine.open();
});
afterEach(() => cli.remove());

const writeBook = () =>
  cli.withLedger(async (ledger) => {
    const programmeId = await charterLongAgo(ledger);
    const [unitId] = await enrol(ledger, programmeId, [{ name: 'Ås skole', eligible: 412 }]);
    await nominate(ledger, programmeId, unitId!, 1);
    return programmeId;
  });

interface Told {
  readonly position: string;
  readonly sentence: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('wavebook history', () => {
  it(
    'tells the book in words, from a position, so many lines, in a language, and no name of a person',
    async () => {
      await writeBook();
      const all = await cli.run('history');
      expect(all).toMatchObject({ code: 0, err: '' });
      const lines = all.out.trimEnd().split('\n');
      expect(lines).toHaveLength(4);
      expect(lines[0]).toMatch(
        /^ {6}1 {2}2016-01-04 {2}The programme Synthetic programme was chartered.* \(recorded [\d,]+ days later\)$/,
      );
      expect((await cli.run('history', '--after', '2', '--limit', '1', '--language', 'nb')).out).toMatch(
        /^ {6}3 {2}2016-08-01 {2}Ås skole ble med i programmet.*\n$/,
      );
      const json = (await cli.run('history', '--json')).out;
      const told = json
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Told);
      expect(told.map(({ position, type }) => [position, type])).toEqual([
        ['1', 'ProgrammeChartered'],
        ['2', 'SolutionAdded'],
        ['3', 'UnitEnrolled'],
        ['4', 'ChampionNominated'],
      ]);
      expect(told[3]!.data).toMatchObject({ ref: 'C-1' });
      for (const out of [all.out, json]) expect(out).not.toMatch(/Synthetic Person|example\.org|sealed|v1\./);
      expect(await cli.run('history', '--limit', '0')).toMatchObject({ code: 2, out: '' });
      expect(await cli.run('history', '--programme', 'another')).toMatchObject({ code: 2, out: '' });
    },
    timeoutMs,
  );

  it(
    'follows what is written, until it is told to stop',
    async () => {
      const programmeId = await writeBook();
      const following = cli.start(['history', '--follow', '--after', '3']);
      await following.says('      4  ');
      await cli.withLedger((ledger) =>
        give(ledger, programmeId, 'addSolution', { name: 'Readers', description: 'Synthetic' }, '2017-01-01'),
      );
      await following.says('Readers');
      following.child.kill('SIGINT');
      const { code, out } = await following.ended;
      expect(code).toBe(0);
      expect(out.match(/^ +\d+/gm)!.map(Number)).toEqual([4, 5]);
    },
    timeoutMs,
  );
});
