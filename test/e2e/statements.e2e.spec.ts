import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accept } from '../support/command.js';
import { charter, solutionAdded } from '../support/programme.js';
import { type TestServer, startTestServer } from '../support/server.js';

// How often the database is asked does not grow with what is shown. The clock stands still, nobody subscribes, and one
// request runs at a time, so that every statement that is counted is the request's own.

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());

const charterOf = async (name: string): Promise<string> => {
  const owner = { title: 'Director', name: `Synthetic owner of ${name}` };
  const select = 'programme { id }';
  const { programme } = await accept<{ programme: { id: string } }>(
    server,
    'charterProgramme',
    { ...charter, name, owner },
    { select },
  );
  await solutionAdded(server, programme.id, 'Tablets');
  return programme.id;
};

/** What a request asked the database, and what it was answered. */
const counted = async <Data>(query: string, variables: object): Promise<{ data: Data; statements: string[] }> => {
  server.statements.length = 0;
  const { data, errors } = await server.graphql<Data>(query, variables);
  expect(errors).toBeUndefined();
  return { data, statements: [...server.statements] };
};

/** Without the values, of which there may be more. */
const shapesOf = (statements: readonly string[]) =>
  statements.map((sql) => sql.replace(/\(\?(, \?)*\)/g, '(…)')).toSorted();

describe('the database is asked as often', () => {
  it('for many programmes as for one', async () => {
    for (const name of ['va', 'vb', 'vc', 'vd', 've']) await charterOf(name);
    const query = `query ($last: Int) {
      programmes(last: $last) {
        edges { node { id owner { title name } solutions { ref } escalations { ref overdue } } }
      }
    }`;
    const asked = async (last: number) => {
      const { data, statements } = await counted<{ programmes: { edges: readonly object[] } }>(query, { last });
      expect(data.programmes.edges).toHaveLength(last);
      return shapesOf(statements);
    };
    const one = await asked(1);
    expect(one.length).toBeGreaterThan(3);
    expect(await asked(5)).toEqual(one);
  });

  /** A programme in which every unit has lived through everything. */
  const programmeWith = async (unitsTotal: number): Promise<string> => {
    const programmeId = await charterOf(`With ${unitsTotal} units`);
    const gives = (name: string, input: object) => accept(server, name, { programmeId, ...input });
    const enrolled = await accept<{ units: readonly { id: string }[] }>(
      server,
      'enrolUnits',
      {
        programmeId,
        units: Array.from({ length: unitsTotal }, (_, n) => ({
          name: `Synthetic school ${n}`,
          eligible: 100,
          externalIds: [{ scheme: 'local', value: String(n) }],
          ...(n === 0 ? {} : { parentExternalId: { scheme: 'local', value: '0' } }),
        })),
      },
      { select: 'units { id }' },
    );
    const unitIds = enrolled.units.map(({ id }) => id);
    const plannedDates = { plannedStart: '2018-03-01', plannedEnd: '2018-06-01' };
    for (const waveUnits of [unitIds.slice(0, 1), unitIds.slice(1)])
      await gives('planWave', { solutionId: 'S-1', name: 'Synthetic wave', ...plannedDates, unitIds: waveUnits });
    await gives('baselineWave', { waveId: 'W-2' });
    await gives('moveUnit', { waveId: 'W-2', unitId: unitIds[1], toWaveId: 'W-1', reason: { code: 'CAPACITY' } });
    const lives = async (unitId: string, n: number) => {
      const step = { unitId, solutionId: 'S-1' };
      const options = ['Buy', 'Do nothing'];
      const decision = { title: `Decision ${n}`, question: 'METHOD', forum: 'Council', options, option: 'A' };
      const person = { name: `Synthetic Person ${n}` };
      await Promise.all([
        gives('commitUnit', step).then(() => gives('recordGoLive', step)),
        gives('logDecision', { ...decision, rationale: 'It works', solutionId: 'S-1' }),
        gives('nominateChampion', { unitId, person, route: 'PEER', rationale: 'Listens', solutionId: 'S-1' }),
      ]);
    };
    await Promise.all(unitIds.map(lives));
    return programmeId;
  };

  const broad = `query ($id: ID!) {
    programme(id: $id) { name owner { name } solutions { ref name } escalations { ref } adoptionPolicy { periods } }
    units(programmeId: $id, first: 100) { totalCount edges { node {
      name parent { name } children { name } mergedInto { name } mergedFrom { name } externalIds { value }
      adoptions { status unit { name } solution { ref } wave { ref } pilot { ref } latestUsage { share } usage { share } }
    } } }
    waves(programmeId: $id, first: 10) { edges { node {
      ref solution { ref } baseline { units { name } } units { unit { name adoptions { status } } movedTo { ref } }
      formerUnits { unit { name } movedTo { ref } } changes { kind units { name } toWave { ref } }
      overrideDecision { ref }
    } } }
    champions(programmeId: $id, first: 100) { edges { node {
      ref name rationale personalData unit { name } solution { ref } person { status erasures { requestedOn } }
    } } }
    decisions(programmeId: $id, first: 100) { edges { node { ref solution { ref } } } }
    adoptionByWave(programmeId: $id) { wave { ref } unitsLive }
    championCoverage(programmeId: $id) { units(first: 100) { edges { node { unit { name } activeChampions } } } }
    history(programmeId: $id, first: 100) { edges { node { sentence } } }
  }`;

  it('for thirty units as for three', async () => {
    interface Broad {
      readonly units: { readonly totalCount: number };
      readonly decisions: { readonly edges: readonly object[] };
    }
    const asked = async (unitsTotal: number) => {
      const { data, statements } = await counted<Broad>(broad, { id: await programmeWith(unitsTotal) });
      expect(data.units.totalCount).toBe(unitsTotal);
      expect(data.decisions.edges).toHaveLength(unitsTotal);
      return shapesOf(statements);
    };
    const few = await asked(3);
    expect(few.length).toBeGreaterThan(10);
    expect(await asked(30)).toEqual(few);
  });
});
