import { describe, expect, it } from '@jest/globals';
import { type Event, on, recorded } from '#kernel';
import { emptyBook, evolveBook } from '../book.state.js';
import { given } from '../given.js';
import { grav, hosle, jong, programme, programmeId, surveyId, tabletsId, unknown } from '../testing/rollout.js';
import {
  type CarriedAdoption,
  InterestExpressed,
  InterestWithdrawn,
  UnitClosed,
  UnitCommitted,
  UnitDetailsChanged,
  UnitEmbedded,
  UnitsMerged,
} from './unit.events.js';
import { adoptionOf, adoptionsOf, noUnits, remainingUnit, withMerged } from './unit.state.js';

const early = programme.map((event) => on('2018-01-01', event));
const of = (unitId: string) => ({ unitId, solutionId: tabletsId });
const bookAfter = (...events: readonly Event[]) => recorded([...early, ...events]).reduce(evolveBook, emptyBook);
const merged = (from: string, into: string, along?: Partial<CarriedAdoption>) =>
  UnitsMerged({
    fromUnitIds: [from],
    intoUnitId: into,
    eligible: 200,
    carried: along ? [{ solutionId: tabletsId, fromUnitIds: [from], status: 'LIVE', milestones: {}, ...along }] : [],
  });

describe('what the book knows of a unit', () => {
  const unit = (unitId: string, ...events: readonly Event[]) => bookAfter(...events).units.byId.get(unitId);

  it('is what it joined with', () =>
    expect(unit(jong)).toEqual({ id: jong, status: 'ACTIVE', name: 'Jong', eligible: 100, externalIds: [] }));
  it('is its changed details, beside what stays', () =>
    expect(unit(jong, UnitDetailsChanged({ unitId: jong, eligible: 80 }))).toMatchObject({
      name: 'Jong',
      eligible: 80,
    }));
  it('is where it lives on, and who lives on in it', () => {
    expect(unit(jong, merged(jong, grav))).toMatchObject({ status: 'MERGED', mergedIntoUnitId: grav });
    expect(unit(grav, merged(jong, grav))).toMatchObject({ status: 'ACTIVE', eligible: 200, mergedUnitIds: [jong] });
    expect(unit(hosle, merged(jong, hosle), merged(grav, hosle))).toMatchObject({ mergedUnitIds: [jong, grav] });
  });
  it('is that it was closed', () =>
    expect(unit(jong, UnitClosed({ unitId: jong, solutionIds: [] }))).toMatchObject({
      status: 'CLOSED',
      name: 'Jong',
    }));
  it('reaches over several mergers, both ways', () => {
    const { units } = bookAfter(merged(jong, grav), merged(grav, hosle));
    expect(remainingUnit(units, jong).id).toBe(hosle);
    expect(remainingUnit(units, hosle).id).toBe(hosle);
    expect(withMerged(units, hosle)).toEqual([hosle, grav, jong]);
    expect(withMerged(units, jong)).toEqual([jong]);
  });
  it('is nothing before it joined, and to ask for it then is a fault', () => {
    expect(() => remainingUnit(noUnits, unknown)).toThrow(`the book tells of unit ${unknown} before it was enrolled`);
    expect(() => bookAfter(UnitClosed({ unitId: unknown, solutionIds: [] }))).toThrow(/before it begins/);
  });
});

describe('what the book knows of a way with a solution', () => {
  const adoption = (unitId: string, ...events: readonly Event[]) =>
    adoptionOf(bookAfter(...events).units, unitId, tabletsId);

  it('is nothing before the first step', () => {
    expect(adoption(jong)).toEqual({ ...of(jong), status: 'UNAWARE', wentLive: false, usage: [] });
    expect(adoptionsOf(bookAfter(), jong)).toEqual([]);
  });
  it('is each way that the unit has begun', () =>
    expect(
      adoptionsOf(bookAfter(UnitCommitted({ unitId: jong, solutionId: surveyId })), jong).map(
        ({ solutionId }) => solutionId,
      ),
    ).toEqual([surveyId]));
  it('begins anew when an interest has passed', () => {
    const passed = [...early, InterestExpressed(of(jong)), InterestWithdrawn(of(jong))];
    given(...passed)
      .when('withdrawInterest', { programmeId, ...of(jong) })
      .thenRefused('NO_INTEREST_TO_WITHDRAW');
    given(...passed)
      .when('expressInterest', { programmeId, ...of(jong) })
      .then(InterestExpressed(of(jong)));
    expect(adoption(jong, ...passed.slice(early.length)).status).toBe('UNAWARE');
  });
  it('is further when the unit is embedded', () =>
    expect(adoption(jong, UnitEmbedded({ ...of(jong), periods: [] })).status).toBe('EMBEDDED'));

  describe('after a merger', () => {
    const use = { periodStart: '2018-01-02', periodEnd: '2018-01-08', active: 10, eligible: 100 };

    it('has gone live when either had', () => {
      const live = { milestones: { firstLiveOn: '2018-01-03' } };
      expect(adoption(hosle, merged(jong, hosle, { status: 'COMMITTED' })).wentLive).toBe(false);
      expect(adoption(hosle, merged(jong, hosle, live)).wentLive).toBe(true);
      expect(adoption(hosle, merged(jong, hosle, live), merged(grav, hosle, {})).wentLive).toBe(true);
    });
    it('tells how the last lapse came out that came along', () => {
      const lapsed = { status: 'LAPSED', lapseDetectedBy: 'REPORT' } as const;
      expect(adoption(hosle, merged(jong, hosle, lapsed))).toMatchObject(lapsed);
      expect(adoption(hosle, merged(jong, hosle, lapsed), merged(grav, hosle, {}))).toMatchObject({
        status: 'LIVE',
        lapseDetectedBy: 'REPORT',
      });
      expect(adoption(hosle, merged(jong, hosle, {}))).not.toHaveProperty('lapseDetectedBy');
    });
    it('has the use that came along, added up', () => {
      expect(adoption(hosle, merged(jong, hosle, {})).measured).toBeUndefined();
      const once = merged(jong, hosle, { measured: use });
      expect(adoption(hosle, once).measured).toEqual(use);
      expect(adoption(hosle, once, merged(grav, hosle, {})).measured).toEqual(use);
      expect(adoption(hosle, once, merged(grav, hosle, { measured: use })).measured).toEqual({
        ...use,
        active: 20,
        eligible: 200,
      });
    });
    it('remembers what came along by which line of the book', () =>
      expect(
        adoption(hosle, merged(jong, hosle, { milestones: { liveOn: '2018-01-03' } }), merged(grav, hosle, {})).carried,
      ).toEqual([
        { revision: 6n, milestones: { liveOn: '2018-01-03' } },
        { revision: 7n, milestones: {} },
      ]));
  });
});
