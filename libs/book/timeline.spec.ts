import { describe, expect, it } from '@jest/globals';
import { type Event, on, recorded } from '#kernel';
import { definitionOf } from './book.state.js';
import { DecisionBecameOverdue } from './decision/decision.events.js';
import {
  approved,
  baselined,
  chartered,
  decisionId,
  grav,
  jong,
  pilotId,
  planned,
  programme,
  programmeId,
  proposed,
  tabletsId,
  unknown,
  waveId,
} from './testing/rollout.js';
import { beginningOf, emptyTimeline, enter, firstDayOf, lastDayOf, linesAbout, moveEntry } from './timeline.js';
import { UnitClosed, UnitsMerged } from './unit/unit.events.js';
import { WaveCancelled } from './wave/wave.events.js';

const timelineOf = (...events: readonly Event[]) =>
  recorded(events).reduce((timeline, line) => enter(timeline, line, definitionOf(line.type)), emptyTimeline);
const typesAbout = (subject: string, ...events: readonly Event[]) =>
  [...linesAbout(timelineOf(...events), subject, programmeId)].map(({ eventType }) => eventType).sort();

describe('the days of a subject', () => {
  const timeline = timelineOf(
    on('2018-01-02', chartered),
    on('2018-01-03', proposed),
    on('2018-01-04', approved),
    on('2018-02-02', DecisionBecameOverdue({ decisionId, dueBy: '2018-02-01' })),
  );

  it('are those of its own lines', () => {
    expect(beginningOf(timeline, pilotId)).toBe('2018-01-03');
    expect(firstDayOf(timeline, pilotId, 'PilotStarted', 'PilotApproved')).toBe('2018-01-04');
    expect(lastDayOf(timeline, pilotId)).toBe('2018-01-04');
  });
  it('are none when the book does not know the subject', () => {
    expect(beginningOf(timeline, unknown)).toBeUndefined();
    expect(firstDayOf(timeline, unknown, 'PilotApproved')).toBeUndefined();
    expect(lastDayOf(timeline, unknown)).toBeUndefined();
  });
  it('are none where it did not come so far, and where the clock alone has written', () => {
    expect(firstDayOf(timeline, pilotId, 'PilotStarted')).toBeUndefined();
    expect(lastDayOf(timeline, decisionId)).toBeUndefined();
  });
  it('follow a correction, and not that of a line which is not there', () => {
    const [, line] = recorded([chartered, proposed]);
    expect(beginningOf(moveEntry(timeline, line!.id, '2018-01-01'), pilotId)).toBe('2018-01-01');
    expect(moveEntry(timeline, unknown, '2018-01-01')).toBe(timeline);
  });
});

describe('the lines that others tell about a subject', () => {
  it('are each there once, however often they tell', () =>
    expect(
      typesAbout(
        jong,
        ...programme,
        proposed,
        planned,
        baselined,
        on('2018-02-01', UnitClosed({ unitId: grav, solutionIds: [] })),
      ),
    ).toEqual(['PilotProposed', 'WavePlanned']));
  it('are each there once when one teller has several', () => {
    const assigned = {
      ...planned,
      type: 'UnitsAssigned',
      data: { waveId, solutionId: tabletsId, unitIds: [jong], afterBaseline: false },
    };
    expect(typesAbout(jong, ...programme, planned, assigned)).toEqual(['UnitsAssigned', 'WavePlanned']);
  });
  it('are all lines of the book but its own, when it is the programme', () =>
    expect(typesAbout(programmeId, ...programme, proposed, approved)).toEqual(
      [...programme.slice(1), proposed, approved].map(({ type }) => type).sort(),
    ));
  it('are found for a solution, too', () =>
    expect(typesAbout(tabletsId, ...programme, proposed, planned)).toEqual(['PilotProposed', 'WavePlanned']));
  it('tell of a unit in the life of the one that it merged into', () =>
    expect(
      typesAbout(
        jong,
        ...programme,
        UnitsMerged({ fromUnitIds: [jong], intoUnitId: grav, eligible: 200, carried: [] }),
      ),
    ).toEqual(['UnitsMerged']));
  it('leave out what is about another subject', () =>
    expect(
      typesAbout(
        jong,
        ...programme,
        planned,
        WaveCancelled({ waveId, afterBaseline: false, reason: { code: 'CAPACITY' } }),
      ),
    ).toEqual(['WavePlanned']));
  it('are kept by teller for what can end, and not for solutions, of which nearly every line tells', () => {
    const { tellers } = timelineOf(...programme, proposed, planned);
    expect(tellers.get(jong)).toEqual([pilotId, waveId]);
    expect(tellers.has(tabletsId)).toBe(false);
  });
});
