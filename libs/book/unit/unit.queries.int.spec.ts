import { afterEach, describe, expect, it } from '@jest/globals';
import { type Event, newId, on } from '#kernel';
import type { Connection } from '#read-models';
import { type OpenedReading, readingOf } from '../testing/reading-of.js';
import {
  approved,
  evaluated,
  grav,
  hosle,
  jong,
  nextPlanned,
  nextWaveId,
  planned,
  programme,
  programmeId,
  proposed,
  started,
  surveyId,
  tabletsId,
  waveId,
} from '../testing/rollout.js';
import { UnitMoved, WaveCancelled, WaveCompleted } from '../wave/wave.events.js';
import { daysSince, lapsedUnits, latestUsage, shareOf, unassignedInterest } from './adoption.queries.js';
import { adoptionCurve, pointsMax } from './curve.queries.js';
import {
  InterestExpressed,
  InterestWithdrawn,
  ReadinessConfirmed,
  UnitClosed,
  UnitCommitted,
  UnitDetailsChanged,
  UnitEmbedded,
  UnitEnrolled,
  UnitLapsed,
  UnitReadopted,
  UnitWentLive,
  UnitsMerged,
  UsageMeasured,
} from './unit.events.js';
import { adoptionsOf, childrenOf, listUnits, mergedFrom, parentOf, usageOf } from './unit.queries.js';

let opened: OpenedReading;
afterEach(() => opened.close());

const start = programme.map((event) => on('2018-01-01', event));
const read = async (events: readonly Event[], today = '2018-12-31') => {
  opened = await readingOf([...start, ...events], today);
  return opened.reading;
};
const of = (unitId: string, solutionId = tabletsId) => ({ unitId, solutionId });
const committed = (unitId: string, day: string) => on(day, UnitCommitted(of(unitId)));
const live = (unitId: string, day: string) => on(day, UnitWentLive(of(unitId)));
const mergedInto = (
  fromUnitId: string,
  intoUnitId: string,
  day: string,
  status: 'LIVE' | 'INTERESTED' | undefined = undefined,
) =>
  on(
    day,
    UnitsMerged({
      fromUnitIds: [fromUnitId],
      intoUnitId,
      eligible: 200,
      carried: status ? [{ solutionId: tabletsId, fromUnitIds: [fromUnitId], status, milestones: {} }] : [],
    }),
  );
const nodes = <Node>({ edges }: Connection<Node>) => edges.map(({ node }) => node);
const page = { programmeId, first: 100 };

describe('units', () => {
  const names = async (events: readonly Event[], args: object) =>
    nodes(await listUnits(await read(events), { ...page, ...args })).map(({ name }) => name);

  it('come by name, a page at a time', async () => {
    const reading = await read([]);
    const first = await listUnits(reading, { programmeId, first: 2 });
    const second = await listUnits(reading, { programmeId, first: 2, after: first.pageInfo.endCursor! });
    expect([...nodes(first), ...nodes(second)].map(({ name }) => name)).toEqual(['Grav', 'Hosle', 'Jong']);
    expect(await first.totalCount()).toBe(3);
  });
  it('of other programmes are not among them', async () =>
    expect(await names([], { programmeId: newId(5) })).toEqual([]));
  it('are chosen by status', async () =>
    expect(await names([UnitClosed({ unitId: jong, solutionIds: [] })], { status: ['CLOSED'] })).toEqual(['Jong']));
  it('are chosen by how far they have come with a solution', async () => {
    const events = [committed(jong, '2018-01-02'), on('2018-01-02', UnitCommitted(of(grav, surveyId)))];
    const reading = await read(events);
    const at = async (args: object) => nodes(await listUnits(reading, { ...page, ...args })).map(({ name }) => name);
    expect(await at({ adoptionStatus: ['COMMITTED'], solutionId: tabletsId })).toEqual(['Jong']);
    expect(await at({ adoptionStatus: ['COMMITTED'] })).toEqual(['Grav', 'Jong']);
    expect(await at({ adoptionStatus: ['UNAWARE'], solutionId: tabletsId })).toEqual(['Grav', 'Hosle']);
    expect(await at({ adoptionStatus: ['UNAWARE', 'COMMITTED'], solutionId: tabletsId })).toEqual([
      'Grav',
      'Hosle',
      'Jong',
    ]);
  });
  it('are unaware again when the interest has passed', async () =>
    expect(
      await names([InterestExpressed(of(jong)), InterestWithdrawn(of(jong))], {
        adoptionStatus: ['UNAWARE'],
        solutionId: tabletsId,
      }),
    ).toContain('Jong'));

  const odd = [
    UnitEnrolled({
      unitId: newId(1),
      name: 'ØVRE Ås',
      kind: 'Barneskole',
      eligible: 1,
      externalIds: [{ scheme: 'nsr', value: 'X7' }],
    }),
    UnitEnrolled({ unitId: newId(2), name: '100% digital_\\', eligible: 1, externalIds: [] }),
  ];
  it.each([
    ['øvre', 'ØVRE Ås'],
    ['BARNESKOLE', 'ØVRE Ås'],
    ['x7', 'ØVRE Ås'],
    ['0%', '100% digital_\\'],
    ['l_', '100% digital_\\'],
    ['_\\', '100% digital_\\'],
  ])('are found by %s in name, kind or register number, taken literally', async (text, name) =>
    expect(await names(odd, { text })).toEqual([name]),
  );
});

