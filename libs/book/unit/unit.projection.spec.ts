import { describe, expect, it } from '@jest/globals';
import { type Event, type Kept, type Projection, on, recorded, step } from '#kernel';
import { grav, hosle, jong, pilotId, surveyId, tabletsId, waveId } from '../testing/rollout.js';
import { adoptionSteps, interests, usages } from './adoption-history.projection.js';
import { type AdoptionRow, adoptions } from './adoption.projection.js';
import {
  type CarriedAdoption,
  InterestExpressed,
  InterestWithdrawn,
  ReadinessConfirmed,
  UnitClosed,
  UnitCommitted,
  UnitDeclined,
  UnitDetailsChanged,
  UnitEmbedded,
  UnitEnrolled,
  UnitLapsed,
  UnitReadopted,
  UnitWentLive,
  UnitsMerged,
  UsageMeasured,
  adoptionKey,
} from './unit.events.js';
import { units } from './unit.projection.js';

/** The rows that events leave, each event delivered as often as asked. */
const rowsOf = <Row>(projection: Projection<Row>, events: readonly Event[], deliveries = 1): Record<string, Row> => {
  const rows = new Map<string, Kept<Row>>();
  for (const event of recorded(events).flatMap((each) => Array.from({ length: deliveries }, () => each)))
    for (const key of projection.keysOf(event)) {
      const kept = step(projection, rows.get(key), event, key);
      if (kept) rows.set(key, kept);
      else rows.delete(key);
    }
  return Object.fromEntries([...rows].map(([key, { row }]) => [key, row]));
};

const of = (unitId: string) => ({ unitId, solutionId: tabletsId });
const [jongTablets, groveTablets, hosleTablets] = [jong, grav, hosle].map((unitId) =>
  adoptionKey(unitId, tabletsId),
) as [string, string, string];
const way = (events: readonly Event[], key = jongTablets): AdoptionRow => rowsOf(adoptions, events)[key]!;
const checks = [{ check: 'Training', met: true }];
const interested = on('2018-01-01', InterestExpressed({ ...of(jong), trigger: 'PEER', sourceUnitId: grav }));
const committed = on('2018-01-02', UnitCommitted(of(jong)));
const live = on('2018-01-04', UnitWentLive({ ...of(jong), waveId }));
const lapsed = on('2018-04-28', UnitLapsed({ ...of(jong), detectedBy: 'MEASUREMENT' }));
const measured = (unitId: string, month: string, active: number, eligible = 100) =>
  on(
    `2018-${month}-28`,
    UsageMeasured({ ...of(unitId), periodStart: `2018-${month}-01`, periodEnd: `2018-${month}-28`, active, eligible }),
  );
const wholeWay = [
  interested,
  committed,
  on('2018-01-03', ReadinessConfirmed({ ...of(jong), checks })),
  live,
  measured(jong, '01', 70),
  measured(jong, '02', 80),
  on('2018-02-28', UnitEmbedded({ ...of(jong), periods: [] })),
  lapsed,
  on('2018-05-02', UnitReadopted(of(jong))),
];

const enrolled = (unitId: string, name: string) =>
  on('2018-01-01', UnitEnrolled({ unitId, name, eligible: 100, externalIds: [{ scheme: 'nsr', value: `N${name}` }] }));
const merged = on(
  '2018-03-01',
  UnitsMerged({
    fromUnitIds: [jong, grav],
    intoUnitId: hosle,
    eligible: 300,
    carried: [
      {
        solutionId: tabletsId,
        fromUnitIds: [jong],
        status: 'LIVE',
        milestones: {
          interestedOn: '2018-01-01',
          committedOn: '2018-01-02',
          firstLiveOn: '2018-01-04',
          liveOn: '2018-01-04',
        },
        measured: { periodStart: '2018-02-01', periodEnd: '2018-02-28', active: 80, eligible: 100 },
      },
    ],
  }),
);

