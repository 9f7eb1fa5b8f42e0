import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Event, isRefusal, newId, on, recorded, testActor, testProgrammeId } from '#kernel';
import { openRows } from '#read-models';
import type { Kysely } from 'kysely';
import { emptyBook, evolveBook } from './book.state.js';
import { ChampionNominated, NominationAccepted, NominationExpired } from './champion/champion.events.js';
import { decideInBook } from './decide.js';
import {
  DecisionBecameOverdue,
  DecisionDeferred,
  DecisionNeedIdentified,
  DecisionProposed,
  DecisionReconfirmed,
  DecisionRejected,
  DecisionReviewFellDue,
  DecisionRevoked,
  DecisionTaken,
} from './decision/decision.events.js';
import { programmesDue } from './due.queries.js';
import { bookProjections } from './index.js';
import { ProgrammeChartered, ProgrammeClosed } from './programme/programme.events.js';
import type { Tables } from './tables.js';

const today = '2018-02-01';
const yesterday = '2018-01-31';
const decisionId = newId(1);
const championId = newId(2);

const need = (dueBy: string) =>
  DecisionNeedIdentified({
    decisionId,
    ref: 'D-1',
    title: 'Buy or lease?',
    question: 'METHOD',
    dueBy,
    forum: 'Council',
    staffAffecting: false,
    introducesSystem: false,
  });
const proposed = DecisionProposed({
  decisionId,
  options: [
    { key: 'A', title: 'Buy' },
    { key: 'B', title: 'Do nothing' },
  ],
});
const taken = (reviewOn?: string) =>
  DecisionTaken({
    decisionId,
    option: 'A',
    rationale: 'Cheaper',
    effectiveFrom: '2018-01-15',
    reviewOn,
    deciders: ['Council'],
    consulted: [],
    informed: [],
  });
const sealed = { person: newId(3), sealed: 'v1.synthetic' } as never;
const nominated = (expiresOn: string) =>
  ChampionNominated({
    championId,
    ref: 'C-1',
    unitId: newId(4),
    personId: newId(3),
    name: sealed,
    rationale: sealed,
    route: 'PEER',
    expiresOn,
  });
const overdue = on(today, DecisionBecameOverdue({ decisionId, dueBy: yesterday }));

/** Books by what stands in them, and whether something has fallen due by today that is not written yet. */
const books: readonly (readonly [string, boolean, readonly Event[]])[] = [
  ['nothing but its charter', false, []],
  ['a decision that was due yesterday', true, [need(yesterday)]],
  ['a decision that is due today', false, [need(today)]],
  ['a proposal that was due yesterday', true, [need(yesterday), proposed]],
  ['a decision that is known to be overdue', false, [need(yesterday), overdue]],
  [
    'a decision put off until yesterday',
    true,
    [need('2018-01-20'), DecisionDeferred({ decisionId, reason: 'Too early', newDueBy: yesterday })],
  ],
  [
    'a decision rejected in time',
    false,
    [need(yesterday), proposed, DecisionRejected({ decisionId, rationale: 'No', deciders: ['Council'] })],
  ],
  ['a decision taken in time', false, [need(yesterday), proposed, taken()]],
  ['a review that comes today', true, [need(yesterday), proposed, taken(today)]],
  ['a review that comes tomorrow', false, [need(yesterday), proposed, taken('2018-02-02')]],
  [
    'a review that is known to have come',
    false,
    [need(yesterday), proposed, taken(today), DecisionReviewFellDue({ decisionId, reviewOn: today })],
  ],
  [
    'a second review that has come',
    true,
    [
      need(yesterday),
      proposed,
      taken('2018-01-20'),
      DecisionReviewFellDue({ decisionId, reviewOn: '2018-01-20' }),
      DecisionReconfirmed({ decisionId, rationale: 'It stands', reviewOn: today }),
    ],
  ],
  [
    'a review of what was revoked',
    false,
    [need(yesterday), proposed, taken(today), DecisionRevoked({ decisionId, ground: 'A mistake' })],
  ],
  ['a nomination whose last day was yesterday', true, [nominated(yesterday)]],
  ['a nomination whose last day is today', false, [nominated(today)]],
  ['a nomination that was accepted', false, [nominated(yesterday), NominationAccepted({ championId })]],
  [
    'a nomination that is known to have run out',
    false,
    [nominated(yesterday), on(today, NominationExpired({ championId, expiresOn: yesterday }))],
  ],
  ['several things', true, [need(yesterday), nominated(yesterday)]],
  [
    'a decision that was due, in a closed programme',
    false,
    [need(yesterday), ProgrammeClosed({ programmeId: testProgrammeId })],
  ],
];

const programmeIdOf = (index: number) => newId(100 + index);
const chartered = (programmeId: string) =>
  ProgrammeChartered({
    programmeId,
    name: 'Synthetic programme',
    owner: { title: 'Municipal director' },
    currentSituation: 'Each school buys its own devices.',
    targetPicture: 'Every pupil has a tablet.',
    purposes: ['Learning'],
    scope: 'All schools',
  });
const linesOf = (index: number) => {
  const programmeId = programmeIdOf(index);
  // Each book has things of its own: the ids in it differ from book to book.
  const own = (event: Event): Event => {
    const text = JSON.stringify(event.data).replaceAll('aaaaaaaa-0000', `aaaaaaaa-${String(1000 + index)}`);
    return { ...event, data: JSON.parse(text.replaceAll(testProgrammeId, programmeId)) as Event['data'] };
  };
  const lines = recorded([chartered(programmeId), ...books[index]![2].map(own)], programmeId);
  return lines.map((line) => ({ ...line, position: line.position + BigInt(index) * 100n }));
};

let db: Kysely<Tables>;
let due: ReadonlySet<string>;
beforeAll(async () => {
  db = await openRows<Tables>(
    bookProjections,
    books.flatMap((_book, index) => linesOf(index)),
  );
  due = new Set(await programmesDue(db, today));
});
afterAll(() => db.destroy());

const tickDecides = (index: number): boolean => {
  const programmeId = programmeIdOf(index);
  const book = linesOf(index).reduce((state, line) => evolveBook(state, line), emptyBook);
  const context = { actor: testActor, programmeId, now: `${today}T12:00:00.000Z`, today, occurredOn: today };
  const decided = decideInBook('tick', {}, book, { ...context, newId: () => newId(1) });
  return !decided.some(isRefusal);
};

describe('the programmes that the clock looks at', () => {
  it.each(books.map(([what, isDue], index) => [what, isDue, index] as const))('with %s: %s', (_what, isDue, index) =>
    expect(due.has(programmeIdOf(index))).toBe(isDue),
  );

  it('are those for which its command decides something, and no others', () =>
    expect(books.map((_book, index) => due.has(programmeIdOf(index)))).toEqual(
      books.map((_book, index) => tickDecides(index)),
    ));
});
