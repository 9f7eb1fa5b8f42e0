import { describe, expect, it } from '@jest/globals';
import { type Event, newId, on, recorded } from '#kernel';
import { emptyBook, evolveBook } from '../book.state.js';
import {
  approved,
  criteria,
  decisionId,
  evaluated,
  jong,
  pilotId,
  programme,
  proposed,
  started,
  surveyId,
  tabletsId,
} from '../testing/rollout.js';
import {
  PilotApproved,
  PilotObservationRecorded,
  PilotProposed,
  PilotResultMadeVisible,
  PilotScaled,
  PilotStopped,
  SuccessCriteriaRevised,
} from './pilot.events.js';
import { hasEvaluatedPilot, wasLearntBy } from './pilot.state.js';

const bookAfter = (...events: readonly Event[]) => recorded([...programme, ...events]).reduce(evolveBook, emptyBook);
const pilot = (...events: readonly Event[]) => bookAfter(proposed, ...events).pilots.get(pilotId)!;
const stopped = PilotStopped({ pilotId, lesson: 'Too early' });
const scaled = PilotScaled({ pilotId, decisionId });
const running = [approved, started];

describe('what the book knows of a pilot', () => {
  const atFirst = {
    id: pilotId,
    ref: 'P-1',
    name: 'First schools',
    status: 'PROPOSED',
    solutionId: tabletsId,
    unitIds: [jong],
    criteria,
    evaluated: false,
  };
  const anew = [{ key: 'C1', text: 'Parents are content' }];

  it.each([
    ['what was proposed', [], {}],
    ['criteria agreed on anew', [SuccessCriteriaRevised({ pilotId, successCriteria: anew })], { criteria: anew }],
    ['its approval', [approved], { status: 'APPROVED' }],
    ['its start', running, { status: 'RUNNING' }],
    [
      'that observations change nothing',
      [...running, PilotObservationRecorded({ pilotId, measure: 'Words a day', value: 1 })],
      { status: 'RUNNING' },
    ],
    ['its evaluation', [...running, evaluated], { status: 'EVALUATED', evaluated: true }],
    [
      'that to show the result changes nothing',
      [
        ...running,
        evaluated,
        PilotResultMadeVisible({ pilotId, solutionId: tabletsId, audience: 'All', summary: 'It works' }),
      ],
      { status: 'EVALUATED', evaluated: true },
    ],
    ['that it was scaled', [...running, evaluated, scaled], { status: 'SCALED', evaluated: true }],
    ['that it was stopped', [...running, stopped], { status: 'STOPPED' }],
  ] as const)('is %s', (_what, events, changes) => expect(pilot(...events)).toEqual({ ...atFirst, ...changes }));
});

describe('that a pilot has taught something by a day', () => {
  const day = '2018-03-01';
  const other = newId(932);
  const others = (solutionId: string) => PilotProposed({ ...proposed.data, pilotId: other, ref: 'P-2', solutionId });
  const learnt = [proposed, ...running, on(day, evaluated)];
  const both = (solutionId: string, on_: string, ...events: readonly Event[]) => [
    hasEvaluatedPilot(bookAfter(...events), solutionId, on_),
    wasLearntBy(bookAfter(...events), solutionId, on_),
  ];

  it('holds from the day of its evaluation', () => {
    expect(both(tabletsId, '2018-02-28', ...learnt)).toEqual([false, false]);
    expect(both(tabletsId, day, ...learnt)).toEqual([true, true]);
  });
  it('is not so before any evaluation', () =>
    expect(both(tabletsId, '2018-12-31', proposed, ...running)).toEqual([false, false]));
  it('holds when another pilot has not come so far', () =>
    expect(both(tabletsId, day, ...learnt, others(tabletsId), PilotApproved({ pilotId: other }))).toEqual([
      true,
      true,
    ]));
  it('holds for its own solution alone', () => {
    expect(both(surveyId, day, ...learnt)).toEqual([false, false]);
    expect(both(surveyId, day, ...learnt, others(surveyId))).toEqual([false, false]);
  });
  it('still holds when it was scaled', () =>
    expect(both(tabletsId, '2018-06-01', ...learnt, on('2018-05-01', scaled))).toEqual([true, true]));
  it('speaks no longer for a rollout once it was stopped, and did until then', () => {
    const halted = [...learnt, on('2018-05-01', stopped)];
    expect(both(tabletsId, '2018-05-01', ...halted)).toEqual([false, true]);
    expect(both(tabletsId, '2018-05-02', ...halted)).toEqual([false, false]);
  });
});
