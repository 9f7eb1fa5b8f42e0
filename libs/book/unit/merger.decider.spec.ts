import { describe, expect, it } from '@jest/globals';
import { type Event, newId, on } from '#kernel';
import { given } from '../given.js';
import { grav, hosle, jong, programme, programmeId, surveyId, tabletsId, unknown } from '../testing/rollout.js';
import {
  type CarriedAdoption,
  InterestExpressed,
  ReadinessConfirmed,
  UnitClosed,
  UnitCommitted,
  UnitDeclined,
  UnitEmbedded,
  UnitLapsed,
  UnitReadopted,
  UnitWentLive,
  UnitsMerged,
  UsageMeasured,
} from './unit.events.js';

const early = programme.map((event) => on('2018-01-01', event));
const of = (unitId: string) => ({ unitId, solutionId: tabletsId });
const merge = (fromUnitIds: readonly string[], intoUnitId: string, ...events: readonly Event[]) =>
  given(...early, ...events).when('mergeUnits', { programmeId, fromUnitIds, intoUnitId });
const merged = (fromUnitIds: string[], intoUnitId: string, ...carried: CarriedAdoption[]) =>
  UnitsMerged({ fromUnitIds, intoUnitId, eligible: 100 * (fromUnitIds.length + 1), carried });
const along = (fromUnitIds: string[], rest: Omit<CarriedAdoption, 'solutionId' | 'fromUnitIds'>): CarriedAdoption => ({
  solutionId: tabletsId,
  fromUnitIds,
  ...rest,
});
const live = (unitId: string, committedOn: string, liveOn: string) => [
  on(committedOn, UnitCommitted(of(unitId))),
  on(liveOn, UnitWentLive(of(unitId))),
];
const february = { periodStart: '2018-01-05', periodEnd: '2018-01-11' };
const measured = (unitId: string, active: number, eligible: number, period = february) =>
  on(period.periodEnd, UsageMeasured({ ...of(unitId), ...period, active, eligible }));

