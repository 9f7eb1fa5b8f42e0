import { afterEach, describe, expect, it } from '@jest/globals';
import { type Event, newId, on } from '#kernel';
import {
  InterestExpressed,
  UnitClosed,
  UnitCommitted,
  UnitDeclined,
  UnitEmbedded,
  UnitEnrolled,
  UnitLapsed,
  UnitWentLive,
  UnitsMerged,
  UsageMeasured,
} from '../unit/unit.events.js';
import { adoptionByWave, median } from './adoption-by-wave.queries.js';
import { adoptionProgressOf } from './adoption-progress.queries.js';
import { type OpenedReading, readingOf } from '../testing/reading-of.js';
import {
  baselined,
  grav,
  hosle,
  jong,
  nextPlanned,
  nextWaveId,
  opened,
  planned,
  plannedDates,
  programme,
  programmeId,
  surveyId,
  tabletsId,
  waveId,
} from '../testing/rollout.js';
import { UnitMoved, UnitsAssigned, WaveCancelled, WaveCompleted, WavePlanned, WaveRescheduled } from './wave.events.js';
import { listWaveChanges, listWaves } from './wave.queries.js';

let reading: OpenedReading;
afterEach(() => reading.close());

const start = (...events: readonly Event[]) => [...programme, ...events].map((event) => on('2018-01-01', event));
const of = (unitId: string) => ({ unitId, solutionId: tabletsId });
const wentLive = (unitId: string) => UnitWentLive(of(unitId));
const reason = { code: 'CAPACITY' as const };

const ask = async (events: readonly Event[], today?: string) => {
  reading = await readingOf(events, today);
  return adoptionByWave(reading.reading, { programmeId, solutionId: tabletsId });
};

const ofWave = (rows: Awaited<ReturnType<typeof ask>>, id = waveId) => rows.find(({ wave }) => wave.key === id)!;

describe('units by wave', () => {
  const extra = [1, 2, 3].map((n) =>
    UnitEnrolled({ unitId: newId(n), name: `School ${n}`, eligible: 50, externalIds: [] }),
  );
  const wide = WavePlanned({ ...planned.data, unitIds: [jong, grav, hosle, newId(1), newId(2), newId(3)] });

  it('are counted by how far they have come; the parts add up to the planned', async () => {
    const row = ofWave(
      await ask([
        ...start(...extra, wide),
        wentLive(jong),
        wentLive(grav),
        UnitEmbedded({ ...of(grav), periods: [] }),
        wentLive(hosle),
        UnitLapsed({ ...of(hosle), detectedBy: 'REPORT' }),
        UnitDeclined({ ...of(newId(1)), reason: 'No need' }),
        InterestExpressed(of(newId(2))),
      ]),
    );
    expect(row).toMatchObject({
      unitsInBaseline: null,
      unitsPlanned: 6,
      unitsLive: 1,
      unitsEmbedded: 1,
      unitsLapsed: 1,
      unitsDeclined: 1,
      unitsNotYet: 2,
      unitsClosed: 0,
    });
  });

  it('count users from the latest measured period', async () => {
    const measured = (unitId: string, month: string, active: number) =>
      UsageMeasured({
        ...of(unitId),
        periodStart: `2018-${month}-01`,
        periodEnd: `2018-${month}-28`,
        active,
        eligible: 100,
      });
    const row = ofWave(
      await ask([
        ...start(planned),
        wentLive(jong),
        wentLive(grav),
        measured(jong, '03', 60),
        measured(jong, '02', 10),
        measured(grav, '03', 25),
      ]),
    );
    expect(row).toMatchObject({ usersActive: 85, usersEligible: 200 });
  });

  it('heed the solution: what a unit does with another one is not counted', async () => {
    const row = ofWave(await ask([...start(planned), UnitWentLive({ unitId: jong, solutionId: surveyId })]));
    expect(row).toMatchObject({ unitsPlanned: 2, unitsLive: 0, unitsNotYet: 2 });
  });

  it('leave out units that left, and count them where they went', async () => {
    const moved = UnitMoved({ waveId, ...of(jong), toWaveId: nextWaveId, afterBaseline: false });
    const rows = await ask([...start(planned, nextPlanned), moved]);
    expect(ofWave(rows).unitsPlanned).toBe(1);
    expect(ofWave(rows, nextWaveId).unitsPlanned).toBe(2);
  });

  it('count nobody in a wave that was called off', async () => {
    const row = ofWave(await ask([...start(planned), WaveCancelled({ waveId, afterBaseline: false, reason })]));
    expect(row).toMatchObject({ unitsPlanned: 0, daysPastPlan: 0 });
  });

  it('count a unit once: in its active wave rather than in a completed one', async () => {
    const again = WavePlanned({ ...nextPlanned.data, unitIds: [grav] });
    const rows = await ask([...start(planned, baselined, opened), WaveCompleted({ waveId }), again]);
    expect(ofWave(rows).unitsPlanned).toBe(1);
    expect(ofWave(rows, nextWaveId).unitsPlanned).toBe(1);
  });

  it('follow mergers, over several steps, to the unit that remains', async () => {
    const remaining = newId(1);
    const mergeInto = (from: string, into: string) =>
      UnitsMerged({ fromUnitIds: [from], intoUnitId: into, eligible: 200, carried: [] });
    const row = ofWave(
      await ask([
        ...start(...extra, planned),
        mergeInto(jong, hosle),
        mergeInto(hosle, remaining),
        wentLive(remaining),
      ]),
    );
    expect(row).toMatchObject({ unitsPlanned: 2, unitsLive: 1, unitsNotYet: 1 });
  });

  it('count merged units of two waves once, in the wave planned last, as the rules for completing a wave do', async () => {
    const [merged, later] = [newId(7), newId(8)];
    const remaining = UnitEnrolled({ unitId: merged, name: 'Fornebu', eligible: 0, externalIds: [] });
    const rows = await ask(
      [
        ...start(planned, remaining, nextPlanned),
        on('2018-01-02', UnitsAssigned({ waveId, solutionId: tabletsId, unitIds: [later], afterBaseline: false })),
        UnitsMerged({ fromUnitIds: [later, hosle], intoUnitId: merged, eligible: 200, carried: [] }),
      ].toSpliced(
        1,
        0,
        on('2018-01-01', UnitEnrolled({ unitId: later, name: 'Storøya', eligible: 100, externalIds: [] })),
      ),
    );
    expect(ofWave(rows).unitsPlanned).toBe(2);
    expect(ofWave(rows, nextWaveId).unitsPlanned).toBe(1);
  });
  it('count merged units of two waves once, where the remaining unit itself was put', async () => {
    const merged = UnitsMerged({ fromUnitIds: [jong], intoUnitId: hosle, eligible: 200, carried: [] });
    const rows = await ask([...start(planned, nextPlanned), merged]);
    expect(ofWave(rows).unitsPlanned).toBe(1);
    expect(ofWave(rows, nextWaveId).unitsPlanned).toBe(1);
  });

  it('show units that exist no longer apart from the planned', async () => {
    const closed = UnitClosed({ unitId: jong, solutionIds: [tabletsId] });
    const row = ofWave(await ask([...start(planned), wentLive(jong), closed]));
    expect(row).toMatchObject({ unitsPlanned: 1, unitsLive: 0, unitsNotYet: 1, unitsClosed: 1 });
  });

  it('show a wave that has no units', async () => {
    const row = ofWave(await ask(start(WavePlanned({ ...planned.data, unitIds: [] }))));
    expect(row).toMatchObject({ unitsPlanned: 0, medianDaysInterestToCommit: null });
  });
});

