import { describe, it } from '@jest/globals';
import { type Event, on } from '#kernel';
import { OccurredOnCorrected } from '../correction/correction.events.js';
import { given } from '../given.js';
import { AdoptionPolicySet } from '../programme/programme.events.js';
import { grav, hosle, jong, programme, programmeId, tabletsId, unknown } from '../testing/rollout.js';
import {
  UnitClosed,
  UnitCommitted,
  UnitEmbedded,
  UnitLapsed,
  UnitReadopted,
  UnitWentLive,
  UnitsMerged,
  UsageMeasured,
} from './unit.events.js';

const today = '2018-12-31';
const of = (unitId: string) => ({ unitId, solutionId: tabletsId });
const period = (month: number) => {
  const mm = String(month).padStart(2, '0');
  return { periodStart: `2018-${mm}-01`, periodEnd: `2018-${mm}-28` };
};
const measured = (unitId: string, month: number, active: number, eligible = 100) =>
  on(period(month).periodEnd, UsageMeasured({ ...of(unitId), ...period(month), active, eligible }));
const live = (unitId: string, day = '2018-01-10') => [
  on('2018-01-02', UnitCommitted(of(unitId))),
  on(day, UnitWentLive(of(unitId))),
];
const embedded = (unitId: string, ...months: number[]) =>
  on(period(months.at(-1)!).periodEnd, UnitEmbedded({ ...of(unitId), periods: months.map(period) }));
const lapsed = (unitId: string, month: number) =>
  on(period(month).periodEnd, UnitLapsed({ ...of(unitId), detectedBy: 'MEASUREMENT' }));

const book = (...events: readonly Event[]) =>
  given(...programme.map((event) => on('2018-01-01', event)), ...live(jong), ...live(grav), ...events);
const report = (month: number, counts: readonly object[], ...events: readonly Event[]) =>
  book(...events).when('reportUsage', { programmeId, solutionId: tabletsId, ...period(month), counts }, { today });
const count = (unitId: string, active: number, eligible = 100) => ({ unitId, active, eligible });