describe('the place of a unit', () => {
  const under = (unitId: string, parentUnitId: string) =>
    on('2018-01-02', UnitDetailsChanged({ unitId, parentUnitId }));
  const unit = async (unitId: string) => (await opened.reading.load('unit', unitId))!;

  it('is read from both ends, mergers followed', async () => {
    const reading = await read([under(jong, grav), mergedInto(grav, hosle, '2018-02-01')]);
    expect((await parentOf(reading, await unit(jong)))?.name).toBe('Hosle');
    expect((await childrenOf(reading, await unit(hosle))).map(({ name }) => name)).toEqual(['Jong']);
    expect((await mergedFrom(reading, await unit(hosle))).map(({ name }) => name)).toEqual(['Grav']);
  });
  it('is nowhere when it took over the unit that it was part of', async () => {
    const reading = await read([under(hosle, grav), mergedInto(grav, hosle, '2018-02-01')]);
    expect(await parentOf(reading, await unit(hosle))).toBeNull();
    expect(await childrenOf(reading, await unit(hosle))).toEqual([]);
  });
});

it('measured use is read in the order of its periods', async () => {
  const measured = (month: string, active: number) =>
    UsageMeasured({
      ...of(jong),
      periodStart: `2018-${month}-01`,
      periodEnd: `2018-${month}-28`,
      active,
      eligible: 40,
    });
  const reading = await read([
    committed(jong, '2018-01-02'),
    live(jong, '2018-01-03'),
    measured('03', 10),
    measured('02', 20),
  ]);
  const [adoption] = await adoptionsOf(reading, (await reading.load('unit', jong))!);
  expect((await usageOf(reading, adoption!)).map(({ active }) => active)).toEqual([20, 10]);
  expect(latestUsage(adoption!)).toEqual({
    periodStart: '2018-03-01',
    periodEnd: '2018-03-28',
    active: 10,
    eligible: 40,
  });
  expect(shareOf(latestUsage(adoption!)!)).toBe(0.25);
  expect(shareOf({ periodStart: '', periodEnd: '', active: 0, eligible: 0 })).toBeNull();
});