describe('the slip of a wave', () => {
  const moveEnd = (
    previousEnd: string,
    plannedEnd: string,
    code: 'CAPACITY' | 'LEARNING' | 'PROCUREMENT',
    afterBaseline = true,
  ) =>
    WaveRescheduled({
      waveId,
      plannedStart: plannedDates.plannedStart,
      plannedEnd,
      previously: { ...plannedDates, plannedEnd: previousEnd },
      afterBaseline,
      reason: { code },
    });

  it('is split by cause, and the causes add up to it', async () => {
    const events = [
      ...start(planned),
      moveEnd('2018-06-01', '2018-06-05', 'LEARNING', false),
      { ...baselined, data: { ...baselined.data, plannedEnd: '2018-06-05' } },
      moveEnd('2018-06-05', '2018-06-15', 'CAPACITY'),
      moveEnd('2018-06-15', '2018-07-15', 'PROCUREMENT'),
      moveEnd('2018-07-15', '2018-07-10', 'CAPACITY'),
    ];
    const row = ofWave(await ask(events, '2018-07-01'));
    expect(row).toMatchObject({
      unitsInBaseline: 2,
      slipDays: 35,
      slipByCause: [
        { reasonCode: 'PROCUREMENT', days: 30 },
        { reasonCode: 'CAPACITY', days: 5 },
      ],
      daysPastPlan: 0,
    });
  });

  it('shows the days past the planned end that nobody has given a reason for', async () => {
    const row = ofWave(await ask(start(planned, baselined, opened), '2018-06-11'));
    expect(row).toMatchObject({ slipDays: 0, slipByCause: [], daysPastPlan: 10 });
  });

  it('ends with the wave, which may have been early', async () => {
    const completed = on('2018-05-22', WaveCompleted({ waveId }));
    const row = ofWave(await ask([...start(planned, baselined, opened), completed], '2018-12-31'));
    expect(row.daysPastPlan).toBe(-10);
  });
});