describe('unit', () => {
  const row = (events: readonly Event[], key = jong) => rowsOf(units, events)[key]!;

  it('is what it was enrolled as', () =>
    expect(row([enrolled(jong, 'Åsgård')])).toEqual({
      name: 'Åsgård',
      kind: null,
      eligible: 100,
      parentUnitId: null,
      externalIds: [{ scheme: 'nsr', value: 'NÅsgård' }],
      status: 'ACTIVE',
      mergedIntoUnitId: null,
      enrolledOn: '2018-01-01',
      endedOn: null,
      searchText: 'åsgård\n\nnåsgård',
    }));
  it('is found by its kind, too', () =>
    expect(
      row([UnitEnrolled({ unitId: jong, name: 'Jong', kind: 'Primary School', eligible: 1, externalIds: [] })]),
    ).toMatchObject({ kind: 'Primary School', searchText: 'jong\nprimary school' }));
  it('takes changed details, and is found by them', () =>
    expect(
      row([enrolled(jong, 'Jong'), UnitDetailsChanged({ unitId: jong, name: 'Jong SKOLE', parentUnitId: grav })]),
    ).toMatchObject({
      name: 'Jong SKOLE',
      parentUnitId: grav,
      eligible: 100,
      searchText: expect.stringContaining('jong skole') as unknown,
    }));
  it('says where it lives on after a merger, and the remaining one grows', () => {
    const events = [enrolled(jong, 'Jong'), enrolled(grav, 'Grav'), enrolled(hosle, 'Hosle'), merged];
    expect(row(events)).toMatchObject({ status: 'MERGED', mergedIntoUnitId: hosle, endedOn: '2018-03-01' });
    expect(row(events, hosle)).toMatchObject({ status: 'ACTIVE', eligible: 300, endedOn: null });
  });
  it('says when it was closed', () =>
    expect(
      row([enrolled(jong, 'Jong'), on('2018-02-01', UnitClosed({ unitId: jong, solutionIds: [] }))]),
    ).toMatchObject({
      status: 'CLOSED',
      endedOn: '2018-02-01',
    }));
});

