import { describe, expect, it } from '@jest/globals';
import { type Event, type Kept, type Projection, newId, on, recorded, step } from '#kernel';
import { chartered, paused, programme, programmeId, tabletsId } from '../testing/rollout.js';
import {
  AdoptionPolicySet,
  EscalationAnswered,
  EscalationRaised,
  ProgrammeChartered,
  ProgrammeClosed,
  ProgrammeResumed,
} from './programme.events.js';
import { escalations, programmes, solutions } from './programme.projection.js';

/** The row of a key after the events, each told twice. */
const rowOf = <Row>(projection: Projection<Row>, key: string, ...events: readonly Event[]): Row => {
  const rows = new Map<string, Kept<Row>>();
  for (const event of recorded(events).flatMap((each) => [each, each]))
    for (const each of projection.keysOf(event)) rows.set(each, step(projection, rows.get(each), event, each)!);
  return rows.get(key)!.row;
};

const tablets = programme[1];
const began = on('2018-01-02', chartered);

describe('a programme in the read model', () => {
  const row = (...events: readonly Event[]) => rowOf(programmes, programmeId, ...events);

  it('is what its charter says, with the policy that holds until it sets its own', () =>
    expect(row(began)).toEqual({
      name: 'Digital school day',
      status: 'CHARTERED',
      owner: { title: 'Municipal director' },
      currentSituation: 'Each school buys its own devices.',
      targetPicture: 'Every pupil has a tablet.',
      purposes: ['Learning'],
      scope: 'All schools',
      charteredOn: '2018-01-02',
      closedOn: null,
      adoptionPolicy: { embeddedShare: 0.6, lapseShare: 0.2, periods: 2, activeWindowDays: 30 },
    }));
  it('keeps its owner’s name and address sealed', () => {
    const personId = newId(1);
    const name = { person: personId, sealed: 'name' };
    const email = { person: personId, sealed: 'address' };
    const owned = ProgrammeChartered({ ...chartered.data, owner: { title: 'Director', personId, name, email } });
    const eventId = recorded([owned])[0]!.id;
    expect(row(owned).owner).toEqual({
      title: 'Director',
      personId,
      name: { ...name, eventId, path: 'owner.name' },
      email: { ...email, eventId, path: 'owner.email' },
    });
  });
  it('runs from the moment that there is something to roll out', () => {
    expect(row(began, tablets).status).toBe('RUNNING');
    expect(row(began, tablets, paused, programme[2]).status).toBe('PAUSED');
  });
  it('takes its own policy', () => {
    const policy = { embeddedShare: 0.7, lapseShare: 0.3, periods: 3, activeWindowDays: 14 };
    const { adoptionPolicy, name } = row(began, AdoptionPolicySet({ programmeId, ...policy }));
    expect({ adoptionPolicy, name }).toEqual({ adoptionPolicy: policy, name: 'Digital school day' });
  });
  it('comes to a halt, goes on and ends', () => {
    const resumed = ProgrammeResumed({ programmeId, reason: 'Money' });
    const closed = on('2018-06-01', ProgrammeClosed({ programmeId }));
    const halted = [began, tablets, paused];
    expect(row(...halted)).toMatchObject({ name: 'Digital school day', status: 'PAUSED', closedOn: null });
    expect(row(...halted, resumed)).toMatchObject({ name: 'Digital school day', status: 'RUNNING', closedOn: null });
    expect(row(...halted, resumed, closed)).toMatchObject({
      name: 'Digital school day',
      status: 'CLOSED',
      closedOn: '2018-06-01',
    });
  });
});

it('a solution in the read model is what was added, and since when', () =>
  expect(rowOf(solutions, tabletsId, began, on('2018-01-03', tablets))).toEqual({
    ref: 'S-1',
    name: 'Tablets',
    description: 'One each',
    addedOn: '2018-01-03',
  }));

describe('an escalation in the read model', () => {
  const escalationId = newId(2);
  const raised = on(
    '2018-02-01',
    EscalationRaised({ escalationId, ref: 'E-1', about: 'Buy or lease?', answerDueBy: '2018-03-01' }),
  );
  const waiting = {
    ref: 'E-1',
    about: 'Buy or lease?',
    answerDueBy: '2018-03-01',
    status: 'RAISED',
    answer: null,
    raisedOn: '2018-02-01',
    answeredOn: null,
  };

  it('waits for its answer', () => expect(rowOf(escalations, escalationId, raised)).toEqual(waiting));
  it('is answered, on a day', () =>
    expect(
      rowOf(escalations, escalationId, raised, on('2018-02-20', EscalationAnswered({ escalationId, answer: 'Lease' }))),
    ).toEqual({ ...waiting, status: 'ANSWERED', answer: 'Lease', answeredOn: '2018-02-20' }));
});
