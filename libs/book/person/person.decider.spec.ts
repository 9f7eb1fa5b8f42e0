import { describe, expect, it } from '@jest/globals';
import { type Event, newId, testProgrammeId } from '#kernel';
import { bookEvents } from '../book.state.js';
import { ChampionNominated } from '../champion/champion.events.js';
import { given } from '../given.js';
import { PilotProposed } from '../pilot/pilot.events.js';
import { ProgrammeChartered, ProgrammeClosed } from '../programme/programme.events.js';
import { ErasureRefused, ErasureRequested, PersonalDataErased, PersonalDataRestricted } from './person.events.js';
import { personsIn } from './person.state.js';

const programmeId = testProgrammeId;
const ownerId = newId(901);
const leaderId = newId(902);
const championPersonId = newId(903);
const unitId = newId(904);
const requestId = newId(905);

const chartered = ProgrammeChartered({
  programmeId,
  name: 'Digital school day',
  owner: { title: 'Municipal director', personId: ownerId, name: 'Synthetic Person 1' },
  currentSituation: 'Each school buys its own devices.',
  targetPicture: 'Every pupil has a tablet.',
  purposes: ['Learning'],
  scope: 'All schools',
});
const piloted = PilotProposed({
  pilotId: newId(906),
  ref: 'P-1',
  name: 'First pilot',
  solutionId: newId(907),
  unitIds: [unitId],
  motivatedLeader: { title: 'Principal', personId: leaderId, email: 'leader@example.org' },
  hypothesis: 'It works.',
  successCriteria: [{ key: 'C1', text: 'It is used.' }],
});
const nominated = ChampionNominated({
  championId: newId(908),
  ref: 'C-1',
  unitId,
  personId: championPersonId,
  name: 'Synthetic Person 2',
  rationale: 'Others ask them for help.',
  route: 'PEER',
  expiresOn: '2018-02-14',
});
const personId = championPersonId;
const ground = 'They asked, and nothing speaks against it.';
const requested = ErasureRequested({ personId, requestId });
const erased = PersonalDataErased({ personId, requestId, ground });
const restricted = PersonalDataRestricted({ personId, requestId, ground });
const withBook = (...events: readonly Event[]) => given(chartered, piloted, nominated, ...events);

describe('requestErasure', () => {
  it.each([
    ['the programme’s owner', ownerId],
    ['a pilot’s motivated leader', leaderId],
    ['a champion', championPersonId],
  ])('takes %s', (_who, known) =>
    withBook()
      .when('requestErasure', { programmeId, personId: known })
      .then(ErasureRequested({ personId: known, requestId: newId(1) })),
  );
  it('takes the number of a nomination', () =>
    withBook()
      .when('requestErasure', { programmeId, personId: 'c-1' })
      .then(ErasureRequested({ personId, requestId: newId(1) })));
  it('takes a closed book', () =>
    withBook(ProgrammeClosed({ programmeId }))
      .when('requestErasure', { programmeId, personId })
      .then(ErasureRequested({ personId, requestId: newId(1) })));
  it('refuses a person of whom the book holds nothing', () =>
    withBook()
      .when('requestErasure', { programmeId, personId: newId(7) })
      .thenRefused('PERSON_UNKNOWN', 'personId'));
  it('refuses a second request while one waits', () =>
    withBook(requested)
      .when('requestErasure', { programmeId, personId })
      .thenRefused('ERASURE_REQUESTED_ALREADY', 'personId'));
  it('refuses when there is nothing left to erase', () =>
    withBook(requested, erased)
      .when('requestErasure', { programmeId, personId })
      .thenRefused('PERSON_ERASED', 'personId'));
  it('takes a new request after a refusal and after a restriction', () => {
    const again = ErasureRequested({ personId, requestId: newId(1) });
    withBook(requested, ErasureRefused({ personId, requestId, ground }))
      .when('requestErasure', { programmeId, personId })
      .then(again);
    withBook(requested, restricted).when('requestErasure', { programmeId, personId }).then(again);
  });
});

describe('decideErasure', () => {
  const decide = (decision: string) => ({ programmeId, personId, decision, ground });

  it('erases', () => withBook(requested).when('decideErasure', decide('ERASE')).then(erased));
  it('restricts', () => withBook(requested).when('decideErasure', decide('RESTRICT')).then(restricted));
  it('refuses on a ground', () =>
    withBook(requested).when('decideErasure', decide('REFUSE')).then(ErasureRefused({ personId, requestId, ground })));
  it('needs a ground', () =>
    withBook(requested)
      .when('decideErasure', { ...decide('REFUSE'), ground: ' ' })
      .thenRefused('INPUT_EMPTY', 'ground'));
  it('erases what was restricted, on a new request', () =>
    withBook(requested, restricted, ErasureRequested({ personId, requestId: newId(8) }))
      .when('decideErasure', decide('ERASE'))
      .then(PersonalDataErased({ personId, requestId: newId(8), ground })));
  it('refuses to restrict twice', () =>
    withBook(requested, restricted, ErasureRequested({ personId, requestId: newId(8) }))
      .when('decideErasure', decide('RESTRICT'))
      .thenRefused('PERSON_RESTRICTED_ALREADY', 'decision'));
  it('refuses without a request', () =>
    withBook().when('decideErasure', decide('ERASE')).thenRefused('ERASURE_NOT_REQUESTED', 'personId'));
  it('refuses a person of whom the book holds nothing', () =>
    withBook(requested)
      .when('decideErasure', { ...decide('ERASE'), personId: newId(7) })
      .thenRefused('PERSON_UNKNOWN', 'personId'));
  it('refuses a second erasure', () =>
    withBook(requested, erased).when('decideErasure', decide('ERASE')).thenRefused('PERSON_ERASED', 'personId'));
  it('cannot come before the request', () =>
    withBook(requested)
      .when('decideErasure', decide('ERASE'), { occurredOn: '2018-01-14' })
      .thenRefused('OCCURRED_OUT_OF_ORDER', 'record.occurredOn'));
});

it('finds the person beside every personal field that an event of the book can have', () => {
  const personal = bookEvents.filter(({ personalPaths }) => personalPaths.length > 0);
  expect(personal.map(({ type }) => type).sort()).toEqual([
    'ChampionNominated',
    'ChampionRecognised',
    'PilotProposed',
    'ProgrammeChartered',
  ]);
  for (const { data, type } of [chartered, piloted, nominated]) {
    const definition = personal.find((each) => each.type === type)!;
    expect(new Set(personsIn(definition, data)).size).toBe(1);
  }
});
