import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '../../libs/event-store/index.js';
import { filesIn } from '../../apps/ledger/config.js';
import { CommandLine, charterLongAgo, give, problemsIn, reportOf, unitRows } from '../support/command-line.js';
import { startTestServer } from '../support/server.js';

const timeoutMs = 60_000;

let cli: CommandLine;
beforeEach(async () => {
  cli = await CommandLine.open();
});
afterEach(() => cli.remove());

/** Resolves when another process has written behind a position. */
async function moved(file: string, after: bigint): Promise<void> {
  const store = await openSqliteEventStore({ file });
  const seen = new AbortController();
  for await (const { events } of store.subscribe({ after, signal: seen.signal })) if (events.length > 0) break;
  seen.abort();
  await store.close();
}

describe('an import of units', () => {
  it(
    'shows in a dry run what it would do, writes it, and changes nothing when it is run again',
    async () => {
      await cli.withLedger((ledger) => charterLongAgo(ledger));
      const file = await cli.file('units.csv', ...unitRows);

      const dry = await cli.run('import', 'units', file, '--dry-run', '--language', 'nb');
      expect(dry).toMatchObject({ code: 0, err: '' });
      expect(dry.out).toMatch(/│ 2 +│ Ås skole +│ ny +│/);
      expect(dry.out).toContain('Nye: 2, endret: 0, uendret: 0, med feil: 0. Ingenting ble skrevet');
      expect(await cli.lines()).toHaveLength(2);

      const first = await cli.run('import', 'units', file);
      expect(first).toEqual({
        code: 0,
        err: '',
        out: 'New: 2, changed: 0, unchanged: 0, bad: 0. What is new or changed is in the book of Synthetic programme.\n',
      });
      const [parent, child] = (await cli.lines()).slice(2);
      expect(parent).toMatchObject({
        type: 'UnitEnrolled',
        occurredOn: '2016-08-01',
        actor: { id: 'command-line', role: 'admin' },
        data: {
          name: 'Ås skole',
          kind: 'barneskole',
          eligible: 412,
          externalIds: [{ scheme: 'orgnr', value: '974760673' }],
        },
      });
      expect(child).toMatchObject({
        data: { eligible: 1040, parentUnitId: (parent!.data as { unitId: string }).unitId },
      });

      const again = reportOf(await cli.run('import', 'units', file, '--json'));
      expect(again.counts).toEqual({ new: 0, changed: 0, unchanged: 2, bad: 0 });
      expect(await cli.lines()).toHaveLength(4);
    },
    timeoutMs,
  );

  it(
    'writes what has changed, and only that',
    async () => {
      await cli.withLedger((ledger) => charterLongAgo(ledger));
      await cli.run('import', 'units', await cli.file('units.csv', ...unitRows));
      const grown = await cli.file('grown.csv', ...unitRows.slice(0, 2), '971032146;Ås sør;barneskole;1100;974760673;');
      const report = reportOf(await cli.run('import', 'units', grown, '--json'));
      expect(report.lines.map(({ fate, changes }) => [fate, changes])).toEqual([
        ['unchanged', []],
        [
          'changed',
          [
            { column: 'Navn', from: 'Ås avdeling sør', to: 'Ås sør' },
            { column: 'Elever', from: 1040, to: 1100 },
          ],
        ],
      ]);
      const written = (await cli.lines()).slice(4);
      expect(written.map(({ type, data }) => [type, data])).toEqual([
        ['UnitDetailsChanged', { unitId: expect.any(String) as unknown, name: 'Ås sør', eligible: 1100 }],
      ]);
    },
    timeoutMs,
  );

  it(
    'names each bad line with its reason and writes nothing, or the rest when it is told to leave them out',
    async () => {
      await cli.withLedger((ledger) => charterLongAgo(ledger));
      const file = await cli.file(
        'bad.csv',
        ...unitRows,
        '123456789;Feil nummer;;10;;',
        '889640782;;;mange;;30.02.2017',
        '974760673;Ås igjen;;1;;',
        '991825827;Uten forelder;;1;123456789;',
        '983971636;For tidlig;;1;;01.01.2015',
        `970948139;${'x'.repeat(201)};;1;;`,
        '958935420;God skole;;9;;',
      );
      const stopped = await cli.run('import', 'units', file, '--json', '-l', 'nb');
      expect(stopped.code).toBe(2);
      expect(problemsIn(reportOf(stopped))).toEqual([
        [4, ['ORGNR_INVALID']],
        [5, ['CELL_EMPTY', 'CELL_NOT_A_COUNT', 'CELL_NOT_A_DAY']],
        [6, ['LINE_REPEATED']],
        [7, ['PARENT_LINE_BAD']],
        [8, ['OCCURRED_BEFORE_ITS_SUBJECT']],
        [9, ['INPUT_TOO_LONG']],
      ]);
      expect(reportOf(stopped).lines.flatMap(({ problems }) => problems.map(({ message }) => message))).toEqual([
        '«123456789» er ikke et norsk organisasjonsnummer: det har ni sifre, og det siste må stemme med de andre.',
        '«Navn» er tom.',
        '«Elever» sier «mange»; det må være et helt tall fra 0 og oppover.',
        '«Fra» sier «30.02.2017»; det må være en dag som finnes, skrevet 2018-01-31 eller 31.01.2018.',
        '«974760673» står allerede i filen, på linje 2. Behold én av de to.',
        '«Overordnet» nevner «123456789», som står på linje 4 og ikke importeres. Rett den linjen først.',
        'Det kan ikke ha skjedd 1. januar 2015: det som det handler om, begynte 4. januar 2016.',
        '«Navn» har 201 tegn; det er plass til høyst 200.',
      ]);
      expect(reportOf(stopped).written).toBe(false);
      expect(await cli.lines()).toHaveLength(2);

      const rest = await cli.run('import', 'units', file, '--skip-bad');
      expect(rest.code).toBe(2);
      expect(rest.out).toContain('│ 4      │ Feil nummer');
      expect(rest.out).toContain('The bad lines were left out.');
      expect((await cli.lines()).slice(2).map(({ data }) => (data as { name: string }).name)).toEqual([
        'Ås skole',
        'God skole',
        'Ås avdeling sør',
      ]);
    },
    timeoutMs,
  );

  it(
    'does not mistake a unit that has merged into another one for it',
    async () => {
      const file = await cli.file('units.csv', 'orgnr;navn;elever', '974760673;Ås;10', '971032146;Øst;20');
      const programmeId = await cli.withLedger((ledger) => charterLongAgo(ledger));
      await cli.run('import', 'units', file);
      await cli.withLedger(async (ledger) => {
        const { byExternalId } = (await ledger.book(programmeId))!.state.units;
        const [from, into] = ['orgnr:974760673', 'orgnr:971032146'].map((key) => byExternalId.get(key)!);
        await give(ledger, programmeId, 'mergeUnits', { fromUnitIds: [from], intoUnitId: into });
      });
      const head = (await cli.lines()).length;
      expect(problemsIn(reportOf(await cli.run('import', 'units', file, '--json')))).toEqual([
        [2, ['UNIT_MERGED_AWAY']],
      ]);
      expect(await cli.lines()).toHaveLength(head);
    },
    timeoutMs,
  );

  it(
    'is finished by a second run when the first one was killed halfway: each unit once',
    async () => {
      const count = 3_000;
      await cli.withLedger((ledger) => charterLongAgo(ledger));
      const rows = Array.from({ length: count }, (_, at) => `${at},Unit ${at},${at % 900}`);
      const file = await cli.file('many.csv', 'id,name,eligible', ...rows);

      const running = cli.start(['import', 'units', file]);
      await moved(filesIn(cli.folder).ledger, 2n);
      running.child.kill('SIGKILL');
      await running.ended;
      const half = (await cli.lines()).length - 2;
      expect(half).toBeGreaterThan(0);
      expect(half).toBeLessThan(count);

      const { counts } = reportOf(await cli.run('import', 'units', file, '--json'));
      expect(counts).toEqual({ new: count - half, changed: 0, unchanged: half, bad: 0 });
      const names = (await cli.lines()).slice(2).map(({ data }) => (data as { name: string }).name);
      expect(names).toHaveLength(count);
      expect(new Set(names).size).toBe(count);
    },
    timeoutMs,
  );

  it(
    'writes each unit once when two of them import the same file at the same time',
    async () => {
      const count = 1_000;
      await cli.withLedger((ledger) => charterLongAgo(ledger));
      const rows = Array.from({ length: count }, (_, at) => `${at};Unit ${at};1`);
      const file = await cli.file('many.csv', 'id;name;eligible', ...rows);
      const both = await Promise.all([0, 1].map(() => cli.run('import', 'units', file, '--json')));
      expect(both.map(({ code, err }) => [code, err])).toEqual([
        [0, ''],
        [0, ''],
      ]);
      expect(both.reduce((sum, ran) => sum + reportOf(ran).counts.new, 0)).toBe(count);
      expect(await cli.lines()).toHaveLength(2 + count);
    },
    timeoutMs,
  );

  it(
    'runs beside a server on the same ledger, which shows what it wrote',
    async () => {
      const programmeId = await cli.withLedger((ledger) => charterLongAgo(ledger));
      const server = await startTestServer({ data: cli.folder });
      try {
        expect(await cli.run('import', 'units', await cli.file('units.csv', ...unitRows))).toMatchObject({ code: 0 });
        const { data } = await server.graphql<{ units: { totalCount: number } }>(
          'query ($programmeId: ID!) { units(programmeId: $programmeId, first: 1, minPosition: "4") { totalCount } }',
          { programmeId },
        );
        expect(data.units.totalCount).toBe(2);
      } finally {
        await server.stop();
      }
    },
    timeoutMs,
  );
});