describe('unassigned interest', () => {
  const interested = (unitId: string, day = '2018-02-01') => on(day, InterestExpressed(of(unitId)));
  const waiting = async (events: readonly Event[], args: object = {}) => {
    const reading = await read(events, '2018-03-01');
    return nodes(await unassignedInterest(reading, { ...page, ...args })).map((row) => [
      row.unitId,
      daysSince(row.waitingSince, reading),
    ]);
  };

  it('is shown with the days waited, the longest first', async () =>
    expect(await waiting([interested(jong), committed(hosle, '2018-01-30'), interested(grav, '2018-02-27')])).toEqual([
      [hosle, 30],
      [jong, 28],
      [grav, 2],
    ]));
  it('goes on while the unit prepares', async () => {
    const ready = on('2018-02-10', ReadinessConfirmed({ ...of(jong), checks: [{ check: 'Network', met: true }] }));
    expect(await waiting([committed(jong, '2018-01-30'), ready])).toEqual([[jong, 30]]);
  });
  it('is over when the unit goes live', async () =>
    expect(await waiting([committed(jong, '2018-01-02'), live(jong, '2018-01-03')])).toEqual([]));
  it('is picked up by a wave', async () => expect(await waiting([interested(jong), planned])).toEqual([]));
  it('is not picked up by a wave for another solution', async () =>
    expect(await waiting([on('2018-02-01', InterestExpressed(of(jong, surveyId))), planned])).toEqual([[jong, 28]]));
  it('is left alone again by a wave that was called off', async () =>
    expect(
      await waiting([
        interested(jong),
        planned,
        WaveCancelled({ waveId, afterBaseline: false, reason: { code: 'CAPACITY' } }),
      ]),
    ).toEqual([[jong, 28]]));
  it('is left alone again by a wave that was completed', async () =>
    expect(await waiting([interested(jong), planned, WaveCompleted({ waveId })])).toEqual([[jong, 28]]));
  it('is left alone again when the unit leaves the wave', async () =>
    expect(
      await waiting([interested(jong), planned, UnitMoved({ waveId, ...of(jong), afterBaseline: false })]),
    ).toEqual([[jong, 28]]));
  it('is picked up by a pilot until that is evaluated', async () => {
    expect(await waiting([interested(jong), interested(grav), proposed, approved, started])).toEqual([[grav, 28]]);
    await opened.close();
    expect(await waiting([interested(jong), proposed, approved, started, evaluated])).toEqual([[jong, 28]]);
  });
  it('is picked up by a wave in which a merged unit was', async () =>
    expect(await waiting([interested(hosle), planned, mergedInto(jong, hosle, '2018-02-02')])).toEqual([]));
  it('is over at a unit that is no more', async () =>
    expect(await waiting([interested(jong), mergedInto(jong, hosle, '2018-02-02', 'INTERESTED')])).not.toContainEqual([
      jong,
      28,
    ]));
  it('is chosen by solution', async () =>
    expect(await waiting([interested(jong)], { solutionId: surveyId })).toEqual([]));
});

describe('lapsed units', () => {
  const lapsed = (unitId: string, day: string) => on(day, UnitLapsed({ ...of(unitId), detectedBy: 'REPORT' }));
  const events = [
    ...[jong, grav, hosle].flatMap((unitId) => [committed(unitId, '2018-01-02'), live(unitId, '2018-01-03')]),
    lapsed(jong, '2018-02-01'),
    lapsed(grav, '2018-03-01'),
    lapsed(hosle, '2018-03-02'),
    on('2018-04-01', UnitReadopted(of(hosle))),
  ];

  it('are those out of use now, the latest first, their go-live kept', async () =>
    expect(nodes(await lapsedUnits(await read(events), page))).toMatchObject([
      { unitId: grav, lapsedOn: '2018-03-01', lapseDetectedBy: 'REPORT', firstLiveOn: '2018-01-03' },
      { unitId: jong, lapsedOn: '2018-02-01', firstLiveOn: '2018-01-03' },
    ]));
  it('are chosen by solution', async () =>
    expect(nodes(await lapsedUnits(await read(events), { ...page, solutionId: surveyId }))).toEqual([]));
});

