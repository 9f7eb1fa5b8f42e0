import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Recorded, newId, on } from '#kernel';
import type { Connection } from '#read-models';
import { OccurredOnCorrected } from '../correction/correction.events.js';
import {
  DecisionNeedIdentified,
  DecisionProposed,
  DecisionRecordCorrected,
  DecisionRevoked,
  DecisionTaken,
} from '../decision/decision.events.js';
import { traceDecision } from '../decision/trace.queries.js';
import { evidenceOf } from '../evidence/evidence.queries.js';
import type { Reading } from '../reading.js';
import { type OpenedReading, readingOf } from '../testing/reading-of.js';
import { jong, programme, programmeId, tabletsId } from '../testing/rollout.js';
import { UnitWentLive } from '../unit/unit.events.js';
import { WaveBaselined, WaveOpened, WavePlanned } from '../wave/wave.events.js';
import { listActors, listCorrections, listOverrides, retroactiveEntries } from './audit.queries.js';

const decisionId = newId(921);
const waveId = newId(931);
const plan = { plannedStart: '2018-03-01', plannedEnd: '2018-06-01' };
const corrected = (field: 'TITLE' | 'RATIONALE', value: string) =>
  DecisionRecordCorrected({ decisionId, field, value, reason: `wrong ${field}` });

const story = [
  ...programme,
  DecisionNeedIdentified({
    decisionId,
    ref: 'D-1',
    title: 'Go on',
    question: 'METHOD',
    dueBy: '2018-02-01',
    forum: 'Council',
    staffAffecting: true,
    introducesSystem: false,
  }),
  DecisionProposed({
    decisionId,
    options: [
      { key: 'A', title: 'Yes' },
      { key: 'B', title: 'No' },
    ],
  }),
  DecisionTaken({
    decisionId,
    option: 'A',
    rationale: 'No time to lose',
    effectiveFrom: '2018-01-20',
    deciders: ['Council'],
    consulted: ['Unions'],
    informed: [],
    involvementWaiver: 'Heard last year',
  }),
  WavePlanned({ waveId, ref: 'W-1', solutionId: tabletsId, name: 'First', ...plan, unitIds: [jong] }),
  WaveBaselined({ waveId, ...plan, unitIds: [jong] }),
  WaveOpened({ waveId, overrideDecisionId: decisionId }),
  on('2018-01-01', UnitWentLive({ unitId: jong, solutionId: tabletsId, waveId })),
  corrected('TITLE', 'Go on at once'),
  corrected('TITLE', 'Go on now'),
  corrected('RATIONALE', 'No time'),
  DecisionRevoked({ decisionId, ground: 'Done' }),
];
/** Places of the lines in the book. */
const at = (type: string, turn = 0) => story.flatMap((each, place) => (each.type === type ? [place] : []))[turn]!;
const eventIdAt = (place: number) => `eeeeeeee-0000-4000-8000-${String(place).padStart(12, '0')}`;

let opened: OpenedReading;
let reading: Reading;
beforeAll(async () => {
  const wentLive = at('UnitWentLive');
  const correction = OccurredOnCorrected({
    eventId: eventIdAt(wentLive),
    eventType: 'UnitWentLive',
    revision: wentLive,
    previously: '2018-01-01',
    occurredOn: '2018-01-05',
    reason: 'The diary says so',
  });
  opened = await readingOf([...story, correction]);
  // What happened on the first day of the year was told two weeks later.
  const late = (line: Recorded): Recorded =>
    line.type === 'UnitWentLive' ? { ...line, recordedAt: '2018-01-15T12:00:00.000Z' } : line;
  const { lines } = opened.reading;
  reading = { ...opened.reading, lines: async (...of) => (await lines(...of)).map(late) };
});
afterAll(() => opened.close());

const nodes = <Node>({ edges }: Connection<Node>): readonly Node[] => edges.map(({ node }) => node);
const typesOf = (page: Connection<Recorded>) => nodes(page).map(({ type }) => type);

describe('what was written down late', () => {
  it('is what was recorded on a later day than it happened, by at least so many days', async () => {
    const late = await retroactiveEntries(reading, { programmeId, first: 10 });
    expect(typesOf(late)).toEqual(['UnitWentLive']);
    expect(await late.totalCount()).toBe(1);
    expect(typesOf(await retroactiveEntries(reading, { programmeId, first: 10, minDays: 14 }))).toHaveLength(1);
    expect(typesOf(await retroactiveEntries(reading, { programmeId, first: 10, minDays: 15 }))).toEqual([]);
    expect(typesOf(await retroactiveEntries(reading, { programmeId, first: 10, minDays: 0 }))).toHaveLength(1);
  });
});

