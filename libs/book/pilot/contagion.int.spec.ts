import { afterEach, describe, expect, it } from '@jest/globals';
import { type Event, newId, on } from '#kernel';
import { InterestExpressed } from '../unit/unit.events.js';
import { type OpenedReading, readingOf } from '../testing/reading-of.js';
import {
  grav,
  hosle,
  jong,
  pilotId,
  piloted,
  programme,
  programmeId,
  surveyId,
  tabletsId,
} from '../testing/rollout.js';
import { contagionOf } from './contagion.queries.js';
import { PilotProposed, PilotResultMadeVisible } from './pilot.events.js';

let opened: OpenedReading;
afterEach(() => opened.close());

const shown = (audience: string, ofPilot = pilotId) =>
  PilotResultMadeVisible({ pilotId: ofPilot, solutionId: tabletsId, audience, summary: 'It works' });
const interest = (unitId: string, told: { trigger?: 'VISIBLE_RESULT' | 'MEDIA'; sourceUnitId?: string } = {}) =>
  InterestExpressed({ unitId, solutionId: tabletsId, ...told });

const ask = async (events: readonly Event[], withinDays?: number) => {
  opened = await readingOf([...[...programme, ...piloted].map((event) => on('2018-01-01', event)), ...events]);
  return contagionOf(opened.reading, { programmeId, solutionId: tabletsId, withinDays });
};

describe('contagion', () => {
  it('lists the interest that followed a visible result, with the days between', async () => {
    const found = await ask([
      on('2018-02-01', shown('Principals')),
      on('2018-02-11', interest(grav, { trigger: 'VISIBLE_RESULT' })),
      on('2018-03-01', interest(hosle, { trigger: 'MEDIA' })),
    ]);
    expect(found!.results).toMatchObject([
      {
        result: { audience: 'Principals', happenedOn: '2018-02-01' },
        interests: [
          { unitId: grav, interestedOn: '2018-02-11', daysAfter: 10, namedAsTrigger: true },
          { unitId: hosle, interestedOn: '2018-03-01', daysAfter: 28, namedAsTrigger: false },
        ],
      },
    ]);
    expect(found).toMatchObject({ withinDays: 180, interestsTotal: 2, interestsPreceded: 2, interestsNaming: 1 });
  });

  it('counts the day of the result and the last day of the window, and no day outside', async () => {
    const events = [
      on('2018-02-01', shown('Principals')),
      on('2018-01-31', interest(newId(1))),
      on('2018-02-01', interest(newId(2))),
      on('2018-02-11', interest(newId(3))),
      on('2018-02-12', interest(newId(4))),
    ];
    const found = await ask(events, 10);
    expect(found!.results[0]!.interests.map(({ unitId }) => unitId)).toEqual([newId(2), newId(3)]);
    expect(found).toMatchObject({ interestsTotal: 4, interestsPreceded: 2 });
  });

  it('leaves out the interest of the units of the pilot itself', async () => {
    const found = await ask([on('2018-02-01', shown('Principals')), on('2018-02-11', interest(jong))]);
    expect(found).toMatchObject({ results: [{ interests: [] }], interestsTotal: 1, interestsPreceded: 0 });
  });

  it('puts an interest under every result that preceded it, and counts it once', async () => {
    const found = await ask([
      on('2018-02-01', shown('Principals')),
      on('2018-02-05', shown('Parents')),
      on('2018-02-11', interest(grav)),
    ]);
    expect(found!.results.map(({ interests }) => interests.length)).toEqual([1, 1]);
    expect(found).toMatchObject({ interestsPreceded: 1, interestsNaming: 0 });
  });

  it('takes a unit that named where it saw the result by its word', async () => {
    const otherId = newId(932);
    const other = PilotProposed({ ...piloted[0].data, pilotId: otherId, ref: 'P-2', unitIds: [hosle] });
    const found = await ask([
      on('2018-01-20', other),
      on('2018-02-01', shown('At Jong')),
      on('2018-02-05', shown('At Hosle', otherId)),
      on('2018-02-11', interest(grav, { trigger: 'VISIBLE_RESULT', sourceUnitId: hosle })),
    ]);
    expect(found!.results.map(({ interests }) => interests.map((each) => each.namedAsTrigger))).toEqual([
      [false],
      [true],
    ]);
  });

  it('knows no solution of another programme, and none that is not there', async () => {
    await ask([]);
    expect(await contagionOf(opened.reading, { programmeId, solutionId: newId(1) })).toBeUndefined();
    expect(await contagionOf(opened.reading, { programmeId: newId(1), solutionId: tabletsId })).toBeUndefined();
    expect(await contagionOf(opened.reading, { programmeId, solutionId: surveyId })).toMatchObject({ results: [] });
  });
});
