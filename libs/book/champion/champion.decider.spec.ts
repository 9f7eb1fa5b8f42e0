import { describe, expect, it } from '@jest/globals';
import { type Event, newId, on, testProgrammeId } from '#kernel';
import { given } from '../given.js';
import { PersonalDataErased, PersonalDataRestricted } from '../person/person.events.js';
import { ProgrammeChartered, ProgrammeClosed, SolutionAdded } from '../programme/programme.events.js';
import { UnitClosed, UnitEnrolled, UnitsMerged } from '../unit/unit.events.js';
import {
  ChampionLeft,
  ChampionMoved,
  ChampionNominated,
  ChampionRecognised,
  ChampionReturned,
  ChampionWentOnLeave,
  ChangeAgentAppointed,
  NominationAccepted,
  NominationDeclined,
  NominationExpired,
  TimeAllocated,
} from './champion.events.js';

const programmeId = testProgrammeId;
const solutionId = newId(901);
const jong = newId(902);
const grav = newId(903);
const championId = newId(904);
const personId = newId(905);
const requestId = newId(906);

const book = [
  ProgrammeChartered({
    programmeId,
    name: 'Digital school day',
    owner: { title: 'Municipal director' },
    currentSituation: 'Each school buys its own devices.',
    targetPicture: 'Every pupil has a tablet.',
    purposes: ['Learning'],
    scope: 'All schools',
  }),
  SolutionAdded({ solutionId, ref: 'S-1', name: 'Tablets', description: 'One for each pupil' }),
  UnitEnrolled({ unitId: jong, name: 'Jong', eligible: 40, externalIds: [] }),
  UnitEnrolled({ unitId: grav, name: 'Grav', eligible: 30, externalIds: [] }),
];
const nomination = {
  championId,
  ref: 'C-1',
  unitId: jong,
  personId,
  name: 'Synthetic Person 1',
  rationale: 'Others ask them for help.',
  route: 'PEER' as const,
  expiresOn: '2018-02-14',
};
const nominated = ChampionNominated(nomination);
const accepted = NominationAccepted({ championId });
const wentOnLeave = ChampionWentOnLeave({ championId });
const left = ChampionLeft({ championId });
const erased = PersonalDataErased({ personId, requestId, ground: 'They asked.' });
const input = { programmeId, championId: 'C-1' };
const withBook = (...events: readonly Event[]) => given(...book, ...events);

