import { describe, expect, it } from '@jest/globals';
import { type Event, type Kept, type Projection, type Recorded, newId, on, recorded, step } from '#kernel';
import { approved, decisionId, jong, pilotId, proposed, started, evaluated, tabletsId } from '../testing/rollout.js';
import {
  PilotApproved,
  PilotObservationRecorded,
  PilotProposed,
  PilotResultMadeVisible,
  PilotScaled,
  PilotStopped,
  SuccessCriteriaRevised,
} from './pilot.events.js';
import { pilotObservations, pilots, visibleResults } from './pilot.projection.js';

const fold = <Row>(projection: Projection<Row>, lines: readonly Recorded[]): Map<string, Kept<Row>> => {
  const rows = new Map<string, Kept<Row>>();
  for (const line of lines)
    for (const key of projection.keysOf(line)) {
      const kept = step(projection, rows.get(key), line, key);
      if (kept === null) rows.delete(key);
      else rows.set(key, kept);
    }
  return rows;
};

/** The only row that the events leave, and the proof that telling them twice changes nothing. */
const onlyRow = <Row>(projection: Projection<Row>, ...events: readonly Event[]): Row => {
  const lines = recorded(events);
  const rows = fold(projection, lines);
  expect(fold(projection, [...lines, ...lines])).toEqual(rows);
  expect(rows.size).toBe(1);
  return [...rows.values()][0]!.row;
};

const running = [on('2018-01-01', proposed), on('2018-01-02', approved), on('2018-01-03', started)];

describe('pilot rows', () => {
  it('tell what was proposed, and of nothing that has not happened', () => {
    expect(onlyRow(pilots, on('2018-01-01', proposed))).toEqual({
      ref: 'P-1',
      name: 'First schools',
      status: 'PROPOSED',
      solutionId: tabletsId,
      unitIds: [jong],
      motivatedLeader: { title: 'Principal of Jong school' },
      hypothesis: 'Pupils write more with a tablet.',
      successCriteria: [
        { key: 'C1', text: 'Pupils write more' },
        { key: 'C2', text: 'Teachers want to go on' },
      ],
      findings: null,
      doesItWork: null,
      lesson: null,
      approvalDecisionId: null,
      scalingDecisionId: null,
      proposedOn: '2018-01-01',
      approvedOn: null,
      startedOn: null,
      evaluatedOn: null,
      scaledOn: null,
      stoppedOn: null,
    });
  });

  it('keep the motivated leader sealed', () => {
    const sealed = { person: newId(5), sealed: 'ciphertext' };
    const leader = { title: 'Principal', personId: newId(5), name: sealed, email: sealed };
    const row = onlyRow(pilots, PilotProposed({ ...proposed.data, motivatedLeader: leader }));
    const eventId = recorded([proposed])[0]!.id;
    expect(row.motivatedLeader.name).toEqual({ ...sealed, eventId, path: 'motivatedLeader.name' });
    expect(row.motivatedLeader.email).toEqual({ ...sealed, eventId, path: 'motivatedLeader.email' });
  });

  it('refuse a leader whose name is not sealed', () => {
    const clear = { title: 'Principal', personId: newId(5), name: 'Synthetic Person 1' };
    expect(() => onlyRow(pilots, PilotProposed({ ...proposed.data, motivatedLeader: clear }))).toThrow(
      /must be sealed/,
    );
  });

  it('follow the pilot to its start', () => {
    expect(onlyRow(pilots, ...running.slice(0, 2))).toMatchObject({ status: 'APPROVED', startedOn: null });
    expect(onlyRow(pilots, ...running)).toMatchObject({ status: 'RUNNING', startedOn: '2018-01-03' });
  });

  it('follow the pilot to its evaluation, with a verdict on each criterion', () => {
    const row = onlyRow(pilots, ...running, on('2018-05-01', evaluated));
    expect(row).toMatchObject({
      status: 'EVALUATED',
      approvedOn: '2018-01-02',
      startedOn: '2018-01-03',
      evaluatedOn: '2018-05-01',
      findings: 'Pupils write more.',
      doesItWork: 'PARTLY',
      successCriteria: [
        { key: 'C1', text: 'Pupils write more', met: true },
        { key: 'C2', text: 'Teachers want to go on', met: false, note: 'Half of them' },
      ],
    });
  });

  it('show the criteria as they were revised', () => {
    const successCriteria = [{ key: 'C1', text: 'Parents are content' }];
    const row = onlyRow(pilots, proposed, SuccessCriteriaRevised({ pilotId, successCriteria }));
    expect(row.successCriteria).toEqual(successCriteria);
  });

  it('name the decisions that the pilot rests on', () => {
    const scaled = on('2018-06-01', PilotScaled({ pilotId, decisionId }));
    const row = onlyRow(pilots, proposed, PilotApproved({ pilotId, decisionId }), started, evaluated, scaled);
    expect(row).toMatchObject({
      status: 'SCALED',
      approvalDecisionId: decisionId,
      scalingDecisionId: decisionId,
      scaledOn: '2018-06-01',
    });
  });

  it('keep the lesson of a pilot that was stopped', () => {
    const row = onlyRow(pilots, ...running, on('2018-02-01', PilotStopped({ pilotId, lesson: 'Too early' })));
    expect(row).toMatchObject({ status: 'STOPPED', lesson: 'Too early', stoppedOn: '2018-02-01' });
  });
});

describe('observations and visible results', () => {
  it('have a row for each observation', () => {
    const observed = PilotObservationRecorded({ pilotId, measure: 'Words a day', value: 1.5, unitOfMeasure: 'words' });
    expect(onlyRow(pilotObservations, on('2018-02-01', observed))).toEqual({
      pilotId,
      measure: 'Words a day',
      observedValue: 1.5,
      unitOfMeasure: 'words',
      note: null,
      happenedOn: '2018-02-01',
    });
  });

  it('have a row for each time that a result was shown', () => {
    const shown = { pilotId, solutionId: tabletsId, audience: 'All principals', summary: 'It works' };
    const lines = recorded([PilotResultMadeVisible(shown), on('2018-06-01', PilotResultMadeVisible(shown))]);
    const rows = [...fold(visibleResults, lines).values()].map(({ row }) => row);
    expect(rows).toEqual([
      { ...shown, happenedOn: '2018-01-15' },
      { ...shown, happenedOn: '2018-06-01' },
    ]);
  });
});