describe('reportUsage', () => {
  it('tells of each unit, on the last day of the period', () =>
    report(2, [count(jong, 50), count(grav, 40)]).then(measured(jong, 2, 50), measured(grav, 2, 40)));
  it('takes an earlier period after a later one', () =>
    report(2, [count(jong, 50)], measured(jong, 3, 50)).then(measured(jong, 2, 50)));
  it('takes the period in which the unit went live', () => report(1, [count(jong, 50)]).then(measured(jong, 1, 50)));
  it('takes a period that ends on the day of the go-live, one of a single day, and one that ends today', () => {
    const on_ = (periodStart: string, periodEnd: string) =>
      book()
        .when(
          'reportUsage',
          { programmeId, solutionId: tabletsId, periodStart, periodEnd, counts: [count(jong, 50)] },
          { today },
        )
        .then(on(periodEnd, UsageMeasured({ ...of(jong), periodStart, periodEnd, active: 50, eligible: 100 })));
    on_('2018-01-01', '2018-01-10');
    on_('2018-01-10', '2018-01-10');
    on_('2018-12-01', today);
  });
  it('refuses a period that shares a single day with another, at either end, or its beginning', () => {
    const within = (periodStart: string, periodEnd: string) =>
      book(measured(jong, 2, 50))
        .when(
          'reportUsage',
          { programmeId, solutionId: tabletsId, periodStart, periodEnd, counts: [count(jong, 50)] },
          { today },
        )
        .thenRefused('USAGE_PERIODS_OVERLAP', 'counts.0.unitId');
    within('2018-01-20', '2018-02-01');
    within('2018-02-28', '2018-03-10');
    within('2018-02-01', '2018-02-14');
    within('2018-02-14', '2018-02-28');
  });

  it('needs a solution of the programme', () =>
    book()
      .when('reportUsage', { programmeId, solutionId: unknown, ...period(2), counts: [count(jong, 1)] }, { today })
      .thenRefused('SOLUTION_UNKNOWN', 'solutionId'));
  it('needs a count', () => report(2, []).thenRefused('COUNTS_MISSING', 'counts'));
  it('needs units that the book knows', () =>
    report(2, [count(jong, 1), count(unknown, 1)]).thenRefused('UNIT_UNKNOWN', 'counts.1.unitId'));
  it('needs units that still exist', () =>
    report(2, [count(jong, 1)], UnitClosed({ unitId: jong, solutionIds: [tabletsId] })).thenRefused(
      'UNIT_NOT_ACTIVE',
      'counts.0.unitId',
    ));
  it('takes what was used before a unit closed, told afterwards, and lets nothing follow from it', () => {
    const closed = on('2018-04-01', UnitClosed({ unitId: jong, solutionIds: [tabletsId] }));
    report(3, [count(jong, 80)], measured(jong, 2, 80), closed).then(measured(jong, 3, 80));
    report(4, [count(jong, 80)], closed).thenRefused('UNIT_NOT_ACTIVE', 'counts.0.unitId');
  });
  it('takes what was used before a unit merged, told afterwards', () => {
    const merged = on(
      '2018-03-28',
      UnitsMerged({
        fromUnitIds: [jong],
        intoUnitId: grav,
        eligible: 200,
        carried: [{ solutionId: tabletsId, fromUnitIds: [jong], status: 'LIVE', milestones: { liveOn: '2018-01-10' } }],
      }),
    );
    report(3, [count(jong, 80)], merged).then(measured(jong, 3, 80));
    report(4, [count(jong, 80)], merged).thenRefused('UNIT_NOT_ACTIVE', 'counts.0.unitId');
  });
  it('counts a unit once', () =>
    report(2, [count(jong, 1), count(grav, 1), count(jong, 2)]).thenRefused('UNIT_REPEATED', 'counts.2.unitId'));
  it('refuses more users than there could be', () =>
    report(2, [count(jong, 101)]).thenRefused('ACTIVE_EXCEEDS_ELIGIBLE', 'counts.0.active'));
  it('refuses a period that ends before it begins', () =>
    book()
      .when(
        'reportUsage',
        {
          programmeId,
          solutionId: tabletsId,
          periodStart: '2018-02-02',
          periodEnd: '2018-02-01',
          counts: [count(jong, 1)],
        },
        { today },
      )
      .thenRefused('PERIOD_ENDS_BEFORE_START', 'periodEnd'));
  it('refuses a period that is not over', () =>
    book()
      .when(
        'reportUsage',
        { programmeId, solutionId: tabletsId, ...period(2), counts: [count(jong, 1)] },
        { today: '2018-02-27' },
      )
      .thenRefused('PERIOD_NOT_OVER', 'periodEnd'));
  it('refuses use at a unit that never went live', () =>
    report(2, [count(hosle, 1)]).thenRefused('USAGE_BEFORE_GO_LIVE', 'counts.0.unitId'));
  it('refuses use in a period that was over before the unit went live', () =>
    report(2, [count(hosle, 1)], ...live(hosle, '2018-03-01')).thenRefused('USAGE_BEFORE_GO_LIVE', 'counts.0.unitId'));
  it('refuses a period that was reported already', () =>
    report(2, [count(grav, 1), count(jong, 50)], measured(jong, 2, 50)).thenRefused(
      'USAGE_ALREADY_REPORTED',
      'counts.1.unitId',
    ));
  it('refuses a period that overlaps another one', () =>
    book(measured(jong, 2, 50))
      .when(
        'reportUsage',
        {
          programmeId,
          solutionId: tabletsId,
          periodStart: '2018-02-28',
          periodEnd: '2018-03-31',
          counts: [count(jong, 1)],
        },
        { today },
      )
      .thenRefused('USAGE_PERIODS_OVERLAP', 'counts.0.unitId'));
});

// Until a programme sets its own policy: two periods in a row with at least 60 % is embedded, below 20 % is lapsed.
describe('a unit becomes embedded', () => {
  it('by the run of periods that the policy asks for', () =>
    report(3, [count(jong, 60)], measured(jong, 2, 75)).then(measured(jong, 3, 60), embedded(jong, 2, 3)));
  it('not by fewer periods', () => report(3, [count(jong, 100)]).then(measured(jong, 3, 100)));
  it('not when one of them fell short', () =>
    report(3, [count(jong, 100)], measured(jong, 2, 59)).then(measured(jong, 3, 100)));
  it('as the policy of the programme says', () =>
    report(
      2,
      [count(jong, 90)],
      AdoptionPolicySet({ programmeId, embeddedShare: 0.9, lapseShare: 0.1, periods: 1, activeWindowDays: 30 }),
    ).then(measured(jong, 2, 90), embedded(jong, 2)));
  it('once', () =>
    report(4, [count(jong, 90)], measured(jong, 2, 90), measured(jong, 3, 90), embedded(jong, 2, 3)).then(
      measured(jong, 4, 90),
    ));
  it('by a late report that fills the run, on the last day of the run', () =>
    report(2, [count(jong, 70)], measured(jong, 3, 70)).then(measured(jong, 2, 70), embedded(jong, 2, 3)));
  it('not by a late report from before the latest run', () =>
    report(2, [count(jong, 90)], measured(jong, 3, 90), measured(jong, 4, 30)).then(measured(jong, 2, 90)));
  it('not by periods in which nobody could use it', () =>
    report(3, [count(jong, 0, 0)], measured(jong, 2, 0, 0)).then(measured(jong, 3, 0, 0)));
  it('each by its own numbers', () =>
    report(3, [count(jong, 90), count(grav, 30)], measured(jong, 2, 90), measured(grav, 2, 30)).then(
      measured(jong, 3, 90),
      embedded(jong, 2, 3),
      measured(grav, 3, 30),
    ));
});

