import { describe, expect, it } from '@jest/globals';
import { type Event, type Kept, newId, on, recorded, step } from '#kernel';
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
import { type ChampionRow, champions } from './champion.projection.js';

const championId = newId(1);
const personId = newId(2);
const jong = newId(3);
const grav = newId(4);
const sealed = (text: string) => ({ person: personId, sealed: `v1.${text}` });
const nominated = on(
  '2018-01-10',
  ChampionNominated({
    championId,
    ref: 'C-12',
    unitId: jong,
    personId,
    name: sealed('name'),
    email: sealed('email'),
    rationale: sealed('rationale'),
    route: 'PEER',
    expiresOn: '2018-02-09',
  }),
);
const accepted = on('2018-01-20', NominationAccepted({ championId }));

const fold = (...events: readonly Event[]): Kept<ChampionRow> =>
  recorded(events).reduce<Kept<ChampionRow> | undefined>(
    (kept, event) => step(champions, kept, event, champions.keysOf(event)[0]!) ?? undefined,
    undefined,
  )!;
const rowAfter = (...events: readonly Event[]) => fold(nominated, ...events).row;

describe('the row of a champion', () => {
  it('is found by the champion’s id', () => expect(fold(nominated, accepted).key).toBe(championId));
  it('keeps what is about the person sealed, and who nominated them', () =>
    expect(rowAfter()).toMatchObject({
      ref: 'C-12',
      number: 12,
      unitId: jong,
      solutionId: null,
      status: 'NOMINATED',
      route: 'PEER',
      personId,
      sealedName: { ...sealed('name'), path: 'name', eventId: recorded([nominated])[0]!.id },
      sealedEmail: { ...sealed('email'), path: 'email' },
      sealedRationale: { ...sealed('rationale'), path: 'rationale' },
      nominatedBy: 'test-manager',
      nominatedOn: '2018-01-10',
      expiresOn: '2018-02-09',
      acceptedOn: null,
      changeAgent: false,
      percent: null,
      recognitions: 0,
    }));
  it('refuses to take a name in clear text', () =>
    expect(() => fold(on('2018-01-10', ChampionNominated({ ...nominated.data, name: 'Synthetic Person 1' })))).toThrow(
      'must be sealed',
    ));
  it('tells how the nomination was answered', () => {
    expect(rowAfter(accepted)).toMatchObject({ status: 'ACTIVE', acceptedOn: '2018-01-20' });
    expect(rowAfter(NominationDeclined({ championId }))).toMatchObject({ status: 'DECLINED', acceptedOn: null });
    expect(rowAfter(NominationExpired({ championId, expiresOn: '2018-02-09' }))).toMatchObject({
      status: 'EXPIRED',
      acceptedOn: null,
    });
  });
  it('tells of time, appointment, place and recognition', () =>
    expect(
      rowAfter(
        accepted,
        TimeAllocated({ championId, percent: 12.5 }),
        on('2018-02-01', ChangeAgentAppointed({ championId, mandate: 'Leads the training.' })),
        ChampionMoved({ championId, fromUnitId: jong, toUnitId: grav }),
        on('2018-03-01', ChampionRecognised({ championId, personId, what: sealed('first') })),
        on('2018-04-01', ChampionRecognised({ championId, personId, what: sealed('second') })),
      ),
    ).toMatchObject({
      percent: 12.5,
      changeAgent: true,
      appointedOn: '2018-02-01',
      mandate: 'Leads the training.',
      unitId: grav,
      lastRecognisedOn: '2018-04-01',
      sealedRecognition: { ...sealed('second'), path: 'what' },
      recognitions: 2,
    }));
  it('tells of leave, return and departure', () => {
    const away = ChampionWentOnLeave({ championId, expectedReturn: '2018-08-01' });
    const back = ChampionReturned({ championId });
    const left = on('2018-09-01', ChampionLeft({ championId }));
    expect(rowAfter(accepted, away)).toMatchObject({ status: 'ON_LEAVE', expectedReturn: '2018-08-01' });
    expect(rowAfter(accepted, away, back)).toMatchObject({ status: 'ACTIVE', expectedReturn: null });
    expect(rowAfter(accepted, away, left)).toMatchObject({
      status: 'LEFT',
      acceptedOn: '2018-01-20',
      leftOn: '2018-09-01',
      expectedReturn: null,
    });
  });
  it('is the same when an event comes twice', () => {
    const recognised = ChampionRecognised({ championId, personId, what: sealed('first') });
    const kept = fold(nominated, accepted, recognised);
    const again = recorded<Event>([nominated, accepted, recognised])[2]!;
    expect(step(champions, kept, again, championId)).toEqual(kept);
  });
});
