import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, on, recorded, testProgrammeId as programmeId } from '#kernel';
import { openRows } from '#read-models';
import type { QueryDecisionsArgs } from '#schema';
import type { Kysely } from 'kysely';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';
import {
  DecisionBecameOverdue,
  DecisionNeedIdentified,
  DecisionProposed,
  DecisionTaken,
  NonDecisionAcknowledged,
} from './decision.events.js';
import { decisionProjections } from './decision.projection.js';
import { listDecisions, listDecisionsDue, listNonDecisions } from './decision.queries.js';

const need = (n: number, dueBy: string, title: string, changes: object = {}) =>
  on(
    '2018-01-02',
    DecisionNeedIdentified({
      decisionId: newId(n),
      ref: `D-${n}`,
      title,
      question: 'METHOD',
      dueBy,
      forum: 'Council',
      staffAffecting: false,
      introducesSystem: false,
      ...changes,
    }),
  );
const took = (n: number, takenOn: string, reviewOn: string) => [
  on(
    takenOn,
    DecisionProposed({
      decisionId: newId(n),
      options: [
        { key: 'A', title: 'Go 100% on' },
        { key: 'B', title: 'Do nothing' },
      ],
    }),
  ),
  on(
    takenOn,
    DecisionTaken({
      decisionId: newId(n),
      option: 'A',
      rationale: 'It works',
      effectiveFrom: takenOn,
      reviewOn,
      deciders: ['Council'],
      consulted: [],
      informed: [],
    }),
  ),
];

const lines = recorded([
  need(1, '2018-02-01', 'Buy or lease?'),
  need(2, '2018-01-10', 'Who trains whom?', { forum: 'Leadership group', question: 'COMPETENCIES' }),
  need(3, '2018-01-05', 'Går foreldrene med?'),
  need(4, '2018-01-20', 'Second wave'),
  ...took(4, '2018-01-08', '2018-01-25'),
  on('2018-01-06', DecisionBecameOverdue({ decisionId: newId(3), dueBy: '2018-01-05' })),
  on('2018-01-11', DecisionBecameOverdue({ decisionId: newId(2), dueBy: '2018-01-10' })),
  on('2018-01-09', NonDecisionAcknowledged({ decisionId: newId(3), consequence: 'Parents stay away' })),
]);
const elsewhere = recorded([need(9, '2018-01-05', 'Of another programme')], newId(900)).map((line) => ({
  ...line,
  position: 100n,
}));

let db: Kysely<Tables>;
let reading: Reading;
beforeAll(async () => {
  db = await openRows<Tables>(decisionProjections, [...lines, ...elsewhere]);
  reading = { db, today: '2018-01-15' } as Reading;
});
afterAll(() => db.destroy());

const found = async (args: Omit<QueryDecisionsArgs, 'programmeId'>) => {
  const { edges } = await listDecisions(reading, { programmeId, first: 100, ...args });
  return edges.map(({ node }) => node.ref);
};

describe('decisions', () => {
  it('lists those of the programme, the earliest due day first', async () =>
    expect(await found({})).toEqual(['D-3', 'D-2', 'D-4', 'D-1']));
  it.each<[string, Omit<QueryDecisionsArgs, 'programmeId'>, string[]]>([
    ['states', { status: ['NEEDED', 'TAKEN'] }, ['D-2', 'D-4', 'D-1']],
    ['questions', { question: ['COMPETENCIES'] }, ['D-2']],
    ['forum', { forum: 'Leadership group' }, ['D-2']],
    ['due before a day', { dueBefore: '2018-01-20' }, ['D-3', 'D-2']],
    ['due after a day', { dueAfter: '2018-01-20' }, ['D-1']],
    ['overdue', { overdue: true }, ['D-2']],
    ['not overdue', { overdue: false }, ['D-3', 'D-4', 'D-1']],
    ['words in any case and order', { text: 'LEASE buy' }, ['D-1']],
    ['letters beyond ASCII in any case', { text: 'GÅR' }, ['D-3']],
    ['words of the options', { text: 'nothing' }, ['D-4']],
    ['signs that mean something in a pattern, taken as they stand', { text: '100%' }, ['D-4']],
    ['an underscore, which stands for itself alone', { text: 'b_y' }, []],
    ['several at once', { status: ['NEEDED'], dueBefore: '2018-01-20' }, ['D-2']],
    ['no state at all', { status: [] }, []],
  ])('finds by %s', async (_what, args, expected) => expect(await found(args)).toEqual(expected));
});

describe('decisionsDue', () => {
  const due = async (withinDays: number) => {
    const { edges } = await listDecisionsDue(reading, { programmeId, withinDays, first: 100 });
    return edges.map(({ node: { decision, kind, dueOn, daysLeft } }) => [decision.ref, kind, dueOn, daysLeft]);
  };

  it('gives what is overdue, what is due soon and which reviews are, with the days left', async () =>
    expect(await due(17)).toEqual([
      ['D-2', 'DECISION', '2018-01-10', -5],
      ['D-4', 'REVIEW', '2018-01-25', 10],
      ['D-1', 'DECISION', '2018-02-01', 17],
    ]));
  it('ends with the last day that was asked for', async () =>
    expect((await due(16)).map(([ref]) => ref)).toEqual(['D-2', 'D-4']));
  it('looks ahead as far as anybody asks', async () => expect(await due(10_000_000)).toHaveLength(3));
});

describe('nonDecisions', () => {
  it('gives what nobody decided, for how long, and what follows from it', async () => {
    const { edges } = await listNonDecisions(reading, { programmeId, first: 100 });
    expect(edges.map(({ node: { decision, ...rest } }) => ({ ref: decision.ref, ...rest }))).toEqual([
      { ref: 'D-3', daysOverdue: 4, acknowledged: true, consequence: 'Parents stay away' },
      { ref: 'D-2', daysOverdue: 5, acknowledged: false, consequence: null },
    ]);
  });
});