describe('nominateChampion', () => {
  const nominate = {
    programmeId,
    unitId: jong,
    person: { name: 'Synthetic Person 1', email: 'person1@example.org' },
    route: 'PEER',
    rationale: 'Others ask them for help.',
  };
  const again = { ...nominate, person: { personId } };

  it('gives the person an id, and 30 days to answer', () =>
    withBook()
      .when('nominateChampion', nominate)
      .then(
        ChampionNominated({ ...nomination, championId: newId(1), personId: newId(2), email: 'person1@example.org' }),
      ));

  it('takes another time to answer, counted from the day of the nomination, and a solution', () =>
    withBook()
      .when('nominateChampion', { ...nominate, solutionId: 's-1', answerWithinDays: 1 })
      .then(
        ChampionNominated({
          ...nomination,
          championId: newId(1),
          personId: newId(2),
          solutionId,
          email: 'person1@example.org',
          expiresOn: '2018-01-16',
        }),
      ));

  it('nominates somebody known again without asking for the name, by person or by an earlier number', () => {
    const { name: _name, ...nameless } = nomination;
    const expected = ChampionNominated({ ...nameless, championId: newId(1), ref: 'C-2' });
    for (const known of [personId, 'C-1'])
      withBook(nominated, NominationDeclined({ championId }))
        .when('nominateChampion', { ...again, person: { personId: known } })
        .then(expected);
  });

  it('refuses an unknown unit', () =>
    withBook()
      .when('nominateChampion', { ...nominate, unitId: newId(7) })
      .thenRefused('UNIT_UNKNOWN', 'unitId'));
  it('refuses a unit that is closed', () =>
    withBook(UnitClosed({ unitId: jong, solutionIds: [] }))
      .when('nominateChampion', nominate)
      .thenRefused('UNIT_NOT_ACTIVE', 'unitId'));
  it('refuses an unknown solution', () =>
    withBook()
      .when('nominateChampion', { ...nominate, solutionId: newId(7) })
      .thenRefused('SOLUTION_UNKNOWN', 'solutionId'));
  it('refuses a nomination of nobody', () =>
    withBook()
      .when('nominateChampion', { ...nominate, person: { email: 'person1@example.org' } })
      .thenRefused('NOMINEE_MISSING', 'person.name'));
  it('refuses the id of a person whom the book does not know', () =>
    withBook().when('nominateChampion', again).thenRefused('PERSON_UNKNOWN', 'person.personId'));
  it('refuses to record anything more about a person who was erased', () =>
    withBook(nominated, erased).when('nominateChampion', again).thenRefused('PERSON_ERASED', 'person.personId'));
  it('refuses to add to data that is restricted', () =>
    withBook(nominated, PersonalDataRestricted({ personId, requestId, ground: 'A claim runs.' }))
      .when('nominateChampion', again)
      .thenRefused('PERSON_RESTRICTED', 'person.personId'));
  it('refuses the same person at the same unit for the same thing twice at a time', () =>
    withBook(nominated, accepted).when('nominateChampion', again).thenRefused('NOMINATED_ALREADY', 'person.personId'));
  it('refuses the same person again while they are on leave', () =>
    withBook(nominated, accepted, wentOnLeave)
      .when('nominateChampion', again)
      .thenRefused('NOMINATED_ALREADY', 'person.personId'));
  it('takes another person at the same unit for the same thing', () => {
    const other = ChampionNominated({ ...nomination, championId: newId(907), ref: 'C-2', personId: newId(908) });
    const events = withBook(nominated, NominationDeclined({ championId }), other)
      .when('nominateChampion', again)
      .events();
    expect(events).toHaveLength(1);
  });
  it('gives at most a year to answer', () => {
    const within = (answerWithinDays: number) => withBook().when('nominateChampion', { ...nominate, answerWithinDays });
    expect(within(365).events()).toHaveLength(1);
    within(366).thenRefused('ANSWER_TIME_OUT_OF_RANGE', 'answerWithinDays');
    within(0).thenRefused('ANSWER_TIME_OUT_OF_RANGE', 'answerWithinDays');
  });
  it('takes the same person for something else', () => {
    const events = withBook(nominated, accepted)
      .when('nominateChampion', { ...again, solutionId })
      .events();
    expect(events).toMatchObject([{ type: 'ChampionNominated', data: { personId, solutionId, ref: 'C-2' } }]);
  });
  it.each([0, 366])('refuses %i days to answer', (answerWithinDays) =>
    withBook()
      .when('nominateChampion', { ...nominate, answerWithinDays })
      .thenRefused('ANSWER_TIME_OUT_OF_RANGE', 'answerWithinDays'),
  );
  it('refuses a nomination from before the unit joined', () =>
    given(...book.map((event) => on('2018-01-10', event)))
      .when('nominateChampion', nominate, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_BEFORE_ITS_SUBJECT'));
  it('is over when the programme is closed', () =>
    withBook(ProgrammeClosed({ programmeId })).when('nominateChampion', nominate).thenRefused('PROGRAMME_CLOSED'));
});

describe('acceptNomination and declineNomination', () => {
  it('record a yes, by the number that people cite', () =>
    withBook(nominated).when('acceptNomination', input).then(accepted));
  it('record a no, and ask for no reason', () =>
    withBook(nominated).when('declineNomination', input).then(NominationDeclined({ championId })));
  it('take the last day', () =>
    withBook(nominated).when('acceptNomination', input, { today: '2018-02-14' }).then(accepted));
  it.each(['acceptNomination', 'declineNomination'])(
    '%s is refused after the last day, also before the clock',
    (command) =>
      withBook(nominated).when(command, input, { today: '2018-02-15' }).thenRefused('NOMINATION_RAN_OUT', 'championId'),
  );
  it('refuse a second answer', () => {
    withBook(nominated, accepted).when('acceptNomination', input).thenRefused('CHAMPION_NOT_NOMINATED', 'championId');
    withBook(nominated, accepted).when('declineNomination', input).thenRefused('CHAMPION_NOT_NOMINATED', 'championId');
  });
  it('refuse a yes at a unit that was closed meanwhile, and take a no', () => {
    const closed = withBook(nominated, UnitClosed({ unitId: jong, solutionIds: [] }));
    closed.when('acceptNomination', input).thenRefused('UNIT_NOT_ACTIVE', 'championId');
    closed.when('declineNomination', input).then(NominationDeclined({ championId }));
  });
  it('cannot come before the nomination', () =>
    withBook(on('2018-01-15', nominated))
      .when('acceptNomination', input, { occurredOn: '2018-01-14' })
      .thenRefused('OCCURRED_OUT_OF_ORDER', 'record.occurredOn'));
});

describe('the clock', () => {
  const expired = on('2018-02-15', NominationExpired({ championId, expiresOn: '2018-02-14' }));

  it('lets a nomination run out on the day after its last, however late it gets to it', () => {
    withBook(nominated).when('tick', {}, { today: '2018-02-15' }).then(expired);
    withBook(nominated).when('tick', {}, { today: '2018-06-01' }).then(expired);
  });
  it('leaves the last day to the nominated person', () =>
    withBook(nominated).when('tick', {}, { today: '2018-02-14' }).thenRefused('NOTHING_DUE'));
  it('says so once', () =>
    withBook(nominated, expired).when('tick', {}, { today: '2018-06-01' }).thenRefused('NOTHING_DUE'));
  it('leaves an answered nomination alone', () =>
    withBook(nominated, accepted).when('tick', {}, { today: '2018-06-01' }).thenRefused('NOTHING_DUE'));
  it('does not take an answer in time away, when that is told afterwards', () => {
    const told = { today: '2018-06-01', occurredOn: '2018-02-14' };
    withBook(nominated, expired).when('acceptNomination', input, told).then(NominationAccepted({ championId }));
    withBook(nominated, expired).when('declineNomination', input, told).then(NominationDeclined({ championId }));
    const late = { today: '2018-06-01', occurredOn: '2018-02-15' };
    withBook(nominated, expired).when('acceptNomination', input, late).thenRefused('NOMINATION_RAN_OUT', 'championId');
  });
  it('lets somebody who was nominated again meanwhile answer that nomination', () => {
    const again = {
      ...nominated,
      data: { ...nominated.data, championId: newId(977), ref: 'C-9', expiresOn: '2018-12-01' },
    };
    withBook(nominated, expired, on('2018-05-01', again))
      .when('acceptNomination', input, { today: '2018-06-01', occurredOn: '2018-02-14' })
      .thenRefused('NOMINATED_ALREADY', 'championId');
  });
  it('leaves a closed book alone', () =>
    withBook(nominated, ProgrammeClosed({ programmeId }))
      .when('tick', {}, { today: '2018-06-01' })
      .thenRefused('NOTHING_DUE'));
});

describe('allocateTime', () => {
  const allocate = { ...input, percent: 20 };
  const allocated = TimeAllocated({ championId, percent: 20 });

  it('sets time aside, also for somebody on leave', () => {
    withBook(nominated, accepted).when('allocateTime', allocate).then(allocated);
    withBook(nominated, accepted, wentOnLeave).when('allocateTime', allocate).then(allocated);
  });
  it('refuses no time', () =>
    withBook(nominated, accepted)
      .when('allocateTime', { ...input, percent: 0 })
      .thenRefused('TIME_NOT_POSITIVE', 'percent'));
  it('refuses more than all time', () =>
    withBook(nominated, accepted)
      .when('allocateTime', { ...input, percent: 101 })
      .thenRefused('INPUT_OUT_OF_RANGE', 'percent'));
  it('refuses what is set aside already', () =>
    withBook(nominated, accepted, allocated)
      .when('allocateTime', allocate)
      .thenRefused('TIME_ALLOCATED_ALREADY', 'percent'));
  it('refuses time for somebody who has not said yes', () =>
    withBook(nominated).when('allocateTime', allocate).thenRefused('CHAMPION_NOT_TAKING_PART', 'championId'));
});

describe('appointChangeAgent', () => {
  const appointed = ChangeAgentAppointed({ championId, mandate: 'Leads the training at Jong.' });

  it('puts a champion’s work into system', () =>
    withBook(nominated, accepted)
      .when('appointChangeAgent', { ...input, mandate: 'Leads the training at Jong.' })
      .then(appointed));
  it('happens once', () =>
    withBook(nominated, accepted, appointed)
      .when('appointChangeAgent', input)
      .thenRefused('CHANGE_AGENT_ALREADY', 'championId'));
  it('refuses somebody who is away', () =>
    withBook(nominated, accepted, wentOnLeave)
      .when('appointChangeAgent', input)
      .thenRefused('CHAMPION_NOT_ACTIVE', 'championId'));
});

describe('moveChampion', () => {
  const move = { ...input, toUnitId: grav };

  it('moves a champion to another unit', () =>
    withBook(nominated, accepted)
      .when('moveChampion', move)
      .then(ChampionMoved({ championId, fromUnitId: jong, toUnitId: grav })));
  it('moves one whose unit was closed', () =>
    withBook(nominated, accepted, UnitClosed({ unitId: jong, solutionIds: [] }))
      .when('moveChampion', move)
      .then(ChampionMoved({ championId, fromUnitId: jong, toUnitId: grav })));
  it('refuses an unknown unit', () =>
    withBook(nominated, accepted)
      .when('moveChampion', { ...input, toUnitId: newId(7) })
      .thenRefused('UNIT_UNKNOWN', 'toUnitId'));
  it('refuses a unit that is closed', () =>
    withBook(nominated, accepted, UnitClosed({ unitId: grav, solutionIds: [] }))
      .when('moveChampion', move)
      .thenRefused('UNIT_NOT_ACTIVE', 'toUnitId'));
  it('refuses the unit where they are', () =>
    withBook(nominated, accepted)
      .when('moveChampion', { ...input, toUnitId: jong })
      .thenRefused('CHAMPION_AT_UNIT_ALREADY', 'toUnitId'));
  it('refuses a unit where the same person stands for the same thing already', () =>
    withBook(nominated, accepted, ChampionNominated({ ...nomination, championId: newId(8), ref: 'C-2', unitId: grav }))
      .when('moveChampion', move)
      .thenRefused('NOMINATED_ALREADY', 'toUnitId'));
  it('refuses somebody who has left', () =>
    withBook(nominated, accepted, left)
      .when('moveChampion', move)
      .thenRefused('CHAMPION_NOT_TAKING_PART', 'championId'));
});

describe('a merger of units', () => {
  const merged = UnitsMerged({ fromUnitIds: [jong], intoUnitId: grav, eligible: 70, carried: [] });

  it('takes nominations and champions along', () => {
    withBook(nominated, merged).when('acceptNomination', input).then(accepted);
    withBook(nominated, accepted, merged)
      .when('moveChampion', { ...input, toUnitId: grav })
      .thenRefused('CHAMPION_AT_UNIT_ALREADY', 'toUnitId');
    withBook(nominated, merged)
      .when('nominateChampion', { programmeId, unitId: grav, person: { personId }, route: 'SELF', rationale: 'Again.' })
      .thenRefused('NOMINATED_ALREADY', 'person.personId');
  });
  it('refuses the unit that is no more', () =>
    withBook(nominated, accepted, merged)
      .when('moveChampion', { ...input, toUnitId: jong })
      .thenRefused('UNIT_NOT_ACTIVE', 'toUnitId'));
});

describe('recogniseChampion', () => {
  const recognise = { ...input, what: 'Held the first course.' };

  it('says what for, beside the person it is sealed for', () =>
    withBook(nominated, accepted)
      .when('recogniseChampion', recognise)
      .then(ChampionRecognised({ championId, personId, what: 'Held the first course.' })));
  it('refuses somebody who never said yes', () =>
    withBook(nominated).when('recogniseChampion', recognise).thenRefused('CHAMPION_NOT_TAKING_PART', 'championId'));
});

describe('recordLeave, recordReturn and recordChampionLeft', () => {
  it('record a leave, with the day of return when it is known', () => {
    withBook(nominated, accepted).when('recordLeave', input).then(wentOnLeave);
    withBook(nominated, accepted)
      .when('recordLeave', { ...input, expectedReturn: '2018-08-01' })
      .then(ChampionWentOnLeave({ championId, expectedReturn: '2018-08-01' }));
  });
  it('refuse a return that is not after the leave begins', () =>
    withBook(nominated, accepted)
      .when('recordLeave', { ...input, expectedReturn: '2018-01-15' })
      .thenRefused('RETURN_NOT_AFTER_LEAVE', 'expectedReturn'));
  it('refuse a leave of somebody who is away already', () =>
    withBook(nominated, accepted, wentOnLeave)
      .when('recordLeave', input)
      .thenRefused('CHAMPION_NOT_ACTIVE', 'championId'));
  it('record a return', () =>
    withBook(nominated, accepted, wentOnLeave).when('recordReturn', input).then(ChampionReturned({ championId })));
  it('refuse a return of somebody who was not away', () =>
    withBook(nominated, accepted).when('recordReturn', input).thenRefused('CHAMPION_NOT_ON_LEAVE', 'championId'));
  it('record that somebody left, also from a leave', () => {
    withBook(nominated, accepted).when('recordChampionLeft', input).then(left);
    withBook(nominated, accepted, wentOnLeave).when('recordChampionLeft', input).then(left);
  });
  it('refuse to let somebody leave twice', () =>
    withBook(nominated, accepted, left)
      .when('recordChampionLeft', input)
      .thenRefused('CHAMPION_NOT_TAKING_PART', 'championId'));
});

const onChampion: Readonly<Record<string, object>> = {
  acceptNomination: {},
  declineNomination: {},
  allocateTime: { percent: 20 },
  appointChangeAgent: {},
  moveChampion: { toUnitId: grav },
  recogniseChampion: { what: 'Held the first course.' },
  recordLeave: {},
  recordReturn: {},
  recordChampionLeft: {},
};

it.each(Object.entries(onChampion))('%s refuses a champion whom the book does not know', (command, fields) =>
  withBook()
    .when(command, { programmeId, championId: newId(7), ...fields })
    .thenRefused('CHAMPION_UNKNOWN', 'championId'),
);

describe('while the data is restricted', () => {
  const restricted = { ...erased, type: 'PersonalDataRestricted' as const };

  it('nothing is added to it: a champion is not thanked in words', () =>
    withBook(nominated, accepted, restricted)
      .when('recogniseChampion', { ...input, ...onChampion.recogniseChampion })
      .thenRefused('PERSON_RESTRICTED', 'championId'));
});

describe('after an erasure', () => {
  it.each(['allocateTime', 'appointChangeAgent', 'moveChampion', 'recogniseChampion'])(
    '%s is refused: nothing more is told of the person',
    (command) =>
      withBook(nominated, accepted, erased)
        .when(command, { ...input, ...onChampion[command] })
        .thenRefused('PERSON_ERASED', 'championId'),
  );
  it('nobody says yes any more, and a no still counts', () => {
    withBook(nominated, erased).when('acceptNomination', input).thenRefused('PERSON_ERASED', 'championId');
    withBook(nominated, erased).when('declineNomination', input).then(NominationDeclined({ championId }));
  });
  it('leave, return and departure are still counted', () => {
    withBook(nominated, accepted, erased).when('recordLeave', input).then(wentOnLeave);
    withBook(nominated, accepted, wentOnLeave, erased)
      .when('recordReturn', input)
      .then(ChampionReturned({ championId }));
    withBook(nominated, accepted, erased).when('recordChampionLeft', input).then(left);
  });
});