describe('the corrections', () => {
  it('tell what stood there before, each time, and in which line', async () => {
    const page = await listCorrections(reading, { programmeId, first: 10 });
    expect(
      nodes(page).map(({ event, corrected: line, ...told }) => ({ ...told, by: event.type, in: line?.revision })),
    ).toEqual([
      {
        by: 'DecisionRecordCorrected',
        in: BigInt(at('DecisionNeedIdentified')),
        field: 'TITLE',
        previously: 'Go on',
        value: 'Go on at once',
        reason: 'wrong TITLE',
      },
      {
        by: 'DecisionRecordCorrected',
        in: BigInt(at('DecisionRecordCorrected')),
        field: 'TITLE',
        previously: 'Go on at once',
        value: 'Go on now',
        reason: 'wrong TITLE',
      },
      {
        by: 'DecisionRecordCorrected',
        in: BigInt(at('DecisionTaken')),
        field: 'RATIONALE',
        previously: 'No time to lose',
        value: 'No time',
        reason: 'wrong RATIONALE',
      },
      {
        by: 'OccurredOnCorrected',
        in: BigInt(at('UnitWentLive')),
        field: 'OCCURRED_ON',
        previously: '2018-01-01',
        value: '2018-01-05',
        reason: 'The diary says so',
      },
    ]);
  });

  it('are found page by page from both ends', async () => {
    const first = await listCorrections(reading, { programmeId, first: 1 });
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const rest = await listCorrections(reading, { programmeId, first: 10, after: first.pageInfo.endCursor! });
    expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(nodes(rest)).toHaveLength(3);
    const last = await listCorrections(reading, { programmeId, last: 1 });
    expect(nodes(last)[0]!.field).toBe('OCCURRED_ON');
    const before = await listCorrections(reading, { programmeId, last: 2, before: last.pageInfo.startCursor! });
    expect(nodes(before).map(({ value }) => value)).toEqual(['Go on now', 'No time']);
    expect(before.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(await before.totalCount()).toBe(4);
  });

  it('name no line that a past leaves out', async () => {
    // The line that is corrected had not happened yet: it is left out, and what follows it has moved up.
    const without: Reading = {
      ...reading,
      lines: async (_programme, from, max) =>
        (await reading.lines(programmeId, 0n, 100))
          .filter(({ type }) => type !== 'UnitWentLive')
          .slice(Number(from), Number(from) + max),
      lineCount: async () => (await reading.lineCount(programmeId)) - 1n,
    };
    const [last] = nodes(await listCorrections(without, { programmeId, last: 1 }));
    expect(last!.corrected).toBeNull();
    // A line of which an earlier one was left out stands further up than its revision says, and is found.
    const fewer: Reading = {
      ...without,
      lines: async (_programme, from, max) =>
        (await reading.lines(programmeId, 0n, 100))
          .filter(({ type }) => type !== 'SolutionAdded')
          .slice(Number(from), Number(from) + max),
      lineCount: async () => (await reading.lineCount(programmeId)) - 2n,
    };
    expect(nodes(await listCorrections(fewer, { programmeId, last: 1 }))[0]!.corrected?.type).toBe('UnitWentLive');
  });
});

describe('the overrides', () => {
  it('tell the rule, the ground and the decision', async () => {
    const page = await listOverrides(reading, { programmeId, first: 10 });
    expect(nodes(page).map(({ event, rule, ground, decision }) => [event.type, rule, ground, decision?.ref])).toEqual([
      ['DecisionTaken', 'INVOLVEMENT_MISSING', 'Heard last year', 'D-1'],
      ['WaveOpened', 'WAVE_WITHOUT_PILOT', 'No time', 'D-1'],
    ]);
  });
});

describe('those who wrote in the book', () => {
  it('are told with what they wrote, and all lines are somebody’s', async () => {
    const page = await listActors(reading, { programmeId, first: 10 });
    expect(nodes(page)).toHaveLength(1);
    const { actor, lines, commands, types } = nodes(page)[0]!;
    expect([actor, lines, commands]).toEqual([
      { id: 'test-manager', role: 'manager' },
      story.length + 1,
      story.length + 1,
    ]);
    expect(types[0]).toEqual({ type: 'DecisionRecordCorrected', lines: 3 });
    expect(types.reduce((sum, each) => sum + each.lines, 0)).toBe(lines);
  });
});

describe('the trace of a decision', () => {
  it('goes from the need to the end, with what it set going', async () => {
    const trace = await traceDecision(reading, { programmeId, decisionId: 'D-1' });
    expect(trace!.steps.map(({ phase, event }) => [phase, event.type])).toEqual([
      ['NEED', 'DecisionNeedIdentified'],
      ['OPTIONS', 'DecisionProposed'],
      ['CONSULTATION', 'DecisionTaken'],
      ['DECISION', 'DecisionTaken'],
      ['EFFECT', 'WaveOpened'],
      ['CORRECTION', 'DecisionRecordCorrected'],
      ['CORRECTION', 'DecisionRecordCorrected'],
      ['CORRECTION', 'DecisionRecordCorrected'],
      ['END', 'DecisionRevoked'],
    ]);
    expect(trace!.steps[2]).toMatchObject({ consulted: ['Unions'], waiver: 'Heard last year' });
    expect(trace!.steps[4]!.subjectId).toBe(waveId);
  });

  it('is not there for a decision of another programme, or of none', async () => {
    expect(await traceDecision(reading, { programmeId: newId(1), decisionId })).toBeUndefined();
    expect(await traceDecision(reading, { programmeId, decisionId: 'D-9' })).toBeUndefined();
  });
});

describe('the evidence', () => {
  it('of a thing is the lines that touched its row', async () => {
    const value = await reading.load('decision', decisionId);
    const page = await evidenceOf(reading, { type: 'Decision', value }, { first: 3 });
    expect(typesOf(page)).toEqual(['DecisionNeedIdentified', 'DecisionProposed', 'DecisionTaken']);
    expect(await page.totalCount()).toBe(7);
    expect(page.pageInfo.hasNextPage).toBe(true);
  });
});
