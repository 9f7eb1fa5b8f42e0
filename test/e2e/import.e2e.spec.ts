import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandLine, charterLongAgo, give, problemsIn, reportOf, unitRows } from '../support/command-line.js';

const timeoutMs = 60_000;

let cli: CommandLine;
beforeEach(async () => {
  cli = await CommandLine.open();
});
afterEach(() => cli.remove());

const typesFrom = async (revision: number) => (await cli.lines()).slice(revision).map(({ type }) => type);

describe('an import of decisions', () => {
  const heading = 'Saksnr;Tittel;Spørsmål;Organ;Dato;Alternativer;Valg;Begrunnelse;Lenke';
  const kept = '16/1;Nett;teknologi og data;Utvalget;25.11.2016;Bygge ut|Vente;Bygge ut;"Fordi\ndet trengs.";';

  it(
    'logs each case once, and reports one that the file tells otherwise now',
    async () => {
      await cli.withLedger((ledger) => charterLongAgo(ledger));
      const file = await cli.file(
        'cases.csv',
        heading,
        kept,
        '16/2;Regler;ETHICS_AND_LAW;Utvalget;2016-11-25;Ja|Nei;B;Nei.;',
      );
      expect(await cli.run('import', 'decisions', file)).toMatchObject({ code: 0 });
      const lines = (await cli.lines()).slice(2);
      expect(lines.map(({ type }) => type)).toEqual(
        [0, 1].flatMap(() => ['DecisionNeedIdentified', 'DecisionProposed', 'DecisionTaken']),
      );
      expect(lines[2]).toMatchObject({
        occurredOn: '2016-11-25',
        evidence: [{ title: '16/1', evidenceDate: '2016-11-25' }],
        data: { option: 'A', rationale: 'Fordi\ndet trengs.', deciders: ['Utvalget'] },
      });

      const again = reportOf(await cli.run('import', 'decisions', file, '--json'));
      expect(again.counts).toEqual({ new: 0, changed: 0, unchanged: 2, bad: 0 });

      const other = await cli.file(
        'other.csv',
        heading,
        kept,
        '16/2;Andre regler;etikk og jus;Utvalget;25.11.2016;Ja|Nei;Nei;Nei.;',
        '16/3;Ny sak;metode;Utvalget;25.11.2016;Ja|Nei;Nei;Nei.;ftp://x',
      );
      for (const flags of [['--dry-run'], []]) {
        const told = await cli.run('import', 'decisions', other, '--json', ...flags);
        expect(told.code).toBe(2);
        expect(problemsIn(reportOf(told))).toEqual([
          [4, ['DECISION_TOLD_OTHERWISE']],
          [5, ['INPUT_NOT_A_URI']],
        ]);
        expect(reportOf(told).lines[1]!.problems[0]!.message).toContain('“16/2” is in the book as D-2');
      }
      expect(await typesFrom(2)).toHaveLength(6);
    },
    timeoutMs,
  );
});

describe('an import of usage', () => {
  it(
    'embeds a unit when its periods come to that, and writes a period once',
    async () => {
      const programmeId = await cli.withLedger((ledger) => charterLongAgo(ledger));
      await cli.run('import', 'units', await cli.file('units.csv', ...unitRows));
      await cli.withLedger(async (ledger) => {
        const unitId = (await ledger.book(programmeId))!.state.units.byExternalId.get('orgnr:974760673')!;
        const adoption = { unitId, solutionId: 'S-1' };
        await give(ledger, programmeId, 'commitUnit', adoption, '2016-11-01');
        await give(
          ledger,
          programmeId,
          'confirmReadiness',
          { ...adoption, checks: [{ check: 'Nett', met: true }] },
          '2016-12-01',
        );
        await give(ledger, programmeId, 'recordGoLive', adoption, '2017-01-02');
      });
      const head = (await cli.lines()).length;
      const file = await cli.file(
        'usage.csv',
        'orgnr;fra;til;aktive;elever',
        '974760673;01.04.2017;30.06.2017;300;412',
        '974760673;01.01.2017;31.03.2017;280;412',
      );
      expect(await cli.run('import', 'usage', file)).toMatchObject({ code: 0, err: '' });
      expect(await typesFrom(head)).toEqual(['UsageMeasured', 'UsageMeasured', 'UnitEmbedded']);
      expect(reportOf(await cli.run('import', 'usage', file, '--json')).counts).toMatchObject({ unchanged: 2 });

      const bad = await cli.file(
        'bad.csv',
        'skole;fra;til;aktive;elever',
        'Ås skole;01.04.2017;30.06.2017;301;412',
        'As skole;01.07.2017;30.09.2017;300;412',
        'Ås skole;01.07.2017;30.09.2017;413;412',
        'Ås avdeling sør;01.07.2017;30.09.2017;1;2',
      );
      expect(problemsIn(reportOf(await cli.run('import', 'usage', bad, '--json')))).toEqual([
        [2, ['USAGE_ALREADY_REPORTED']],
        [3, ['UNIT_NOT_FOUND']],
        [4, ['ACTIVE_EXCEEDS_ELIGIBLE']],
        [5, ['USAGE_BEFORE_GO_LIVE']],
      ]);
      expect(await typesFrom(head)).toHaveLength(3);
    },
    timeoutMs,
  );
});

describe('the command line', () => {
  it(
    'says in a sentence what is missing, and makes no folder of its own accord',
    async () => {
      const file = await cli.file('units.csv', ...unitRows);
      expect(await cli.run('import', 'units', file, '-l', 'nb')).toEqual({
        code: 2,
        out: '',
        err: `Det er ingen hovedbok i ${cli.folder}. Sett WAVEBOOK_DATA til mappen som tjeneren kjører på.\n`,
      });
      await cli.withLedger(() => Promise.resolve());
      expect((await cli.run('import', 'units', file)).err).toBe(
        'The ledger has no programme yet. Charter one first.\n',
      );
      expect(await cli.run('import', 'schools', file)).toMatchObject({ code: 2 });
    },
    timeoutMs,
  );

  it(
    'asks which programme is meant where there are several, and takes its name or id',
    async () => {
      const [one, other] = await cli.withLedger(async (ledger) => [
        await charterLongAgo(ledger, 'Tablets'),
        await charterLongAgo(ledger, 'Nett'),
      ]);
      const file = await cli.file('units.csv', ...unitRows);
      const asked = await cli.run('import', 'units', file);
      expect(asked).toMatchObject({ code: 2, out: '' });
      expect(asked.err).toContain(`${one}  Tablets`);
      expect(asked.err).toContain(`${other}  Nett`);
      expect(reportOf(await cli.run('import', 'units', file, '-n', '--json', '-p', 'nett')).programme.id).toBe(other);
      expect(reportOf(await cli.run('import', 'units', file, '-n', '--json', '-p', one)).programme.name).toBe(
        'Tablets',
      );
    },
    timeoutMs,
  );
});
