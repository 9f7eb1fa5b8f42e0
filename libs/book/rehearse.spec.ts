import { describe, expect, it } from '@jest/globals';
import { type Event, newId, on, recorded, testActor, testProgrammeId as programmeId } from '#kernel';
import { emptyBook, evolveBook } from './book.state.js';
import { type Rehearsal, rehearse } from './rehearse.js';
import { chartered, jong, programme, tabletsId } from './testing/rollout.js';
import { adoptionOf } from './unit/unit.state.js';

const bookOf = (...events: readonly Event[]) => recorded(events).reduce(evolveBook, emptyBook);
const early = programme.map((event) => on('2018-01-01', event));

/** Rehearsals one after another, as an import tries its rows. */
const trying = () => {
  let ids = 0;
  const context = {
    actor: testActor,
    programmeId,
    now: '2018-06-01T12:00:00.000Z',
    today: '2018-06-01',
    newId: () => newId(++ids),
  };
  return (book: ReturnType<typeof bookOf>, rehearsal: Rehearsal) => rehearse(book, rehearsal, context);
};
const way = { programmeId, unitId: jong, solutionId: tabletsId };
const codes = ({ refusals }: ReturnType<typeof rehearse>) =>
  refusals.map(({ refused, field }) => `${refused} ${field}`);

describe('a command that is tried out', () => {
  it('is accepted when the book takes it, and leaves the book as it would be then', () => {
    const book = bookOf(...early);
    const { refusals, book: after } = trying()(book, { command: 'commitUnit', input: way });
    expect(refusals).toEqual([]);
    expect(adoptionOf(after.units, jong, tabletsId).status).toBe('COMMITTED');
    expect(adoptionOf(book.units, jong, tabletsId).status).toBe('UNAWARE');
  });

  it('can be followed by what rests on it', () => {
    const attempt = trying();
    const { book } = attempt(bookOf(...early), { command: 'commitUnit', input: way });
    const { refusals, book: after } = attempt(book, { command: 'recordGoLive', input: way });
    expect(refusals).toEqual([]);
    expect(adoptionOf(after.units, jong, tabletsId).status).toBe('LIVE');
  });

  it('gives each of its lines a place of its own in the book', () => {
    const units = ['Levre', 'Haug'].map((name) => ({ name, eligible: 10 }));
    const { book } = trying()(bookOf(...early), { command: 'enrolUnits', input: { programmeId, units } });
    expect(
      [...book.timeline.bySubject.values()]
        .flat()
        .map(({ revision }) => Number(revision))
        .sort((a, b) => a - b),
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(book.timeline.subjectOf.size).toBe(8);
  });

  it('happens today, or on the day that its record says', () => {
    const commit = (record?: { occurredOn: string }) =>
      trying()(bookOf(...early), { command: 'commitUnit', input: way, ...(record && { record }) });
    const lastDay = ({ book }: ReturnType<typeof rehearse>) =>
      book.timeline.bySubject.get(`${jong}/${tabletsId}`)![0]!.occurredOn;
    expect(lastDay(commit())).toBe('2018-06-01');
    expect(lastDay(commit({ occurredOn: '2018-05-01' }))).toBe('2018-05-01');
    expect(codes(commit({ occurredOn: '2018-06-02' }))).toEqual(['OCCURRED_IN_FUTURE record.occurredOn']);
  });

  it('puts what tells its own day on that day', () => {
    const attempt = trying();
    const live = ['commitUnit', 'recordGoLive'].reduce(
      (book, command) => attempt(book, { command, input: way, record: { occurredOn: '2018-02-01' } }).book,
      bookOf(...early),
    );
    const period = { periodStart: '2018-03-01', periodEnd: '2018-03-31' };
    const counts = [{ unitId: jong, active: 50, eligible: 100 }];
    const { refusals, book } = attempt(live, {
      command: 'reportUsage',
      input: { programmeId, solutionId: tabletsId, ...period, counts },
    });
    expect(refusals).toEqual([]);
    expect([...book.timeline.bySubject.values()].flat().at(-1)).toMatchObject({
      eventType: 'UsageMeasured',
      occurredOn: '2018-03-31',
    });
  });

  it('is refused with the rule that it breaks, and leaves the book alone', () => {
    const book = bookOf(...early);
    const refused = trying()(book, { command: 'recordGoLive', input: way });
    expect(codes(refused)).toEqual(['GO_LIVE_WITHOUT_COMMITMENT undefined']);
    expect(refused.book).toBe(book);
  });

  it('is refused when its record is not in order', () => {
    const book = bookOf(on('2018-01-01', chartered));
    const refused = trying()(book, {
      command: 'closeProgramme',
      input: { programmeId },
      record: { occurredOn: '31.5.2018' },
    });
    expect(codes(refused)).toEqual(['INPUT_NOT_A_DATE record.occurredOn']);
    expect(refused.book).toBe(book);
  });
});
