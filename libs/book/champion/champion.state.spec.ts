import { describe, expect, it } from '@jest/globals';
import { type Event, newId, recorded } from '#kernel';
import { emptyBook, evolveBook } from '../book.state.js';
import { grav, jong, programme, tabletsId } from '../testing/rollout.js';
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
import { isCurrent, personMeant } from './champion.state.js';

const championId = newId(951);
const personId = newId(952);
const nominated = ChampionNominated({
  championId,
  ref: 'C-1',
  unitId: jong,
  solutionId: tabletsId,
  personId,
  name: 'Synthetic Person 1',
  rationale: 'Others ask them for help.',
  route: 'PEER',
  expiresOn: '2018-02-14',
});
const accepted = NominationAccepted({ championId });
const onLeave = ChampionWentOnLeave({ championId });
const championsAfter = (...events: readonly Event[]) =>
  recorded([...programme, nominated, ...events]).reduce(evolveBook, emptyBook).champions;
const champion = (...events: readonly Event[]) => championsAfter(...events).get(championId)!;

describe('what the book knows of a champion', () => {
  const atFirst = {
    id: championId,
    ref: 'C-1',
    status: 'NOMINATED',
    unitId: jong,
    solutionId: tabletsId,
    personId,
    expiresOn: '2018-02-14',
    changeAgent: false,
    percent: undefined,
  };

  it.each([
    ['a nomination that waits for its answer', [], {}, true],
    ['a nomination that was accepted', [accepted], { status: 'ACTIVE' }, true],
    ['a nomination that was declined', [NominationDeclined({ championId })], { status: 'DECLINED' }, false],
    [
      'a nomination that ran out',
      [NominationExpired({ championId, expiresOn: '2018-02-14' })],
      { status: 'EXPIRED' },
      false,
    ],
    ['leave', [accepted, onLeave], { status: 'ON_LEAVE' }, true],
    ['a return', [accepted, onLeave, ChampionReturned({ championId })], { status: 'ACTIVE' }, true],
    ['that they left', [accepted, ChampionLeft({ championId })], { status: 'LEFT' }, false],
    ['their time', [accepted, TimeAllocated({ championId, percent: 20 })], { status: 'ACTIVE', percent: 20 }, true],
    [
      'a mandate',
      [accepted, ChangeAgentAppointed({ championId, mandate: 'Trains' })],
      { status: 'ACTIVE', changeAgent: true },
      true,
    ],
    [
      'another unit',
      [accepted, ChampionMoved({ championId, fromUnitId: jong, toUnitId: grav })],
      { status: 'ACTIVE', unitId: grav },
      true,
    ],
    [
      'that thanks change nothing',
      [accepted, ChampionRecognised({ championId, personId, what: 'Helped' })],
      { status: 'ACTIVE' },
      true,
    ],
  ] as const)('is %s', (_what, events, changes, current) => {
    expect(champion(...events)).toEqual({ ...atFirst, ...changes });
    expect(isCurrent(champion(...events))).toBe(current);
  });
  it('is which person a nomination is of', () => {
    expect(personMeant(championsAfter(), championId)).toBe(personId);
    expect(personMeant(championsAfter(), personId)).toBe(personId);
  });
});
