import { describe, expect, it } from '@jest/globals';
import { newId, on } from '#kernel';
import { given } from '../given.js';
import { grav, hosle, jong, programme, programmeId, unknown } from '../testing/rollout.js';
import { isOrgnr } from './external-id.decider.js';
import { UnitClosed, UnitDetailsChanged, UnitEnrolled, UnitsMerged } from './unit.events.js';

const orgnr = { scheme: 'orgnr', value: '974760673' };
const haugId = newId(921);
const haug = UnitEnrolled({ unitId: haugId, name: 'Haug', eligible: 40, externalIds: [orgnr] });
const book = given(...programme, haug);
const school = { name: 'Levre', eligible: 50 };
const enrol = (unit: object) => book.when('enrolUnit', { programmeId, ...school, ...unit });
const enrolAll = (...units: object[]) => book.when('enrolUnits', { programmeId, units });

describe('enrolUnit', () => {
  it('lets a unit join', () =>
    enrol({ kind: 'primary school' }).then(
      UnitEnrolled({ unitId: newId(1), ...school, kind: 'primary school', externalIds: [] }),
    ));
  it('places it under a unit named by register number, spaces or not', () =>
    enrol({ parentExternalId: { scheme: 'ORGNR', value: '974 760 673' } }).then(
      UnitEnrolled({ unitId: newId(1), ...school, parentUnitId: haugId, externalIds: [] }),
    ));
  it('refuses a parent that no register number stands for', () =>
    enrol({ parentExternalId: { scheme: 'nsr', value: '1' } }).thenRefused('PARENT_UNKNOWN', 'parentExternalId'));
  it('refuses a parent by id that is not in the book', () =>
    enrol({ parentUnitId: unknown }).thenRefused('UNIT_UNKNOWN', 'parentUnitId'));
  it('refuses a parent named in both ways', () =>
    enrol({ parentUnitId: jong, parentExternalId: orgnr }).thenRefused('PARENT_NAMED_TWICE', 'parentExternalId'));
  it('refuses a parent that was closed', () =>
    given(...programme, haug, UnitClosed({ unitId: haugId, solutionIds: [] }))
      .when('enrolUnit', { programmeId, ...school, parentExternalId: orgnr })
      .thenRefused('UNIT_NOT_ACTIVE', 'parentExternalId'));
  it('takes a parent that its own parent merged into', () =>
    given(
      ...programme,
      haug,
      UnitDetailsChanged({ unitId: haugId, parentUnitId: jong }),
      UnitsMerged({ fromUnitIds: [jong], intoUnitId: haugId, eligible: 140, carried: [] }),
    )
      .when('enrolUnit', { programmeId, ...school, parentUnitId: haugId })
      .then(UnitEnrolled({ unitId: newId(1), ...school, parentUnitId: haugId, externalIds: [] })));
  it('is refused before its parent joined', () =>
    given(...programme.map((event) => on('2018-01-01', event)), on('2018-01-10', haug))
      .when('enrolUnit', { programmeId, ...school, parentUnitId: haugId }, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'record.occurredOn'));
});

describe('the unit that another one is part of', () => {
  const change = (input: object) => book.when('changeUnitDetails', { programmeId, unitId: jong, ...input });

  it('can be named by register number', () =>
    change({ parentExternalId: orgnr }).then(UnitDetailsChanged({ unitId: jong, parentUnitId: haugId })));
  it('must be known by that number', () =>
    change({ parentExternalId: { scheme: 'nsr', value: '1' } }).thenRefused('PARENT_UNKNOWN', 'parentExternalId'));
  it('is never part of it', () => {
    const within = given(...programme, haug, UnitDetailsChanged({ unitId: haugId, parentUnitId: jong }));
    const change_ = (input: object) => within.when('changeUnitDetails', { programmeId, unitId: jong, ...input });
    change_({ parentExternalId: orgnr }).thenRefused('PARENT_CIRCLE', 'parentExternalId');
    change_({ parentUnitId: haugId }).thenRefused('PARENT_CIRCLE', 'parentUnitId');
  });
});

