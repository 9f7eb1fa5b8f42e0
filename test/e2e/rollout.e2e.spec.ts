import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { manualClock } from '../../libs/ledger/testing/manual-clock.js';
import { accept, give } from '../support/command.js';
import { charter } from '../support/programme.js';
import { type TestServer, follow, startTestServer } from '../support/server.js';
import { matches, nextWhere } from '../support/messages.js';

// A rollout from its charter to its last unit, as a programme manager records it, on a clock that is moved by hand. The
// steps build on each other; everything in it is synthetic.

const clock = manualClock('2018-01-15T08:00:00Z');
let server: TestServer;
let client: Client;
let programmeId: string;
const units: Record<string, string> = {};

interface ProgressMessage {
  readonly adoptionProgress: {
    readonly today: string;
    readonly solutions: readonly {
      readonly solution: { readonly ref: string };
      readonly waves: readonly { readonly wave: { readonly ref: string; readonly status: string } }[];
    }[];
  };
}
interface LineMessage {
  readonly ledgerEvents: { readonly type: string; readonly sentence: string };
}

let progress: { next(): Promise<ProgressMessage> };
let lines: { next(): Promise<LineMessage> };
/** Every line that was pushed, as it read. */
const sentences: string[] = [];

beforeAll(async () => {
  server = await startTestServer({ clock });
});
afterAll(async () => {
  await client?.dispose();
  await server.remove();
});

/** Gives commands of this programme, one after the other; they are accepted. */
const does = async (...commands: readonly (readonly [string, object])[]): Promise<void> => {
  for (const [name, input] of commands) await accept(server, name, { programmeId, ...input });
};
/** Goes on to the morning of another day. A clock that is still at work would not hear of it. */
const goTo = async (day: string): Promise<void> => {
  while (clock.alarms().length === 0) await new Promise(setImmediate);
  clock.moveTo(`${day}T08:00:00Z`);
};

/** The next progress in which these numbers of the first solution stand so. */
const progressed = async (expected: object) =>
  (await nextWhere(progress, (message) => matches(message.adoptionProgress.solutions[0], expected))).adoptionProgress;

/** The next line of the book whose sentence reads so. */
const told = async (sentence: RegExp): Promise<void> => {
  await nextWhere(lines, ({ ledgerEvents }) => {
    sentences.push(ledgerEvents.sentence);
    return sentence.test(ledgerEvents.sentence);
  });
};

/** A step on the way. Those after one that failed do not begin. */
let failed = false;
const step = (what: string, run: () => Promise<void>): void =>
  it(what, async () => {
    if (failed) throw new Error('an earlier step failed');
    failed = true;
    await run();
    failed = false;
  });

