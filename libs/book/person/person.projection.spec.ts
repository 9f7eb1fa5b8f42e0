import { describe, expect, it } from '@jest/globals';
import { type Event, type Kept, type Projection, newId, on, recorded, step, testProgrammeId } from '#kernel';
import { bookEvents } from '../book.state.js';
import { ChampionNominated } from '../champion/champion.events.js';
import { PilotProposed } from '../pilot/pilot.events.js';
import { ProgrammeChartered } from '../programme/programme.events.js';
import { ErasureRefused, ErasureRequested, PersonalDataErased, PersonalDataRestricted } from './person.events.js';
import { erasures, persons } from './person.projection.js';

const personId = newId(1);
const requestId = newId(2);
const unitId = newId(3);
const sealed = (text: string) => ({ person: personId, sealed: `v1.${text}` }) as never;

const chartered = (owner: object) =>
  ProgrammeChartered({
    programmeId: testProgrammeId,
    name: 'Digital school day',
    owner: { title: 'Municipal director', ...owner },
    currentSituation: 'Each school buys its own devices.',
    targetPicture: 'Every pupil has a tablet.',
    purposes: ['Learning'],
    scope: 'All schools',
  });
const piloted = (leader: object) =>
  PilotProposed({
    pilotId: newId(4),
    ref: 'P-1',
    name: 'First pilot',
    solutionId: newId(5),
    unitIds: [unitId],
    motivatedLeader: { title: 'Principal', ...leader },
    hypothesis: 'It works.',
    successCriteria: [{ key: 'C1', text: 'It is used.' }],
  });
const nominated = (names: object) =>
  ChampionNominated({
    championId: newId(6),
    ref: 'C-1',
    unitId,
    personId,
    rationale: sealed('rationale'),
    route: 'PEER',
    expiresOn: '2018-02-14',
    ...names,
  });
const ground = 'They asked.';
const requested = on('2018-03-01', ErasureRequested({ personId, requestId }));
const erased = on('2018-03-20', PersonalDataErased({ personId, requestId, ground }));
const restricted = on('2018-03-20', PersonalDataRestricted({ personId, requestId, ground }));
const refused = on('2018-03-20', ErasureRefused({ personId, requestId, ground }));

/** Rows by key. */
const fold = <Row>(projection: Projection<Row>, ...events: readonly Event[]) => {
  const rows = new Map<string, Kept<Row>>();
  for (const event of recorded(events))
    for (const key of projection.keysOf(event)) rows.set(key, step(projection, rows.get(key), event, key)!);
  return rows;
};
const personAfter = (...events: readonly Event[]) =>
  fold(persons, nominated({ name: sealed('name'), email: sealed('email') }), ...events).get(personId)!.row;

describe('the row of a person', () => {
  it.each([
    ['an owner', chartered({ personId, name: sealed('name') }), 'owner.name'],
    ['a motivated leader', piloted({ personId, name: sealed('name') }), 'motivatedLeader.name'],
    ['a champion', nominated({ name: sealed('name') }), 'name'],
  ])('begins with the first event about %s', (_who, event, path) =>
    expect(fold(persons, event).get(personId)!.row).toMatchObject({
      status: 'KEPT',
      sealedName: { person: personId, sealed: 'v1.name', path },
      sealedEmail: null,
      openRequestId: null,
    }),
  );
  it('is not made of a role without a name', () => expect(fold(persons, chartered({}), piloted({})).size).toBe(0));
  it('takes every event that holds personal data and may be the first about somebody', () => {
    const personal = bookEvents.filter(({ personalPaths }) => personalPaths.length > 0).map(({ type }) => type);
    // A recognition follows a nomination: it never tells of somebody new.
    expect(personal.filter((type) => !persons.handles.has(type))).toEqual(['ChampionRecognised']);
  });
  it('keeps the name when somebody is nominated again without one, and takes a new one', () => {
    expect(personAfter(nominated({}))).toMatchObject({ sealedName: { sealed: 'v1.name' } });
    expect(personAfter(nominated({ name: sealed('newer') }))).toMatchObject({
      sealedName: { sealed: 'v1.newer' },
      sealedEmail: { sealed: 'v1.email' },
    });
  });
  it('tells that a request waits', () =>
    expect(personAfter(requested)).toMatchObject({
      status: 'KEPT',
      openRequestId: requestId,
      requestedOn: '2018-03-01',
    }));
  it('is without a name after an erasure', () =>
    expect(personAfter(requested, erased)).toEqual({
      status: 'ERASED',
      sealedName: null,
      sealedEmail: null,
      openRequestId: null,
      requestedOn: '2018-03-01',
      decidedOn: '2018-03-20',
      ground,
    }));
  it('keeps the sealed name after a restriction and after a refusal', () => {
    expect(personAfter(requested, restricted)).toMatchObject({
      status: 'RESTRICTED',
      sealedName: { sealed: 'v1.name' },
      openRequestId: null,
    });
    expect(personAfter(requested, refused)).toMatchObject({ status: 'KEPT', openRequestId: null, ground });
  });
  it('is the same when an event comes twice', () => {
    const events = [nominated({ name: sealed('name') }), requested, erased];
    const kept = fold(persons, ...events).get(personId)!;
    for (const event of recorded<Event>(events)) expect(step(persons, kept, event, personId)).toEqual(kept);
  });
});

describe('the erasure register', () => {
  const register = (...events: readonly Event[]) => fold(erasures, requested, ...events).get(requestId)!;

  it('holds a request from the day on which it was made', () =>
    expect(register().row).toEqual({
      personId,
      requestedOn: '2018-03-01',
      decision: null,
      decidedOn: null,
      ground: null,
    }));
  it.each([
    ['ERASE', erased],
    ['RESTRICT', restricted],
    ['REFUSE', refused],
  ])('says what was decided, when and why: %s', (decision, event) =>
    expect(register(event).row).toMatchObject({ decision, decidedOn: '2018-03-20', ground }),
  );
  it('is the same when an event comes twice', () => {
    const kept = register(erased);
    expect(step(erasures, kept, recorded<Event>([requested, erased])[1]!, requestId)).toEqual(kept);
  });
});