describe('the curve', () => {
  const curve = async (events: readonly Event[], args: object, today?: string) =>
    (await adoptionCurve(await read(events, today), {
      programmeId,
      solutionId: tabletsId,
      interval: 'MONTH',
      ...args,
    }))!;
  const points = async (events: readonly Event[], args: object = {}, today?: string) =>
    (await curve(events, args, today)).points;

  const rollout = [
    on('2018-01-10', InterestExpressed(of(jong))),
    committed(jong, '2018-02-01'),
    committed(grav, '2018-02-05'),
    live(jong, '2018-02-28'),
    live(grav, '2018-03-01'),
    on('2018-03-15', UnitEmbedded({ ...of(jong), periods: [] })),
    on('2018-04-02', UnitLapsed({ ...of(grav), detectedBy: 'REPORT' })),
    on('2018-04-30', UnitReadopted(of(grav))),
    on('2018-05-01', UnitClosed({ unitId: jong, solutionIds: [tabletsId] })),
  ];

  it('counts units at the end of each month, live net of lapses', async () =>
    expect(await points(rollout, {}, '2018-05-31')).toEqual([
      { day: '2018-01-31', interested: 1, committed: 0, live: 0, embedded: 0, lapsed: 0, planned: 0 },
      { day: '2018-02-28', interested: 2, committed: 2, live: 1, embedded: 0, lapsed: 0, planned: 0 },
      { day: '2018-03-31', interested: 2, committed: 2, live: 2, embedded: 1, lapsed: 0, planned: 0 },
      { day: '2018-04-30', interested: 2, committed: 2, live: 2, embedded: 1, lapsed: 0, planned: 0 },
      { day: '2018-05-31', interested: 1, committed: 1, live: 1, embedded: 0, lapsed: 0, planned: 0 },
    ]));
  it('shows a lapse day by day, with what was before the first day', async () =>
    expect(
      (await points(rollout, { interval: 'DAY', from: '2018-04-01', to: '2018-04-03' })).map(
        ({ day, live: n, lapsed }) => [day, n, lapsed],
      ),
    ).toEqual([
      ['2018-04-01', 2, 0],
      ['2018-04-02', 1, 1],
      ['2018-04-03', 1, 1],
    ]));
  it('counts two live units that merged as one', async () =>
    expect(
      (await points([...rollout.slice(0, 5), mergedInto(jong, grav, '2018-03-20', 'LIVE')], {}, '2018-03-31')).at(-1),
    ).toMatchObject({
      live: 1,
    }));
  it('reaches into the future with the plan alone, and shows today', async () =>
    expect(
      await points([planned, nextPlanned, live(jong, '2018-08-01')], { from: '2018-08-01' }, '2018-08-15'),
    ).toEqual([
      { day: '2018-08-15', interested: 1, committed: 1, live: 1, embedded: 0, lapsed: 0, planned: 2 },
      { day: '2018-08-31', interested: null, committed: null, live: null, embedded: null, lapsed: null, planned: 2 },
      { day: '2018-09-01', interested: null, committed: null, live: null, embedded: null, lapsed: null, planned: 3 },
    ]));
  it('plans a unit once: not in a wave called off, not where it left, mergers followed', async () => {
    const last = async (...events: readonly Event[]) =>
      (await points([planned, nextPlanned, ...events], {})).at(-1)!.planned;
    const reason = { code: 'CAPACITY' as const };
    expect(await last(WaveCancelled({ waveId: nextWaveId, afterBaseline: false, reason }))).toBe(2);
    await opened.close();
    expect(await last(UnitMoved({ waveId, ...of(jong), afterBaseline: false }))).toBe(2);
    await opened.close();
    expect(await last(mergedInto(jong, hosle, '2018-02-01'))).toBe(2);
    await opened.close();
    expect(await last(UnitClosed({ unitId: jong, solutionIds: [] }))).toBe(2);
  });
  it('heeds the solution', async () =>
    expect((await points([on('2018-02-01', UnitCommitted(of(jong, surveyId)))])).at(-1)).toMatchObject({
      committed: 0,
    }));
  it('turns to months when days would be too many, and says so', async () => {
    const days = await curve([], { interval: 'DAY', from: '2016-01-01', to: '2018-09-26' });
    expect([days.interval, days.points.length]).toEqual(['DAY', pointsMax]);
    await opened.close();
    const months = await curve([], { interval: 'DAY', from: '2016-01-01', to: '2018-09-27' });
    expect([months.interval, months.points.length]).toEqual(['MONTH', 33]);
  });
  it('has no points when its end lies before its beginning', async () =>
    expect(await points(rollout, { from: '2018-03-02', to: '2018-03-01' })).toEqual([]));
  it('is not there for a solution of another programme', async () =>
    expect(
      await adoptionCurve(await read([]), { programmeId: newId(5), solutionId: tabletsId, interval: 'MONTH' }),
    ).toBeNull());
  it('costs two statements and a look-up, however many units', async () => {
    await points(rollout);
    expect(opened.statements).toHaveLength(3);
  });
});