describe('a rollout', () => {
  step('begins with a charter, and is followed from then on', async () => {
    const { programme } = await accept<{ programme: { id: string } }>(server, 'charterProgramme', charter, {
      select: 'programme { id }',
    });
    programmeId = programme.id;
    client = server.socket({ language: 'nb' });
    lines = follow(client, `subscription ($id: ID!) { ledgerEvents(programmeId: $id) { type sentence } }`, {
      id: programmeId,
    });
    progress = follow(
      client,
      `subscription ($id: ID!) { adoptionProgress(programmeId: $id) {
        position today
        solutions {
          solution { ref } unitsTotal unitsUnaware unitsInterested unitsCommitted unitsPreparing
          unitsLive unitsEmbedded unitsLapsed unitsDeclined usersActive usersEligible
          waves { wave { ref status } unitsPlanned unitsLive unitsEmbedded unitsDeclined slipDays daysPastPlan }
        }
      } }`,
      { id: programmeId },
    );
    expect((await progress.next()).adoptionProgress).toMatchObject({ today: '2018-01-15', solutions: [] });
    await told(/^Programmet Synthetic programme ble opprettet, med Municipal director som eier\.$/);
  });

  step('knows what is rolled out, where, and when use counts as lasting', async () => {
    await does(
      ['addSolution', { name: 'Tablets', description: 'One for each pupil' }],
      ['addSolution', { name: 'Survey', description: 'Asked once a year' }],
      ['setAdoptionPolicy', { embeddedShare: 0.6, lapseShare: 0.2, periods: 2, activeWindowDays: 28 }],
    );
    const schools = [
      ['Jong', 100],
      ['Grav', 80],
      ['Hosle', 120],
      ['Jar', 60],
      ['Ramstad', 90],
    ] as const;
    const enrolled = await accept<{ units: readonly { id: string; name: string }[] }>(
      server,
      'enrolUnits',
      { programmeId, units: schools.map(([name, eligible]) => ({ name, kind: 'Synthetic school', eligible })) },
      { select: 'units { id name }' },
    );
    for (const { id, name } of enrolled.units) units[name] = id;
    await progressed({ solution: { ref: 'S-1' }, unitsTotal: 5, unitsUnaware: 5, waves: [] });
    await told(/^S-1 Tablets kom inn i programmet\.$/);
    await told(/Ramstad/);
  });

  step('rests on a decision that was needed, proposed and taken', async () => {
    const need = { question: 'PURPOSE', forum: 'Council' };
    await does(['identifyDecisionNeed', { ...need, title: 'Pilot tablets?', dueBy: '2018-02-01' }]);
    await does(
      ['identifyDecisionNeed', { ...need, title: 'Buy or lease?', dueBy: '2018-02-10' }],
      ['identifyDecisionNeed', { ...need, title: 'Who repairs them?', dueBy: '2018-02-20' }],
      ['identifyDecisionNeed', { ...need, title: 'What comes after?', dueBy: '2018-06-15' }],
    );
    const options = [{ title: 'Pilot at one school' }, { title: 'Do nothing' }];
    await does(
      ['proposeDecision', { decisionId: 'D-1', options, coreTaskValue: 'Learning', consequences: 'Costs' }],
      [
        'takeDecision',
        { decisionId: 'D-1', option: 'A', rationale: 'To learn', deciders: ['Council'], reviewOn: '2018-06-01' },
      ],
    );
    await told(/^D-1 .*vurderes på nytt 1\. juni 2018/);
  });

  step('learns from a pilot, whose result becomes visible', async () => {
    await does([
      'proposePilot',
      {
        name: 'First school',
        solutionId: 'S-1',
        unitIds: [units['Jong']],
        motivatedLeader: { title: 'Principal of Jong school' },
        hypothesis: 'Pupils write more.',
        successCriteria: ['Pupils write more', 'Teachers want to go on'],
      },
    ]);
    await does(
      ['approvePilot', { pilotId: 'P-1', decisionId: 'D-1' }],
      ['startPilot', { pilotId: 'P-1' }],
      ['commitUnit', { unitId: units['Jong'], solutionId: 'S-1' }],
      ['recordGoLive', { unitId: units['Jong'], solutionId: 'S-1', pilotId: 'P-1' }],
      ['recordPilotObservation', { pilotId: 'P-1', measure: 'Pages a week', value: 7.5 }],
    );
    await progressed({ unitsLive: 1, unitsUnaware: 4 });
    // Before anything is visible, one school has heard of it.
    await does(['expressInterest', { unitId: units['Jar'], solutionId: 'S-1', trigger: 'MEDIA' }]);
    await goTo('2018-02-01');
    const criteriaMet = ['C1', 'C2'].map((key) => ({ key, met: true }));
    await does(
      ['evaluatePilot', { pilotId: 'P-1', criteriaMet, findings: 'They write more.', doesItWork: 'YES' }],
      ['makeResultVisible', { pilotId: 'P-1', audience: 'All principals', summary: 'It works.' }],
      ['scalePilot', { pilotId: 'P-1', decisionId: 'D-1' }],
    );
    await told(/All principals/);
  });

  step('sees interest wake where the result was seen', async () => {
    await goTo('2018-02-05');
    await does([
      'expressInterest',
      { unitId: units['Grav'], solutionId: 'S-1', trigger: 'VISIBLE_RESULT', sourceUnitId: units['Jong'] },
    ]);
    await goTo('2018-02-08');
    await does(['expressInterest', { unitId: units['Hosle'], solutionId: 'S-1', trigger: 'LEADERSHIP' }]);
    await goTo('2018-02-09');
    await does(['expressInterest', { unitId: units['Ramstad'], solutionId: 'S-1', trigger: 'PEER' }]);
    const { today } = await progressed({ unitsInterested: 4, unitsUnaware: 0, unitsLive: 1 });
    expect(today).toBe('2018-02-09');
    await told(/Ramstad/);
  });

  step('notices by itself that nothing was decided', async () => {
    await goTo('2018-02-12');
    await told(/^D-2/);
    await goTo('2018-02-22');
    await told(/^D-3/);
    await does(['acknowledgeNonDecision', { decisionId: 'D-3', consequence: 'Schools repair by themselves' }]);
    await told(/Schools repair by themselves/);
  });

  step('plans a wave, and changes it with reasons alone once the plan is fixed', async () => {
    const waveUnits = [units['Grav'], units['Hosle'], units['Jar']];
    await does(
      [
        'planWave',
        {
          solutionId: 'S-1',
          name: 'First wave',
          plannedStart: '2018-03-01',
          plannedEnd: '2018-04-30',
          unitIds: waveUnits,
        },
      ],
      ['baselineWave', { waveId: 'W-1' }],
    );
    const later = { programmeId, waveId: 'W-1', plannedStart: '2018-03-05', plannedEnd: '2018-05-10' };
    const unexplained = await give(server, 'rescheduleWave', later);
    expect(unexplained.userErrors).toMatchObject([{ code: 'REASON_MISSING', field: 'reason' }]);
    await does(['rescheduleWave', { ...later, reason: { code: 'PROCUREMENT' } }]);
    const { solutions } = await progressed({ waves: [{ unitsPlanned: 3, slipDays: 10 }] });
    expect(solutions[0]!.waves[0]).toMatchObject({ wave: { ref: 'W-1', status: 'BASELINED' } });
    await told(/^W-1 .*10\. mai 2018/);
  });

  it.each([
    ['nb', /^W-2 åpnes når en pilot av løsningen er evaluert/],
    ['da', /^W-2 åbnes, når en pilot af løsningen er evalueret/],
    ['sv', /^W-2 öppnas när en pilot av lösningen har utvärderats/],
    ['en', /^W-2 opens after a pilot of its solution is evaluated/],
  ])('does not open a wave of something that nobody piloted, and says so in %s', async (language, message) => {
    if (language === 'nb')
      await does(
        [
          'planWave',
          {
            solutionId: 'S-2',
            name: 'Survey everywhere',
            plannedStart: '2018-03-01',
            plannedEnd: '2018-03-31',
            unitIds: [units['Ramstad']],
          },
        ],
        ['baselineWave', { waveId: 'W-2' }],
      );
    const head = await server.parts.store.head();
    const refused = await give(server, 'openWave', { programmeId, waveId: 'W-2' }, { language });
    expect(refused.userErrors).toMatchObject([{ code: 'WAVE_WITHOUT_PILOT', field: 'overrideDecisionId' }]);
    expect(refused.userErrors[0]!.message).toMatch(message);
    expect(await server.parts.store.head()).toBe(head);
  });

  step('opens the wave, and units go live one by one', async () => {
    await goTo('2018-03-05');
    await does(['openWave', { waveId: 'W-1' }]);
    await progressed({ waves: [{ wave: { status: 'OPEN' } }] });
    const ready = { solutionId: 'S-1', checks: [{ check: 'Network covers every classroom', met: true }] };
    for (const name of ['Grav', 'Hosle'])
      await does(
        ['commitUnit', { unitId: units[name], solutionId: 'S-1' }],
        ['confirmReadiness', { unitId: units[name], ...ready }],
      );
    await goTo('2018-03-15');
    const early = await give(server, 'completeWave', { programmeId, waveId: 'W-1' }, { language: 'da' });
    expect(early.userErrors[0]).toMatchObject({ code: 'WAVE_HAS_UNFINISHED_UNITS' });
    expect(early.userErrors[0]!.message).toMatch(/der mangler: Grav, Hosle, Jar\.$/);
    for (const name of ['Grav', 'Hosle'])
      await does(['recordGoLive', { unitId: units[name], solutionId: 'S-1', waveId: 'W-1' }]);
    await does(['declineUnit', { unitId: units['Jar'], solutionId: 'S-1', reason: 'A new building first' }]);
    await progressed({ unitsLive: 3, unitsDeclined: 1, unitsInterested: 1 });
    await told(/^Jar .*A new building first/);
  });

  step('turns lasting use into daily practice, and sees where it is lost', async () => {
    const period = (periodStart: string, periodEnd: string, grav: number, hosle: number, jong: number) => ({
      solutionId: 'S-1',
      periodStart,
      periodEnd,
      counts: [
        { unitId: units['Grav'], active: grav, eligible: 80 },
        { unitId: units['Hosle'], active: hosle, eligible: 120 },
        { unitId: units['Jong'], active: jong, eligible: 100 },
      ],
    });
    await goTo('2018-05-14');
    await does(
      ['reportUsage', period('2018-03-16', '2018-04-12', 60, 10, 90)],
      ['reportUsage', period('2018-04-13', '2018-05-10', 70, 5, 95)],
    );
    await progressed({ unitsEmbedded: 2, unitsLapsed: 1, unitsLive: 0, usersActive: 170, usersEligible: 300 });
    await told(/^Hosle/);
  });

  step('has champions where people stepped forward', async () => {
    const nominate = async (unit: string, name: string) => {
      const input = { programmeId, unitId: units[unit], person: { name }, route: 'PEER', rationale: 'Others listen.' };
      await accept(server, 'nominateChampion', input);
    };
    await nominate('Grav', 'Synthetic Person 7');
    await nominate('Ramstad', 'Synthetic Person 8');
    await does(
      ['acceptNomination', { championId: 'C-1' }],
      ['allocateTime', { championId: 'C-1', percent: 20 }],
      ['appointChangeAgent', { championId: 'C-1' }],
    );
    await told(/^C-1 .*20/);
  });

  step('completes the wave when each of its units has found its place', async () => {
    const lapsed = await give(server, 'completeWave', { programmeId, waveId: 'W-1' }, { language: 'sv' });
    expect(lapsed.userErrors[0]!.message).toMatch(/kvar är: Hosle\.$/);
    await does(
      ['readoptUnit', { unitId: units['Hosle'], solutionId: 'S-1' }],
      ['recordLapse', { unitId: units['Jong'], solutionId: 'S-1', reason: 'The principal left' }],
      ['completeWave', { waveId: 'W-1' }],
    );
    await progressed({
      unitsLive: 1,
      unitsEmbedded: 1,
      unitsLapsed: 1,
      waves: [{ wave: { status: 'COMPLETED' }, unitsPlanned: 3, unitsLive: 1, unitsEmbedded: 1, unitsDeclined: 1 }],
    });
    await told(/^W-1 .*fullført/);
  });

  step('tells whoever follows it that a new day has begun', async () => {
    await goTo('2018-05-15');
    const { adoptionProgress } = await nextWhere(progress, ({ adoptionProgress: { today } }) => today > '2018-05-14');
    expect(adoptionProgress).toMatchObject({ today: '2018-05-15', solutions: [{ unitsEmbedded: 1 }, {}] });
  });
});