describe('mergeUnits', () => {
  it('adds the possible users up', () => merge([jong, grav], hosle).then(merged([jong, grav], hosle)));
  it('carries along how far the units had come, and when', () =>
    merge([jong], hosle, ...live(jong, '2018-01-02', '2018-01-04'), measured(jong, 30, 100)).then(
      merged(
        [jong],
        hosle,
        along([jong], {
          status: 'LIVE',
          milestones: { committedOn: '2018-01-02', firstLiveOn: '2018-01-04', liveOn: '2018-01-04' },
          measured: { ...february, active: 30, eligible: 100 },
        }),
      ),
    ));
  it('counts the furthest of the ways, the earliest days and all users', () =>
    merge(
      [jong, grav],
      hosle,
      on('2018-01-02', InterestExpressed(of(jong))),
      ...live(grav, '2018-01-03', '2018-01-05'),
      ...live(jong, '2018-01-04', '2018-01-06'),
      measured(jong, 30, 100),
      measured(grav, 20, 50, { periodStart: '2018-01-06', periodEnd: '2018-01-12' }),
      on('2018-01-03', UnitCommitted(of(hosle))),
    ).then(
      merged(
        [jong, grav],
        hosle,
        along([jong, grav], {
          status: 'LIVE',
          milestones: {
            interestedOn: '2018-01-02',
            committedOn: '2018-01-03',
            firstLiveOn: '2018-01-05',
            liveOn: '2018-01-05',
          },
          measured: { periodStart: '2018-01-05', periodEnd: '2018-01-12', active: 50, eligible: 150 },
        }),
      ),
    ));
  it('keeps what the remaining unit has reached when that is further', () =>
    merge(
      [jong],
      hosle,
      on('2018-01-02', UnitDeclined({ ...of(jong), reason: 'No' })),
      ...live(hosle, '2018-01-02', '2018-01-03'),
    ).then(merged([jong], hosle, along([jong], { status: 'LIVE', milestones: { declinedOn: '2018-01-02' } }))));
  it('carries a lapse along, with how it came out', () =>
    merge(
      [jong],
      hosle,
      ...live(jong, '2018-01-02', '2018-01-03'),
      on('2018-01-05', UnitLapsed({ ...of(jong), detectedBy: 'REPORT' })),
    ).then(
      merged(
        [jong],
        hosle,
        along([jong], {
          status: 'LAPSED',
          milestones: {
            committedOn: '2018-01-02',
            firstLiveOn: '2018-01-03',
            liveOn: '2018-01-03',
            lapsedOn: '2018-01-05',
          },
          lapseDetectedBy: 'REPORT',
        }),
      ),
    ));
  it('carries along what had come along before', () =>
    merge(
      [grav],
      hosle,
      ...live(jong, '2018-01-02', '2018-01-03'),
      on(
        '2018-01-05',
        merged(
          [jong],
          grav,
          along([jong], { status: 'LIVE', milestones: { firstLiveOn: '2018-01-03', liveOn: '2018-01-03' } }),
        ),
      ),
    ).then(
      UnitsMerged({
        fromUnitIds: [grav],
        intoUnitId: hosle,
        eligible: 300,
        carried: [along([grav], { status: 'LIVE', milestones: { firstLiveOn: '2018-01-03', liveOn: '2018-01-03' } })],
      }),
    ));
  it('carries along all use that was measured, over several mergers', () =>
    merge(
      [grav],
      hosle,
      ...live(jong, '2018-01-02', '2018-01-03'),
      measured(jong, 30, 100),
      measured(grav, 20, 50),
      on(
        '2018-01-12',
        merged(
          [jong],
          grav,
          along([jong], { status: 'LIVE', milestones: {}, measured: { ...february, active: 30, eligible: 100 } }),
        ),
      ),
    ).then(
      UnitsMerged({
        fromUnitIds: [grav],
        intoUnitId: hosle,
        eligible: 300,
        carried: [
          along([grav], { status: 'LIVE', milestones: {}, measured: { ...february, active: 50, eligible: 150 } }),
        ],
      }),
    ));
  it('carries along what was reached after an earlier merger', () =>
    merge(
      [grav],
      hosle,
      on(
        '2018-01-05',
        merged(
          [jong],
          grav,
          along([jong], { status: 'LAPSED', milestones: { firstLiveOn: '2018-01-03', liveOn: '2018-01-03' } }),
        ),
      ),
      on('2018-01-08', UnitReadopted(of(grav))),
    ).then(
      UnitsMerged({
        fromUnitIds: [grav],
        intoUnitId: hosle,
        eligible: 300,
        carried: [along([grav], { status: 'LIVE', milestones: { firstLiveOn: '2018-01-03', liveOn: '2018-01-08' } })],
      }),
    ));
  it('tells how the latest lapse came out, also when it was that of the remaining unit', () =>
    merge(
      [jong],
      hosle,
      ...live(jong, '2018-01-02', '2018-01-03'),
      ...live(hosle, '2018-01-02', '2018-01-03'),
      on('2018-01-05', UnitLapsed({ ...of(jong), detectedBy: 'MEASUREMENT' })),
      on('2018-01-06', UnitLapsed({ ...of(hosle), detectedBy: 'REPORT' })),
    ).then(
      merged(
        [jong],
        hosle,
        along([jong], {
          status: 'LAPSED',
          milestones: {
            committedOn: '2018-01-02',
            firstLiveOn: '2018-01-03',
            liveOn: '2018-01-03',
            lapsedOn: '2018-01-05',
          },
          lapseDetectedBy: 'REPORT',
        }),
      ),
    ));
  it('carries each solution by itself', () =>
    merge([jong], hosle, InterestExpressed(of(jong)), UnitCommitted({ unitId: jong, solutionId: surveyId })).then(
      merged([jong], hosle, along([jong], { status: 'INTERESTED', milestones: { interestedOn: '2018-01-15' } }), {
        solutionId: surveyId,
        fromUnitIds: [jong],
        status: 'COMMITTED',
        milestones: { committedOn: '2018-01-15' },
      }),
    ));
  it('lets the remaining unit go on from what came along', () =>
    given(
      ...early,
      on(
        '2018-01-05',
        merged([jong], hosle, along([jong], { status: 'LAPSED', milestones: { firstLiveOn: '2018-01-03' } })),
      ),
    )
      .when('readoptUnit', { programmeId, ...of(hosle) })
      .then(UnitReadopted(of(hosle))));

  it('needs a unit that remains', () => merge([jong], unknown).thenRefused('UNIT_UNKNOWN', 'intoUnitId'));
  it('needs a unit that goes', () => merge([], hosle).thenRefused('UNITS_MISSING', 'fromUnitIds'));
  it('needs units that the book knows', () =>
    merge([jong, unknown], hosle).thenRefused('UNIT_UNKNOWN', 'fromUnitIds.1'));
  it('needs units that still exist', () =>
    merge([jong], hosle, UnitClosed({ unitId: jong, solutionIds: [] })).thenRefused(
      'UNIT_NOT_ACTIVE',
      'fromUnitIds.0',
    ));
  it('refuses a unit that would merge into itself', () => {
    merge([jong, hosle], hosle).thenRefused('MERGER_WITH_ITSELF', 'fromUnitIds.1');
    merge([hosle, jong], hosle).thenRefused('MERGER_WITH_ITSELF', 'fromUnitIds.0');
  });
  it('carries the latest period along, also when an earlier one was told later', () => {
    const january = { periodStart: '2018-01-05', periodEnd: '2018-01-07' };
    const later = { periodStart: '2018-01-08', periodEnd: '2018-01-11' };
    merge(
      [jong],
      hosle,
      ...live(jong, '2018-01-02', '2018-01-03'),
      measured(jong, 10, 100, january),
      measured(jong, 40, 100, later),
    ).then(merged([jong], hosle, along([jong], { ...wentLive, measured: { ...later, active: 40, eligible: 100 } })));
    merge(
      [jong],
      hosle,
      ...live(jong, '2018-01-02', '2018-01-03'),
      measured(jong, 40, 100, later),
      measured(jong, 10, 100, january),
    ).then(merged([jong], hosle, along([jong], { ...wentLive, measured: { ...later, active: 40, eligible: 100 } })));
  });
  const wentLive = {
    status: 'LIVE' as const,
    milestones: { committedOn: '2018-01-02', firstLiveOn: '2018-01-03', liveOn: '2018-01-03' },
  };
  it('counts a lapse or a preparation further than a commitment, and embedded furthest', () => {
    const status = (...events: readonly Event[]) =>
      (merge([jong], hosle, ...events).events()[0]!.data as { carried: readonly CarriedAdoption[] }).carried[0]!.status;
    const checks = [{ check: 'Training', met: true }];
    const ready = [UnitCommitted(of(jong)), ReadinessConfirmed({ ...of(jong), checks })];
    expect(status(...ready, UnitCommitted(of(hosle)))).toBe('PREPARING');
    expect(status(...ready, ...live(hosle, '2018-01-02', '2018-01-03'))).toBe('LIVE');
    expect(status(...ready)).toBe('PREPARING');
    expect(status(InterestExpressed(of(jong)), UnitDeclined({ ...of(hosle), reason: 'No' }))).toBe('INTERESTED');
    expect(status(UnitDeclined({ ...of(jong), reason: 'No' }))).toBe('DECLINED');
    expect(
      status(
        ...live(jong, '2018-01-02', '2018-01-03'),
        ...live(hosle, '2018-01-02', '2018-01-03'),
        UnitEmbedded({ ...of(hosle), periods: [] }),
      ),
    ).toBe('EMBEDDED');
  });
  it('refuses a unit named twice', () => merge([jong, jong], hosle).thenRefused('UNIT_REPEATED', 'fromUnitIds.1'));
  it.each([jong, hosle])('is refused before the last step of any of them', (unitId) =>
    given(...early, on('2018-01-02', InterestExpressed(of(jong))), on('2018-01-10', UnitCommitted(of(unitId))))
      .when('mergeUnits', { programmeId, fromUnitIds: [jong], intoUnitId: hosle }, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_OUT_OF_ORDER', 'record.occurredOn'),
  );
});

describe('closeUnit', () => {
  const close = (unitId: string, ...events: readonly Event[]) =>
    given(...early, ...events).when('closeUnit', { programmeId, unitId, reason: 'Too few pupils' });

  it('ends the unit and its ways', () =>
    close(jong, UnitCommitted(of(jong))).then(
      UnitClosed({ unitId: jong, solutionIds: [tabletsId], reason: 'Too few pupils' }),
    ));
  it('needs a unit that the book knows', () => close(newId(7)).thenRefused('UNIT_UNKNOWN', 'unitId'));
  it('happens once', () =>
    close(jong, UnitClosed({ unitId: jong, solutionIds: [] })).thenRefused('UNIT_NOT_ACTIVE', 'unitId'));
  it('is refused before the last step of the unit', () =>
    given(...early, on('2018-01-10', UnitCommitted(of(jong))))
      .when('closeUnit', { programmeId, unitId: jong }, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_OUT_OF_ORDER', 'record.occurredOn'));
});