describe('median days', () => {
  it('are taken over the units of the wave that have done both', async () => {
    const row = ofWave(
      await ask([
        ...start(planned),
        on('2018-02-01', InterestExpressed(of(jong))),
        on('2018-02-11', UnitCommitted(of(jong))),
        on('2018-02-21', wentLive(jong)),
        on('2018-03-23', UnitEmbedded({ ...of(jong), periods: [] })),
        on('2018-02-01', InterestExpressed(of(grav))),
        on('2018-02-22', UnitCommitted(of(grav))),
      ]),
    );
    expect(row).toMatchObject({
      medianDaysInterestToCommit: 15.5,
      medianDaysCommitToLive: 10,
      medianDaysLiveToEmbedded: 30,
    });
  });

  it('of three lie in the middle, whatever their order', async () => {
    await ask(start());
    expect(median([30, 1, 9])).toBe(9);
    expect(median([])).toBeNull();
  });

  it('leave out interest that was shown anew after the commitment', async () => {
    const row = ofWave(
      await ask([
        ...start(planned),
        on('2018-02-01', UnitCommitted(of(jong))),
        on('2018-03-01', InterestExpressed(of(jong))),
      ]),
    );
    expect(row.medianDaysInterestToCommit).toBeNull();
  });
});

describe('adoption progress', () => {
  it('counts every unit that exists once for each solution, and has the waves of each', async () => {
    reading = await readingOf([
      ...start(planned, nextPlanned),
      wentLive(jong),
      InterestExpressed(of(grav)),
      UsageMeasured({ ...of(jong), periodStart: '2018-02-01', periodEnd: '2018-02-28', active: 60, eligible: 100 }),
    ]);
    const progress = await adoptionProgressOf(reading.reading, programmeId);
    expect(progress).toMatchObject({ programme: { key: programmeId }, today: '2018-12-31' });
    expect(progress!.position).toBe(reading.reading.position());
    expect(progress!.solutions).toMatchObject([
      {
        solution: { ref: 'S-1' },
        unitsTotal: 3,
        unitsUnaware: 1,
        unitsInterested: 1,
        unitsLive: 1,
        unitsEmbedded: 0,
        usersActive: 60,
        usersEligible: 100,
        waves: [
          { wave: { ref: 'W-1' }, unitsLive: 1 },
          { wave: { ref: 'W-2' }, unitsNotYet: 1 },
        ],
      },
      { solution: { ref: 'S-2' }, unitsTotal: 3, unitsUnaware: 3, waves: [] },
    ]);
  });

  it('takes as many statements for many waves as for one', async () => {
    reading = await readingOf(start(planned));
    await adoptionProgressOf(reading.reading, programmeId);
    const few = reading.statements.length;
    await reading.close();
    const more = [1, 2, 3, 4].map((n) =>
      WavePlanned({ ...planned.data, waveId: newId(n), ref: `W-${n + 1}`, unitIds: [] }),
    );
    reading = await readingOf(start(planned, nextPlanned, ...more));
    await adoptionProgressOf(reading.reading, programmeId);
    expect(reading.statements.length).toBe(few);
    expect(few).toBeGreaterThan(0);
  });

  it('knows no programme that is not there', async () => {
    reading = await readingOf(start());
    expect(await adoptionProgressOf(reading.reading, newId(1))).toBeUndefined();
  });
});

describe('lists', () => {
  const moved = UnitMoved({ waveId: nextWaveId, ...of(hosle), toWaveId: waveId, afterBaseline: true, reason });
  const shifted = WaveRescheduled({
    waveId,
    plannedStart: '2018-10-01',
    plannedEnd: '2018-11-01',
    previously: plannedDates,
    afterBaseline: false,
  });
  const refs = ({ edges }: Awaited<ReturnType<typeof listWaves>>) => edges.map(({ node }) => node.ref);
  const kinds = ({ edges }: Awaited<ReturnType<typeof listWaveChanges>>) => edges.map(({ node }) => node.kind);

  it('have waves by planned start, and by state and solution where asked', async () => {
    reading = await readingOf([
      ...start(planned, nextPlanned),
      shifted,
      WaveCancelled({ waveId, afterBaseline: false, reason }),
    ]);
    const list = (more: object) => listWaves(reading.reading, { programmeId, first: 10, ...more });
    expect(refs(await list({}))).toEqual(['W-2', 'W-1']);
    expect(refs(await list({ status: ['PLANNED'] }))).toEqual(['W-2']);
    expect(refs(await list({ solutionId: surveyId }))).toEqual([]);
  });

  it('have the changes of a wave with the units that moved to it', async () => {
    const halted = WaveCancelled({ waveId: nextWaveId, afterBaseline: true, reason });
    reading = await readingOf([
      ...start(planned, nextPlanned),
      on('2018-02-01', shifted),
      moved,
      on('2018-02-02', halted),
    ]);
    const log = (more: object) => listWaveChanges(reading.reading, { programmeId, first: 10, ...more });
    expect(kinds(await log({}))).toEqual(['UNIT_MOVED', 'RESCHEDULED', 'CANCELLED']);
    expect(kinds(await log({ waveId }))).toEqual(['UNIT_MOVED', 'RESCHEDULED']);
    expect(kinds(await log({ waveId: nextWaveId }))).toEqual(['UNIT_MOVED', 'CANCELLED']);
    expect(kinds(await log({ afterBaseline: true }))).toEqual(['UNIT_MOVED', 'CANCELLED']);
    expect(kinds(await log({ afterBaseline: false }))).toEqual(['RESCHEDULED']);
  });
});
