import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { globalId } from '#kernel';
import { writeDemo } from '../../apps/cli/demo/write-demo.js';
import { type TestServer, startTestServer } from '../support/server.js';

let root: string;
let server: TestServer;
let programmeId: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'wavebook-clocks-'));
  const data = join(root, 'demo');
  const demo = await writeDemo({ data, masterKey: undefined, timeZone: 'Europe/Oslo' });
  programmeId = globalId('Programme', demo.programmeId);
  server = await startTestServer({ data });
}, 120_000);
afterAll(async () => {
  await server.remove();
  await rm(root, { recursive: true, force: true });
});

const clocked = (clocks: Record<string, string>) =>
  Object.entries(clocks)
    .map(([name, value]) => `, ${name}: "${value}"`)
    .join('');

const ask = <Data>(query: string, variables: object = {}) => server.graphql<Data>(query, { programmeId, ...variables });

/** What an operation of one field, `pilots`, is refused for. */
const refusedFor = async (clocks: Record<string, string>) => {
  const { data, errors } = await ask(
    `query ($programmeId: ID!) { pilots(programmeId: $programmeId, first: 1${clocked(clocks)}) { totalCount } }`,
  );
  expect(data).toBeNull();
  return { message: errors![0]!.message, ...errors![0]!.extensions };
};

describe('the start of the first pilot, as docs/auditor.md tells it', () => {
  const start = async (clocks: Record<string, string>) => {
    interface Pilots {
      pilots: { edges: { node: { startedOn: string | null; status: string } }[] };
    }
    const { data } = await ask<Pilots>(
      `query ($programmeId: ID!) { pilots(programmeId: $programmeId, first: 1${clocked(clocks)}) { edges { node { startedOn status } } } }`,
    );
    return data.pilots.edges[0]!.node;
  };

  it.each([
    ['in October 2014, as it was known in October 2014', '2014-10-15', '2014-10-15', '2014-09-01', 'RUNNING'],
    ['in October 2014, as it is known today', '2014-10-15', undefined, null, 'APPROVED'],
    ['in January 2015, as it was known before the correction', '2015-01-31', '2017-06-05', '2014-09-01', 'RUNNING'],
    ['in January 2015, as it is known today', '2015-01-31', undefined, '2015-01-01', 'RUNNING'],
    ['today, as it was known before the correction', undefined, '2017-06-05', '2014-09-01', 'EVALUATED'],
    ['today, as it is known today', undefined, undefined, '2015-01-01', 'SCALED'],
  ])('%s', async (_when, asOf, knownAt, startedOn, status) =>
    expect(await start({ ...(asOf ? { asOf } : {}), ...(knownAt ? { knownAt } : {}) })).toEqual({ startedOn, status }),
  );
});

describe('the schools of the first wave', () => {
  it('are nine before the minutes of the decision were logged, and ten when they are asked about afterwards', async () => {
    interface Units {
      units: { unit: { name: string } }[];
    }
    const wave = '{ edges { node { units { unit { name } } } } }';
    const { data } = await ask<Record<'then' | 'since', { edges: { node: Units }[] }>>(
      `query ($programmeId: ID!) {
        then: waves(programmeId: $programmeId, first: 1, asOf: "2015-11-26", knownAt: "2015-11-29") ${wave}
        since: waves(programmeId: $programmeId, first: 1, asOf: "2015-11-26") ${wave}
      }`,
    );
    const names = ({ edges }: (typeof data)['then']) => edges[0]!.node.units.map(({ unit }) => unit.name);
    expect(names(data.then)).toHaveLength(9);
    expect(names(data.since)).toHaveLength(10);
    expect(names(data.since).filter((name) => !names(data.then).includes(name))).toEqual(['Emma Hjorth skole']);
  });
});