describe('a unit lapses', () => {
  it('by the run of periods below the policy’s share', () =>
    report(3, [count(jong, 19)], measured(jong, 2, 10)).then(measured(jong, 3, 19), lapsed(jong, 3)));
  it('not at the share itself', () => report(3, [count(jong, 20)], measured(jong, 2, 10)).then(measured(jong, 3, 20)));
  it('also when it was embedded', () =>
    report(
      5,
      [count(jong, 5)],
      measured(jong, 2, 90),
      measured(jong, 3, 90),
      embedded(jong, 2, 3),
      measured(jong, 4, 5),
    ).then(measured(jong, 5, 5), lapsed(jong, 5)));
  it('once', () =>
    report(4, [count(jong, 5)], measured(jong, 2, 5), measured(jong, 3, 5), lapsed(jong, 3)).then(
      measured(jong, 4, 5),
    ));
  it('not before something that the book tells of a later day', () =>
    report(
      3,
      [count(jong, 5)],
      measured(jong, 2, 90),
      measured(jong, 4, 5),
      on('2018-06-01', UnitEmbedded({ ...of(jong), periods: [] })),
    ).then(measured(jong, 3, 5), on('2018-06-01', UnitLapsed({ ...of(jong), detectedBy: 'MEASUREMENT' }))));
  it('again only by periods after it took the solution up again', () => {
    const again = [
      measured(jong, 2, 5),
      measured(jong, 3, 5),
      lapsed(jong, 3),
      on('2018-03-28', UnitReadopted(of(jong))),
    ];
    report(4, [count(jong, 5)], ...again).then(measured(jong, 4, 5));
    report(5, [count(jong, 5)], ...again, measured(jong, 4, 5)).then(measured(jong, 5, 5), lapsed(jong, 5));
  });
  it('only by periods after a readoption that came after a merger', () =>
    report(
      4,
      [count(jong, 5, 200)],
      on(
        '2018-01-20',
        UnitsMerged({
          fromUnitIds: [grav],
          intoUnitId: jong,
          eligible: 200,
          carried: [
            { solutionId: tabletsId, fromUnitIds: [grav], status: 'LIVE', milestones: { liveOn: '2018-01-10' } },
          ],
        }),
      ),
      measured(jong, 2, 5, 200),
      measured(jong, 3, 5, 200),
      lapsed(jong, 3),
      on('2018-04-01', UnitReadopted(of(jong))),
    ).then(measured(jong, 4, 5, 200)));
  it('only by periods after a merger that changed who is counted', () =>
    report(
      3,
      [count(jong, 5, 200)],
      measured(jong, 2, 5),
      on(
        '2018-03-01',
        UnitsMerged({
          fromUnitIds: [grav],
          intoUnitId: jong,
          eligible: 200,
          carried: [
            { solutionId: tabletsId, fromUnitIds: [grav], status: 'LIVE', milestones: { liveOn: '2018-01-10' } },
          ],
        }),
      ),
    ).then(measured(jong, 3, 5, 200)));
});

it('a corrected go-live counts from its true day', () => {
  const wentLive = on('2018-03-05', UnitWentLive(of(hosle)));
  const before = [
    ...programme.map((event) => on('2018-01-01', event)),
    on('2018-01-02', UnitCommitted(of(hosle))),
    wentLive,
  ];
  const eventId = `eeeeeeee-0000-4000-8000-${String(before.length - 1).padStart(12, '0')}`;
  const corrected = OccurredOnCorrected({
    eventId,
    eventType: 'UnitWentLive',
    revision: before.length - 1,
    previously: '2018-03-05',
    occurredOn: '2018-02-05',
    reason: 'Typed wrong',
  });
  given(...before, corrected)
    .when('reportUsage', { programmeId, solutionId: tabletsId, ...period(2), counts: [count(hosle, 50)] }, { today })
    .then(measured(hosle, 2, 50));
});
