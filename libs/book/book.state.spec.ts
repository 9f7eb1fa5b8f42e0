import { describe, expect, it } from '@jest/globals';
import { type Event, type Line, newId, none, recorded, testActor, testProgrammeId as programmeId } from '#kernel';
import { type Book, bookEvents, definitionOf, emptyBook, evolveBook } from './book.state.js';
import { evolveChampions } from './champion/champion.state.js';
import { commands, decideInBook } from './decide.js';
import { evolveDecisions } from './decision/decision.state.js';
import { evolvePersons } from './person/person.state.js';
import { evolvePilots } from './pilot/pilot.state.js';
import { EscalationAnswered, EscalationRaised, ProgrammeClosed } from './programme/programme.events.js';
import { evolveProgramme, noProgramme } from './programme/programme.state.js';
import { chartered, needed, planned, programme, proposed, surveyId, tabletsId } from './testing/rollout.js';
import { evolveUnits, noUnits } from './unit/unit.state.js';
import { evolveWaves } from './wave/wave.state.js';
import { given } from './given.js';

const bookOf = (...events: readonly Event[]): Book => recorded(events).reduce(evolveBook, emptyBook);
const context = {
  actor: testActor,
  programmeId,
  now: '2018-01-15T12:00:00.000Z',
  today: '2018-01-15',
  occurredOn: '2018-01-15',
  newId: () => newId(1),
};

describe('a book', () => {
  it('knows of no programme before the charter', () =>
    expect(emptyBook.programme).toMatchObject({ status: 'NONE', id: '', name: '', owner: { title: '' } }));
  it('knows which escalations wait for their answer', () => {
    const [escalationId, ref] = [newId(2), 'E-1'];
    const raised = EscalationRaised({ escalationId, ref, about: 'Money', answerDueBy: '2018-03-01' });
    const answered = EscalationAnswered({ escalationId, answer: 'Granted' });
    const known = { id: escalationId, ref, answerDueBy: '2018-03-01' };
    expect(bookOf(chartered, raised).programme.escalations.get(escalationId)).toEqual({ ...known, status: 'RAISED' });
    expect(bookOf(chartered, raised, answered).programme.escalations.get(escalationId)).toEqual({
      ...known,
      status: 'ANSWERED',
    });
  });
  it('knows by number what has one, and nothing else', () => {
    const { refs } = bookOf(...programme, needed, proposed, planned);
    expect(refs.toObject()).toEqual({
      'S-1': tabletsId,
      'S-2': surveyId,
      'D-1': needed.data.decisionId,
      'P-1': proposed.data.pilotId,
      'W-1': planned.data.waveId,
    });
  });
  it('stops at a line that it does not know, instead of going on without it', () => {
    const [line] = recorded([{ ...chartered, type: 'SomethingElse' }]);
    expect(() => evolveBook(emptyBook, line as Line)).toThrow('there is no event SomethingElse');
    expect(() => definitionOf('SomethingElse')).toThrow('there is no event SomethingElse');
  });
  it('can hold events of each slice, each by one name', () => {
    expect(bookEvents.length).toBeGreaterThan(50);
    expect(new Set(bookEvents.map(({ type }) => type)).size).toBe(bookEvents.length);
  });

  const line = recorded([{ ...chartered, type: 'SomethingElse' }])[0] as never;
  const folds: readonly (readonly [string, () => unknown])[] = [
    ['the programme', () => evolveProgramme(noProgramme, line)],
    ['units', () => evolveUnits(noUnits, line)],
    ['decisions', () => evolveDecisions(none(), line)],
    ['pilots', () => evolvePilots(none(), line)],
    ['waves', () => evolveWaves(none(), line)],
    ['champions', () => evolveChampions(none(), line)],
    ['persons', () => evolvePersons(none(), line)],
  ];
  it.each(folds)('is not folded past a forgotten event, as far as it tells of %s', (_what, fold) =>
    expect(fold).toThrow(),
  );
});

describe('a command', () => {
  it('must be one of the ledger’s', () =>
    expect(() => decideInBook('buyTablets', {}, emptyBook, context)).toThrow('there is no command buyTablets'));
  it.each(Object.keys(commands))('%s is not taken into a closed book, save what puts the record right', (command) => {
    const closed = given(chartered, ProgrammeClosed({ programmeId })).when(command, { programmeId });
    const goesOn = ['correctOccurredOn', 'correctDecisionRecord', 'requestErasure', 'decideErasure'].includes(command);
    if (goesOn) closed.thenRefused('INPUT_MISSING');
    else if (command === 'charterProgramme') closed.thenRefused('PROGRAMME_EXISTS');
    else closed.thenRefused('PROGRAMME_CLOSED', 'programmeId');
  });
});