describe('adoption', () => {
  it('keeps the day of each step', () =>
    expect(way(wholeWay)).toEqual({
      ...of(jong),
      status: 'LIVE',
      waitingSince: null,
      interestedOn: '2018-01-01',
      committedOn: '2018-01-02',
      preparingOn: '2018-01-03',
      firstLiveOn: '2018-01-04',
      liveOn: '2018-05-02',
      embeddedOn: '2018-02-28',
      lapsedOn: '2018-04-28',
      lapseDetectedBy: 'MEASUREMENT',
      declinedOn: null,
      waveId,
      pilotId: null,
      active: 80,
      eligible: 100,
      periodStart: '2018-02-01',
      periodEnd: '2018-02-28',
    }));
  it('is at the step that it took last', () => {
    const preparing = on('2018-01-03', ReadinessConfirmed({ ...of(jong), checks }));
    const embedded = on('2018-02-28', UnitEmbedded({ ...of(jong), periods: [] }));
    const steps = [interested, committed, preparing, live, embedded, lapsed];
    expect(steps.map((_, at) => way(steps.slice(0, at + 1)).status)).toEqual([
      'INTERESTED',
      'COMMITTED',
      'PREPARING',
      'LIVE',
      'EMBEDDED',
      'LAPSED',
    ]);
  });
  it('waits from the interest until the go-live', () => {
    expect(way([interested, committed]).waitingSince).toBe('2018-01-01');
    expect(way([committed]).waitingSince).toBe('2018-01-02');
    expect(way([committed, live]).waitingSince).toBeNull();
  });
  it('waits no more when the interest has passed', () =>
    expect(way([interested, InterestWithdrawn(of(jong))])).toMatchObject({
      status: 'UNAWARE',
      interestedOn: null,
      waitingSince: null,
    }));
  it('waits anew when a unit that declined changes its mind', () => {
    const declined = on('2018-02-01', UnitDeclined({ ...of(jong), reason: 'No capacity' }));
    expect(way([interested, declined])).toMatchObject({
      status: 'DECLINED',
      waitingSince: null,
      declinedOn: '2018-02-01',
    });
    expect(way([interested, declined, on('2018-03-01', InterestExpressed(of(jong)))])).toMatchObject({
      status: 'INTERESTED',
      waitingSince: '2018-03-01',
    });
  });
  it('keeps the go-live after a lapse', () =>
    expect(way([committed, live, lapsed])).toMatchObject({
      status: 'LAPSED',
      firstLiveOn: '2018-01-04',
      liveOn: '2018-01-04',
    }));
  it('remembers the pilot in which the unit went live', () =>
    expect(way([committed, UnitWentLive({ ...of(jong), pilotId })])).toMatchObject({ pilotId, waveId: null }));
  it('shows the latest period, also when an earlier one comes late', () =>
    expect(way([committed, live, measured(jong, '03', 30), measured(jong, '02', 20)])).toMatchObject({
      active: 30,
      periodEnd: '2018-03-28',
    }));

  describe('after a merger', () => {
    const events = [
      ...wholeWay.slice(0, 6),
      on('2018-01-09', UnitCommitted(of(hosle))),
      on('2018-01-10', UnitWentLive(of(hosle))),
      measured(hosle, '02', 10, 50),
      merged,
    ];

    it('goes on at the remaining unit, with the earliest days and all users', () =>
      expect(way(events, hosleTablets)).toMatchObject({
        status: 'LIVE',
        interestedOn: '2018-01-01',
        committedOn: '2018-01-02',
        firstLiveOn: '2018-01-04',
        active: 90,
        eligible: 150,
        periodEnd: '2018-02-28',
      }));
    const brought = (along: Partial<CarriedAdoption>) =>
      on(
        '2018-03-01',
        UnitsMerged({
          fromUnitIds: [jong],
          intoUnitId: hosle,
          eligible: 200,
          carried: [{ solutionId: tabletsId, fromUnitIds: [jong], status: 'LIVE', milestones: {}, ...along }],
        }),
      );
    const own = [
      on('2017-11-01', InterestExpressed(of(hosle))),
      on('2017-12-01', UnitCommitted(of(hosle))),
      on('2018-01-10', UnitWentLive(of(hosle))),
      measured(hosle, '01', 10, 50),
      on('2018-02-20', UnitLapsed({ ...of(hosle), detectedBy: 'REPORT' })),
    ];

    it('keeps the days of the remaining unit that count: the earlier ones, and the later lapse', () =>
      expect(
        way(
          [
            interested,
            ...own,
            brought({
              status: 'LAPSED',
              milestones: {
                interestedOn: '2018-01-01',
                preparingOn: '2018-01-03',
                liveOn: '2018-01-04',
                lapsedOn: '2018-02-01',
              },
            }),
          ],
          hosleTablets,
        ),
      ).toMatchObject({
        interestedOn: '2017-11-01',
        committedOn: '2017-12-01',
        preparingOn: '2018-01-03',
        liveOn: '2018-01-04',
        lapsedOn: '2018-02-20',
        lapseDetectedBy: 'REPORT',
        embeddedOn: null,
        waitingSince: null,
      }));
    it('keeps the use of the remaining unit when none came along', () =>
      expect(way([interested, ...own, brought({})], hosleTablets)).toMatchObject({
        active: 10,
        eligible: 50,
        periodEnd: '2018-01-28',
      }));
    it('tells how the lapse came out that came along', () =>
      expect(
        way([interested, ...own, brought({ status: 'LAPSED', lapseDetectedBy: 'MEASUREMENT' })], hosleTablets)
          .lapseDetectedBy,
      ).toBe('MEASUREMENT'));
    it.each([
      ['INTERESTED', { interestedOn: '2018-01-05' }, '2018-01-05'],
      ['COMMITTED', { committedOn: '2018-01-06' }, '2018-01-06'],
      ['PREPARING', { interestedOn: '2018-01-05', committedOn: '2018-01-06' }, '2018-01-05'],
      ['DECLINED', { interestedOn: '2018-01-05', declinedOn: '2018-01-07' }, null],
      ['COMMITTED', {}, null],
    ] as const)('waits where it is %s, from the interest or else the commitment', (status, milestones, since) =>
      expect(way([interested, brought({ status, milestones })], hosleTablets)).toMatchObject({
        status,
        waitingSince: since,
      }),
    );
    it('is marked at the unit that merged, with its days', () =>
      expect(way(events)).toMatchObject({ status: 'MERGED', firstLiveOn: '2018-01-04', active: 80 }));
    it('is not made up for a unit that brought nothing', () => expect(way(events, groveTablets)).toBeUndefined());
    it('begins at a remaining unit that had no way of its own', () =>
      expect(way([...wholeWay.slice(0, 6), merged], hosleTablets)).toMatchObject({
        ...of(hosle),
        status: 'LIVE',
        firstLiveOn: '2018-01-04',
        active: 80,
      }));
  });

  it('ends when the unit is closed', () =>
    expect(way([interested, UnitClosed({ unitId: jong, solutionIds: [tabletsId] })])).toMatchObject({
      status: 'CLOSED',
      waitingSince: null,
      interestedOn: '2018-01-01',
    }));
});