describe('any query', () => {
  it('gives each of its fields the clocks that were asked for there, and now to the others', async () => {
    type Progress = { today: string; solutions: { unitsTotal: number; unitsLive: number }[] };
    const progress = '{ today solutions { unitsTotal unitsLive } }';
    const { data } = await ask<Record<'early' | 'late' | 'now', Progress>>(
      `query ($programmeId: ID!) {
        early: adoptionProgress(programmeId: $programmeId, knownAt: "2016-05-02", asOf: "2016-03-01") ${progress}
        late: adoptionProgress(programmeId: $programmeId, knownAt: "2018-12-31T12:00:00+01:00") ${progress}
        now: adoptionProgress(programmeId: $programmeId) ${progress}
      }`,
    );
    expect([data.early.today, data.late.today]).toEqual(['2016-03-01', '2018-12-31']);
    expect(data.now.today > '2020').toBe(true);
    const totals = [data.early, data.late, data.now].map(({ solutions }) => solutions[0]!.unitsTotal);
    expect(totals).toEqual([...totals].sort((a, b) => a - b));
    expect(totals[0]).toBeLessThan(totals[1]!);
  });
  it('finds things by id as they were, and lists of all programmes too', async () => {
    interface Found {
      node: { status: string };
      programme: { status: string };
      programmes: { totalCount: number; edges: { node: { status: string; solutions: object[] } }[] };
    }
    const { data, errors } = await ask<Found>(
      `query ($programmeId: ID!) {
        node(id: $programmeId, asOf: "2014-05-13") { ... on Programme { status } }
        programme(id: $programmeId, knownAt: "1") { status }
        programmes(first: 5, knownAt: "1") { totalCount edges { node { status solutions { ref } } } }
      }`,
    );
    expect(errors).toBeUndefined();
    expect(data.programme.status).toBe('CHARTERED');
    expect(data.node.status).toBe('RUNNING');
    expect(data.programmes).toEqual({ totalCount: 1, edges: [{ node: { status: 'CHARTERED', solutions: [] } }] });
  });
  it('finds nothing by an id of nothing, by any clock', async () => {
    const nobody = globalId('Wave', '00000000-0000-4000-8000-000000000000');
    const { data, errors } = await ask<Record<string, unknown>>(
      `query ($nobody: ID!) {
        a: node(id: $nobody, asOf: "2016-01-01") { id }
        b: node(id: "UGFnZUluZm86MQ", asOf: "2016-01-01") { id }
        c: wave(id: $nobody, knownAt: "5") { ref }
        d: waves(programmeId: $nobody, first: 1, knownAt: "5") { totalCount }
      }`,
      { nobody },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ a: null, b: null, c: null, d: { totalCount: 0 } });
  });
  it('pages through the book as it was', async () => {
    interface Book {
      history: { totalCount: number; edges: { cursor: string; node: { revision: string } }[] };
    }
    const page = (after: string | null) =>
      ask<Book>(
        `query ($programmeId: ID!, $after: String) {
          history(programmeId: $programmeId, first: 7, after: $after, asOf: "2014-12-31") { totalCount edges { cursor node { revision } } }
        }`,
        { after },
      );
    const revisions: number[] = [];
    let count = 0;
    for (let after: string | null = null; ;) {
      const { data }: { data: Book } = await page(after);
      count = data.history.totalCount;
      revisions.push(...data.history.edges.map(({ node }) => Number(node.revision)));
      if (data.history.edges.length < 7) break;
      after = data.history.edges.at(-1)!.cursor;
    }
    expect(revisions).toHaveLength(count);
    expect(new Set(revisions).size).toBe(count);
    // The start of the first pilot was told in 2014 and is known since not to have been: it is not among them.
    expect(revisions).not.toContain(30);
  });
});

describe('a clock that cannot be answered is refused with its name and what can be', () => {
  it.each([
    ['a day in the future', { asOf: '2199-01-01' }, 'CLOCK_IN_FUTURE', 'asOf', /it is \d{4}-\d\d-\d\d now/],
    [
      'a moment in the future',
      { knownAt: '2199-01-01T00:00:00Z' },
      'CLOCK_IN_FUTURE',
      'knownAt',
      /it is \d{4}-\d\d-\d\dT/,
    ],
    ['a day before the book', { asOf: '2014-05-11' }, 'BEFORE_THE_BOOK', 'asOf', /position 1\.$/],
    [
      'a moment before the book',
      { knownAt: '2014-05-12T07:59:59.999Z' },
      'BEFORE_THE_BOOK',
      'knownAt',
      /2014-05-12T08:00:00\.000Z, position 1\.$/,
    ],
    ['a position of no line', { knownAt: '999999' }, 'POSITION_NOT_OF_THIS_LEDGER', 'knownAt', /its last one is \d+\./],
    ['what is no clock', { knownAt: 'yesterday' }, 'INPUT_NOT_A_LEDGER_TIME', 'knownAt', /must be a position/],
    ['what is no day', { asOf: '2014-02-30' }, 'INPUT_NOT_A_DATE', 'asOf', /a day that exists/],
  ])('%s', async (_what, clocks, rule, field, says) => {
    const refusal = await refusedFor(clocks);
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', rule, field });
    expect(refusal.message).toMatch(says);
  });
});

interface Changes {
  programmeDiff: {
    totalCount: number;
    edges: {
      node: {
        kind: string;
        type: string;
        label: string;
        entity: { __typename: string; ref?: string } | null;
        fields: { field: string; before: unknown; after: unknown }[];
        events: { type: string; sentence: string }[];
      };
    }[];
  } | null;
}