describe('register numbers', () => {
  const withId = (scheme: string, value: string) => enrol({ externalIds: [{ scheme, value }] });

  it('are kept in one form: scheme in small letters, organisation number without spaces', () =>
    withId('OrgNr', '971 032 081').then(
      UnitEnrolled({ unitId: newId(1), ...school, externalIds: [{ scheme: 'orgnr', value: '971032081' }] }),
    ));
  it('of other registers keep the spaces within them', () =>
    withId('nsr', '4 2').then(
      UnitEnrolled({ unitId: newId(1), ...school, externalIds: [{ scheme: 'nsr', value: '4 2' }] }),
    ));
  it.each(['orgnr', ' ORGNR '])('stand for a unit however their scheme is spelt: %j', (scheme) =>
    enrol({ parentExternalId: { scheme, value: ' 974760673 ' } }).then(
      UnitEnrolled({ unitId: newId(1), ...school, parentUnitId: haugId, externalIds: [] }),
    ),
  );
  it('are kept without spaces around them', () =>
    withId(' nsr ', ' 42 ').then(
      UnitEnrolled({ unitId: newId(1), ...school, externalIds: [{ scheme: 'nsr', value: '42' }] }),
    ));
  it.each(['1974760673', '9747606731', '97476067x', ''])('refuse what only holds an organisation number: %j', (value) =>
    expect(isOrgnr(value)).toBe(false),
  );
  it.each(['kommunenr', 'kommunenummer', 'kommunekode', 'kommunkod'])('refuse a municipality number as %s', (scheme) =>
    withId(scheme, '3024').thenRefused('MUNICIPALITY_NUMBER_REFUSED', 'externalIds.0.scheme'),
  );
  it('keep the day from which they hold', () =>
    enrol({ externalIds: [{ scheme: 'nsr', value: '42', validFrom: '2015-08-01' }] }).then(
      UnitEnrolled({
        unitId: newId(1),
        ...school,
        externalIds: [{ scheme: 'nsr', value: '42', validFrom: '2015-08-01' }],
      }),
    ));
  it('refuse an organisation number whose check digit is wrong', () =>
    withId('orgnr', '974760674').thenRefused('ORGNR_INVALID', 'externalIds.0.value'));
  it('refuse an organisation number that is not nine digits', () =>
    withId('orgnr', '97476067').thenRefused('ORGNR_INVALID', 'externalIds.0.value'));
  it('refuse a municipality number', () =>
    withId('Kommunenr', '3024').thenRefused('MUNICIPALITY_NUMBER_REFUSED', 'externalIds.0.scheme'));
  it('refuse a scheme that is too long in small letters', () =>
    withId('İ'.repeat(150), '1').thenRefused('INPUT_TOO_LONG', 'externalIds.0.scheme'));
  it('belong to one unit', () => withId('orgnr', '974 760 673').thenRefused('EXTERNAL_ID_TAKEN', 'externalIds.0'));
  it('are named once', () =>
    enrol({
      externalIds: [
        { scheme: 'nsr', value: '1' },
        { scheme: 'NSR', value: ' 1 ' },
      ],
    }).thenRefused('EXTERNAL_ID_REPEATED', 'externalIds.1'));
  it('stay with a unit that took over another one', () =>
    given(...programme, haug, UnitsMerged({ fromUnitIds: [haugId], intoUnitId: jong, eligible: 140, carried: [] }))
      .when('enrolUnit', { programmeId, ...school, externalIds: [orgnr] })
      .thenRefused('EXTERNAL_ID_TAKEN', 'externalIds.0'));
  it('are free again when they were put right', () =>
    given(...programme, haug, UnitDetailsChanged({ unitId: haugId, externalIds: [] }))
      .when('enrolUnit', { programmeId, ...school, externalIds: [orgnr] })
      .then(UnitEnrolled({ unitId: newId(1), ...school, externalIds: [orgnr] })));
  it.each(['974760673', '971032081', '889640782'])('know %s as an organisation number', (value) =>
    expect(isOrgnr(value)).toBe(true),
  );
  it('know no organisation number whose check digit would be ten', () =>
    expect([...'0123456789'].some((digit) => isOrgnr(`00000006${digit}`))).toBe(false));
});