/** What a question of the manager is answered with. */
const asked = async (selection: string, variables: object = {}, language = 'en') => {
  const declared = Object.keys(variables).map((name) => `$${name}: ID!`);
  const query = `query (${['$id: ID!', ...declared].join(', ')}) { answer: ${selection} }`;
  const { data, errors } = await server.graphql<{ answer: unknown }>(
    query,
    { id: programmeId, ...variables },
    { language },
  );
  expect(errors).toBeUndefined();
  return data.answer;
};
const nodesOf = (answer: unknown) => (answer as { edges: readonly { node: unknown }[] }).edges.map(({ node }) => node);
const solutionId = async () => {
  const { solutions } = (await asked('programme(id: $id) { solutions { id } }')) as { solutions: { id: string }[] };
  return solutions[0]!.id;
};

describe('what the manager asks at the end', () => {
  it('adoptionByWave', async () =>
    expect(
      await asked(
        `adoptionByWave(programmeId: $id, solutionId: $solutionId) {
          wave { ref status completedOn } unitsInBaseline unitsPlanned unitsLive unitsEmbedded unitsLapsed unitsDeclined
          unitsNotYet unitsClosed usersActive usersEligible slipDays slipByCause { reasonCode days } daysPastPlan
          medianDaysInterestToCommit medianDaysCommitToLive medianDaysLiveToEmbedded
        }`,
        { solutionId: await solutionId() },
      ),
    ).toEqual([
      {
        wave: { ref: 'W-1', status: 'COMPLETED', completedOn: '2018-05-14' },
        unitsInBaseline: 3,
        unitsPlanned: 3,
        unitsLive: 1,
        unitsEmbedded: 1,
        unitsLapsed: 0,
        unitsDeclined: 1,
        unitsNotYet: 0,
        unitsClosed: 0,
        usersActive: 75,
        usersEligible: 200,
        slipDays: 10,
        slipByCause: [{ reasonCode: 'PROCUREMENT', days: 10 }],
        daysPastPlan: 4,
        medianDaysInterestToCommit: 26.5,
        medianDaysCommitToLive: 10,
        medianDaysLiveToEmbedded: 56,
      },
    ]));

  it('adoptionCurve', async () => {
    const curve = (await asked(
      `adoptionCurve(programmeId: $id, solutionId: $solutionId) {
        points { day interested committed live embedded lapsed planned }
      }`,
      { solutionId: await solutionId() },
    )) as { points: readonly Record<string, unknown>[] };
    const point = (day: string, ...[interested, committed, live, embedded, lapsed, planned]: number[]) => ({
      day,
      interested,
      committed,
      live,
      embedded,
      lapsed,
      planned,
    });
    expect(curve.points).toEqual([
      point('2018-01-31', 2, 1, 1, 0, 0, 0),
      point('2018-02-28', 5, 1, 1, 0, 0, 0),
      point('2018-03-31', 4, 3, 3, 0, 0, 3),
      point('2018-04-30', 4, 3, 3, 0, 0, 3),
      point('2018-05-15', 3, 2, 2, 1, 1, 3),
    ]);
  });

  it('unassignedInterest', async () => {
    const waiting = `unassignedInterest(programmeId: $id, first: 10) { edges { node {
      unit { name } solution { ref } status waitingSince daysWaiting
    } } }`;
    expect(nodesOf(await asked(waiting))).toEqual([
      {
        unit: { name: 'Ramstad' },
        solution: { ref: 'S-1' },
        status: 'INTERESTED',
        waitingSince: '2018-02-09',
        daysWaiting: 95,
      },
    ]);
  });

  it('lapsedUnits', async () => {
    const lapsed = `lapsedUnits(programmeId: $id, first: 10) { edges { node {
      unit { name } lapsedOn daysLapsed detectedBy firstLiveOn latestUsage { active eligible share }
    } } }`;
    expect(nodesOf(await asked(lapsed))).toEqual([
      {
        unit: { name: 'Jong' },
        lapsedOn: '2018-05-14',
        daysLapsed: 1,
        detectedBy: 'REPORT',
        firstLiveOn: '2018-01-15',
        latestUsage: { active: 95, eligible: 100, share: 0.95 },
      },
    ]);
  });

  it('championCoverage', async () =>
    expect(
      await asked(`championCoverage(programmeId: $id) {
        activeUnits unitsWithChampion unitsWithChangeAgent unitsWithoutChampion activeChampions changeAgents
        championsWithoutTime championsOnLeave openNominations
        units(first: 10, covered: true) { edges { node { unit { name } activeChampions } } }
      }`),
    ).toEqual({
      activeUnits: 5,
      unitsWithChampion: 1,
      unitsWithChangeAgent: 1,
      unitsWithoutChampion: 4,
      activeChampions: 1,
      changeAgents: 1,
      championsWithoutTime: 0,
      championsOnLeave: 0,
      openNominations: 1,
      units: { edges: [{ node: { unit: { name: 'Grav' }, activeChampions: 1 } }] },
    }));

  it('decisionsDue', async () => {
    const due = `decisionsDue(programmeId: $id, withinDays: 30, first: 10) { edges { node {
      decision { ref } kind dueOn daysLeft
    } } }`;
    expect(nodesOf(await asked(due))).toEqual([
      { decision: { ref: 'D-2' }, kind: 'DECISION', dueOn: '2018-02-10', daysLeft: -94 },
      { decision: { ref: 'D-1' }, kind: 'REVIEW', dueOn: '2018-06-01', daysLeft: 17 },
    ]);
  });

  it('nonDecisions', async () => {
    const left = `nonDecisions(programmeId: $id, first: 10) { edges { node {
      decision { ref } daysOverdue acknowledged consequence
    } } }`;
    expect(nodesOf(await asked(left))).toEqual([
      { decision: { ref: 'D-2' }, daysOverdue: 94, acknowledged: false, consequence: null },
      {
        decision: { ref: 'D-3' },
        daysOverdue: 2,
        acknowledged: true,
        consequence: 'Schools repair by themselves',
      },
    ]);
  });

  it('waveChangeLog', async () => {
    const log = `waveChangeLog(programmeId: $id, first: 10) { edges { node {
      wave { ref } kind reasonCode startMovedDays endMovedDays afterBaseline happenedOn
    } } }`;
    expect(nodesOf(await asked(log))).toEqual([
      {
        wave: { ref: 'W-1' },
        kind: 'RESCHEDULED',
        reasonCode: 'PROCUREMENT',
        startMovedDays: 4,
        endMovedDays: 10,
        afterBaseline: true,
        happenedOn: '2018-02-22',
      },
    ]);
  });

  it('contagion', async () =>
    expect(
      await asked(
        `contagion(programmeId: $id, solutionId: $solutionId) {
          interestsTotal interestsPreceded interestsNaming
          results { result { audience madeVisibleOn } interests { unit { name } daysAfter namedAsTrigger } }
        }`,
        { solutionId: await solutionId() },
      ),
    ).toEqual({
      interestsTotal: 4,
      interestsPreceded: 3,
      interestsNaming: 1,
      results: [
        {
          result: { audience: 'All principals', madeVisibleOn: '2018-02-01' },
          interests: [
            { unit: { name: 'Grav' }, daysAfter: 4, namedAsTrigger: true },
            { unit: { name: 'Hosle' }, daysAfter: 7, namedAsTrigger: false },
            { unit: { name: 'Ramstad' }, daysAfter: 8, namedAsTrigger: false },
          ],
        },
      ],
    }));

  const history = async (language: string) => {
    const page = await asked(
      'history(programmeId: $id, first: 100) { totalCount edges { node { sentence } } }',
      {},
      language,
    );
    return nodesOf(page).map((node) => (node as { sentence: string }).sentence);
  };

  it('history, which reads as it was pushed', async () => {
    expect(sentences.length).toBeGreaterThan(50);
    expect(await history('nb')).toEqual(sentences);
  });

  it.each([
    ['nb', /^W-1 .*fullført/],
    ['da', /^W-1 .*gennemført/],
    ['sv', /^W-1 .*slutförd/],
    ['en', /^W-1 .*completed/],
  ])('history in %s, without a gap in any sentence', async (language, completed) => {
    const told = await history(language);
    expect(told).toHaveLength(sentences.length);
    expect(told.at(-1)).toMatch(completed);
    expect(told.filter((sentence) => /[{}]|–(?! \d)|undefined|null|[A-Z]{3,}_|[0-9a-f]{8}-/.test(sentence))).toEqual(
      [],
    );
  });
});