describe('what changed between two moments', () => {
  const differences = async (from: string, to: string) => {
    const { data, errors } = await ask<Changes>(
      `query ($programmeId: ID!) { programmeDiff(programmeId: $programmeId, from: ${from}, to: ${to}, first: 20) {
        totalCount edges { node { kind type label entity { __typename ... on Wave { ref } } fields { field before after } events { type sentence } } } } }`,
    );
    if (errors) return { error: { message: errors[0]!.message, ...errors[0]!.extensions } };
    return { changes: data.programmeDiff!.edges.map(({ node }) => node) };
  };

  it('by the decision of November 2015 is the decision, and the school that was not on the list', async () => {
    const { changes } = await differences('{ asOf: "2015-11-20" }', '{ asOf: "2015-11-28" }');
    expect(changes!.map(({ kind, type, label }) => [kind, type, label])).toEqual([
      ['ADDED', 'Decision', 'D-1 Digital skolehverdag på ti skoler'],
      ['ADDED', 'WaveUnit', 'W-1 Pulje 1: ti skoler, Emma Hjorth skole, Tablet til hver elev'],
    ]);
    expect(changes![0]!.fields).toContainEqual({ field: 'status', before: null, after: 'TAKEN' });
    expect(changes![0]!.events.map(({ type }) => type)).toEqual([
      'DecisionNeedIdentified',
      'DecisionProposed',
      'DecisionTaken',
    ]);
    expect(changes![1]!.entity).toEqual({ __typename: 'Wave', ref: 'W-1' });
  });

  it('in what was known of one day is what was corrected since', async () => {
    const day = 'asOf: "2015-01-01"';
    const { changes } = await differences(`{ ${day}, knownAt: "2014-10-30" }`, `{ ${day} }`);
    const pilot = changes!.find(({ label }) => label === 'P-1 Pilot på barnetrinnet')!;
    expect(pilot).toMatchObject({
      kind: 'CHANGED',
      type: 'Pilot',
      fields: [{ field: 'startedOn', before: '2014-09-01', after: '2015-01-01' }],
      events: [{ type: 'OccurredOnCorrected' }],
    });
  });

  it('goes both ways: what was added is removed', async () => {
    const there = await differences('{ asOf: "2015-11-20" }', '{ asOf: "2015-11-28" }');
    const back = await differences('{ asOf: "2015-11-28" }', '{ asOf: "2015-11-20" }');
    expect(back.changes!.map(({ kind, label }) => [kind, label])).toEqual(
      there.changes!.map(({ label }) => ['REMOVED', label]),
    );
  });

  it('never shows what is sealed, and says that it changed', async () => {
    const { changes } = await differences('{ asOf: "2014-05-12" }', '{ asOf: "2017-01-01" }');
    const named = changes!.flatMap(({ fields }) => fields).filter(({ field }) => field.startsWith('sealed'));
    expect(named.length).toBeGreaterThan(0);
    expect(named.every(({ after }) => after === '(sealed)')).toBe(true);
    expect(JSON.stringify(changes)).not.toContain('"person"');
  });

  it.each([
    ['{ asOf: "2150-01-01" }', '{}', 'CLOCK_IN_FUTURE', 'from.asOf'],
    ['{}', '{ knownAt: "999999999" }', 'POSITION_NOT_OF_THIS_LEDGER', 'to.knownAt'],
    ['{ asOf: "1999-01-01" }', '{}', 'BEFORE_THE_BOOK', 'from.asOf'],
    ['{ asOf: "yesterday" }', '{}', 'INPUT_NOT_A_DATE', 'from.asOf'],
    ['{}', '{ knownAt: "then" }', 'INPUT_NOT_A_LEDGER_TIME', 'to.knownAt'],
  ])('from %s to %s is refused: %s at %s', async (from, to, rule, field) => {
    const { error } = await differences(from, to);
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', rule, field });
  });
});

describe('the evidence of figures', () => {
  interface Opened {
    adoptionByWave: {
      unitsPlanned: number;
      unitsLive: number;
      wave: { ref: string };
      evidence: { totalCount: number; edges: { cursor: string; node: { position: string; type: string } }[] };
    }[];
  }
  const figures = async (clocks: string, page: string) => {
    const { data } = await ask<Opened>(
      `query ($programmeId: ID!) { adoptionByWave(programmeId: $programmeId${clocks}) { unitsPlanned unitsLive wave { ref }
        evidence(${page}) { totalCount edges { cursor node { position type } } } } }`,
    );
    return data.adoptionByWave[0]!;
  };

  it('is every line that they were counted from, in the order of the book, and page by page', async () => {
    const { evidence, unitsPlanned } = await figures('', 'first: 100');
    const positions = evidence.edges.map(({ node }) => Number(node.position));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(evidence.edges.filter(({ node }) => node.type === 'UnitEnrolled')).toHaveLength(unitsPlanned);
    const { cursor } = evidence.edges.at(-1)!;
    const rest = await figures('', `first: 100, after: "${cursor}"`);
    expect(evidence.edges.length + rest.evidence.edges.length).toBe(evidence.totalCount);
    const went = [...evidence.edges, ...rest.evidence.edges].filter(({ node }) => node.type === 'UnitWentLive');
    expect(went).toHaveLength(unitsPlanned);
  });

  it('of a past holds nothing that came later', async () => {
    const then = await figures(', asOf: "2016-08-20"', 'first: 100');
    const known = await figures(', knownAt: "60"', 'first: 100');
    expect(then.evidence.totalCount).toBeLessThan((await figures('', 'first: 1')).evidence.totalCount);
    expect(known.evidence.edges.every(({ node }) => Number(node.position) <= 60)).toBe(true);
  });
});