describe('enrolUnits', () => {
  const parent = { ...school, name: 'Area north', externalIds: [{ scheme: 'area', value: 'N' }] };

  it('lets all join, parents before or after their children in the list', () =>
    enrolAll({ ...school, parentExternalId: { scheme: 'area', value: 'N' } }, parent).then(
      UnitEnrolled({ unitId: newId(1), ...school, parentUnitId: newId(2), externalIds: [] }),
      UnitEnrolled({ unitId: newId(2), ...parent }),
    ));
  it('lets none join when one cannot', () =>
    enrolAll(school, { ...school, externalIds: [{ scheme: 'orgnr', value: '1' }] }).thenRefused(
      'ORGNR_INVALID',
      'units.1.externalIds.0.value',
    ));
  it('refuses a register number that two of the list share', () =>
    enrolAll(parent, { ...parent, name: 'Area south' }).thenRefused('EXTERNAL_ID_TAKEN', 'units.1.externalIds.0'));
  it('refuses units that are part of each other', () =>
    enrolAll(
      { ...parent, parentExternalId: { scheme: 'area', value: 'S' } },
      { ...school, externalIds: [{ scheme: 'area', value: 'S' }], parentExternalId: { scheme: 'area', value: 'N' } },
    ).thenRefused('PARENT_CIRCLE', 'units.0.parentExternalId'));
  it('names the unit of the list whose parent is unknown', () =>
    enrolAll(school, { ...school, parentUnitId: unknown }).thenRefused('UNIT_UNKNOWN', 'units.1.parentUnitId'));
  it('refuses an empty list', () => enrolAll().thenRefused('UNITS_MISSING', 'units'));
  it('takes a thousand', () =>
    expect(
      enrolAll(...Array.from({ length: 1_000 }, (_, n) => ({ ...school, name: `School ${n}` }))).events(),
    ).toHaveLength(1_000));
  it('refuses more than a thousand', () =>
    enrolAll(...Array.from({ length: 1_001 }, () => school)).thenRefused('INPUT_LIST_TOO_LONG', 'units'));
});

describe('changeUnitDetails', () => {
  const change = (changes: object) => book.when('changeUnitDetails', { programmeId, unitId: haugId, ...changes });

  it('tells only what became other', () =>
    change({ name: 'Haug school', eligible: 40 }).then(UnitDetailsChanged({ unitId: haugId, name: 'Haug school' })));
  it('replaces the register numbers', () =>
    change({ externalIds: [{ scheme: 'nsr', value: '7' }] }).then(
      UnitDetailsChanged({ unitId: haugId, externalIds: [{ scheme: 'nsr', value: '7' }] }),
    ));
  it('moves the unit under another one', () =>
    change({ parentUnitId: jong }).then(UnitDetailsChanged({ unitId: haugId, parentUnitId: jong })));
  it('refuses what the book says already', () =>
    change({ name: 'Haug', eligible: 40, externalIds: [orgnr] }).thenRefused('UNIT_UNCHANGED'));
  it('refuses a unit as its own parent', () =>
    change({ parentUnitId: haugId }).thenRefused('PARENT_CIRCLE', 'parentUnitId'));
  it('refuses a parent that is itself part of the unit, mergers followed', () =>
    given(
      ...programme,
      haug,
      UnitDetailsChanged({ unitId: jong, parentUnitId: haugId }),
      UnitsMerged({ fromUnitIds: [haugId], intoUnitId: grav, eligible: 140, carried: [] }),
    )
      .when('changeUnitDetails', { programmeId, unitId: grav, parentUnitId: jong })
      .thenRefused('PARENT_CIRCLE', 'parentUnitId'));
  it('refuses a register number of another unit', () =>
    book
      .when('changeUnitDetails', { programmeId, unitId: hosle, externalIds: [orgnr] })
      .thenRefused('EXTERNAL_ID_TAKEN', 'externalIds.0'));
  it('needs a unit that the book knows', () => change({ unitId: unknown }).thenRefused('UNIT_UNKNOWN', 'unitId'));
  it('needs a unit that still exists', () =>
    given(...programme, UnitClosed({ unitId: jong, solutionIds: [] }))
      .when('changeUnitDetails', { programmeId, unitId: jong, name: 'Jong school' })
      .thenRefused('UNIT_NOT_ACTIVE', 'unitId'));
});