describe('adoption step', () => {
  const steps = (events: readonly Event[]) =>
    Object.values(rowsOf(adoptionSteps, events)).map(({ unitId, toStatus, happenedOn }) => [
      unitId,
      toStatus,
      happenedOn,
    ]);

  it('is one for each change of state', () =>
    expect(
      steps([
        ...wholeWay,
        on('2018-06-01', InterestWithdrawn(of(grav))),
        on('2018-06-02', UnitDeclined({ ...of(grav), reason: 'No' })),
      ]),
    ).toEqual([
      [jong, 'INTERESTED', '2018-01-01'],
      [jong, 'COMMITTED', '2018-01-02'],
      [jong, 'PREPARING', '2018-01-03'],
      [jong, 'LIVE', '2018-01-04'],
      [jong, 'EMBEDDED', '2018-02-28'],
      [jong, 'LAPSED', '2018-04-28'],
      [jong, 'LIVE', '2018-05-02'],
      [grav, 'UNAWARE', '2018-06-01'],
      [grav, 'DECLINED', '2018-06-02'],
    ]));
  it('is one at each unit of a merger that was on its way', () =>
    expect(steps([merged])).toEqual([
      [jong, 'MERGED', '2018-03-01'],
      [hosle, 'LIVE', '2018-03-01'],
    ]));
  it('is one for each way of a unit that is closed', () =>
    expect(steps([on('2018-03-01', UnitClosed({ unitId: jong, solutionIds: [tabletsId, surveyId] }))])).toEqual([
      [jong, 'CLOSED', '2018-03-01'],
      [jong, 'CLOSED', '2018-03-01'],
    ]));
});

it('each measured period is kept', () =>
  expect(Object.values(rowsOf(usages, wholeWay))).toEqual([
    {
      adoptionKey: jongTablets,
      ...of(jong),
      periodStart: '2018-01-01',
      periodEnd: '2018-01-28',
      active: 70,
      eligible: 100,
    },
    {
      adoptionKey: jongTablets,
      ...of(jong),
      periodStart: '2018-02-01',
      periodEnd: '2018-02-28',
      active: 80,
      eligible: 100,
    },
  ]));

it('each interest is kept, also when it has passed', () =>
  expect(
    Object.values(rowsOf(interests, [interested, InterestWithdrawn(of(jong)), InterestExpressed(of(jong))])),
  ).toEqual([
    { ...of(jong), trigger: 'PEER', sourceUnitId: grav, happenedOn: '2018-01-01' },
    { ...of(jong), trigger: null, sourceUnitId: null, happenedOn: '2018-01-15' },
  ]));

describe('delivered twice, an event changes nothing', () => {
  const schools = [enrolled(jong, 'Jong'), enrolled(grav, 'Grav'), enrolled(hosle, 'Hosle')];
  const unchanged = <Row>(projection: Projection<Row>) => {
    const events = [...schools, ...wholeWay.slice(0, 6), merged];
    expect(rowsOf(projection, events)).not.toEqual({});
    expect(rowsOf(projection, events, 2)).toEqual(rowsOf(projection, events));
  };

  it('in unit', () => unchanged(units));
  it('in adoption', () => unchanged(adoptions));
  it('in adoptionStep', () => unchanged(adoptionSteps));
  it('in usage', () => unchanged(usages));
  it('in interest', () => unchanged(interests));
});
