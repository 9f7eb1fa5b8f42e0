import type { Book } from '#book';
import { type LocalDate, addDays } from '#kernel';
import { type FieldShape, enumValues, inputShapes, mutationInputs } from '#schema';
import { naughtyStrings } from '../support/naughty-strings.js';
import type { Chance } from './chance.js';

/** Words that stand for the data of persons. They may be read nowhere but where a person is shown. */
export const personalName = 'Qvistgaardsen';
export const personalEmail = 'qvistgaardsen@example.org';

/** What inputs are drawn from. */
export interface Draw {
  readonly book: Book;
  readonly today: LocalDate;
  readonly chance: Chance;
}

const nobody = '99999999-0000-4000-8000-000000000000';

const idsOf: Readonly<Record<string, (book: Book) => Iterable<string>>> = {
  unit: ({ units }) => units.byId.keys(),
  solution: ({ programme }) => programme.solutions.keys(),
  decision: ({ decisions }) => decisions.keys(),
  pilot: ({ pilots }) => pilots.keys(),
  wave: ({ waves }) => waves.keys(),
  champion: ({ champions }) => champions.keys(),
  person: ({ persons, champions }) => [...persons.keys(), ...champions.keys()],
  escalation: ({ programme }) => programme.escalations.keys(),
  event: ({ timeline }) => timeline.subjectOf.keys(),
  programme: ({ programme }) => [programme.id],
};

/** What a field such as `parentUnitId` or `fromUnitIds` names: a unit. */
const kindOf = (field: string): string => {
  const kind = /([A-Za-z][a-z]*)Ids?$/
    .exec(field)?.[1]
    ?.replace(/^.*(?=[A-Z])/, '')
    .toLowerCase();
  if (!kind || !idsOf[kind]) throw new Error(`no test knows what the field ${field} names; add it to idsOf`);
  return kind;
};

const drawnId = (field: string, { book, chance }: Draw): string => {
  const ids = [...idsOf[chance.percent(3) ? chance.one(Object.keys(idsOf)) : kindOf(field)]!(book)];
  if (ids.length === 0 || chance.percent(2)) return nobody;
  // What was told last is what the next steps are most often about.
  return chance.percent(40) ? ids.at(-1)! : chance.one(ids);
};

const plainLines = ['Tablets', 'Skole på Ærø', 'Grav', 'ACTIVE', 'W-1', '2018-13-45', nobody];
const naughtyLines = naughtyStrings.filter(({ asLine }) => asLine === undefined).map(({ text }) => text.slice(0, 150));
const naughtyTexts = naughtyStrings.filter(({ asText }) => asText === undefined).map(({ text }) => text);

const line = ({ chance }: Draw): string =>
  chance.percent(85) ? `${chance.one(plainLines)} ${chance.below(30)}` : chance.one(naughtyLines);

const drawnDay = (field: string, { today, chance }: Draw): LocalDate =>
  addDays(today, /due|planned|review|return/i.test(field) ? chance.below(200) - 20 : chance.below(120) - 110);

const numbers: Readonly<Record<string, readonly number[]>> = {
  Share: [0, 0.2, 0.6, 0.9, 1, 2],
  Percent: [0, 10, 20, 50, 100],
  Count: [0, 1, 2, 10, 30, 200],
  Int: [1, 2, 30],
  Float: [-1.5, 0, 12.5],
};

const scalars: Readonly<Record<string, (field: string, draw: Draw) => unknown>> = {
  ID: drawnId,
  UUID: () => nobody,
  Line: (_field, draw) => line(draw),
  Text: (_field, draw) => (draw.chance.percent(80) ? line(draw) : draw.chance.one(naughtyTexts)),
  Email: () => personalEmail,
  Uri: () => 'https://example.org/minutes',
  Date: drawnDay,
  Boolean: (_field, { chance }) => chance.percent(50),
};

const drawnOne = (field: string, { type }: Pick<FieldShape, 'type'>, draw: Draw): unknown => {
  if (inputShapes[type]) return drawnObject(type, draw);
  if (enumValues[type]) return draw.chance.one(enumValues[type]);
  if (numbers[type]) return draw.chance.one(numbers[type]);
  const scalar = scalars[type];
  if (!scalar) throw new Error(`no test knows how to draw a ${type}`);
  return scalar(field, draw);
};

const drawnField = (field: string, shape: FieldShape, draw: Draw): unknown =>
  shape.list
    ? Array.from({ length: 1 + draw.chance.below(3) }, () => drawnOne(field, shape, draw))
    : drawnOne(field, shape, draw);

const drawnObject = (type: string, draw: Draw): object => {
  const given = Object.entries(inputShapes[type]!).filter(([, { required }]) => required || draw.chance.percent(35));
  const drawn = Object.fromEntries(given.map(([field, shape]) => [field, drawnField(field, shape, draw)]));
  return type === 'NomineeInput' || type === 'RoleHolderInput'
    ? { ...drawn, ...('name' in drawn && { name: personalName }) }
    : drawn;
};

const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n + 1}`);

/** A month that is over, or not quite. */
const period = ({ today, chance }: Draw) => {
  const periodStart = addDays(today, -30 * (1 + chance.below(6)));
  return { periodStart, periodEnd: addDays(periodStart, 29) };
};

const plan = ({ chance, today }: Draw) => ({
  plannedStart: addDays(today, chance.below(60)),
  plannedEnd: addDays(today, 60 + chance.below(60)),
});

/** A unit that a wave under way waits for, and what it is to take into use. */
const awaited = ({ book, chance }: Draw): object => {
  const waves = [...book.waves.values()].filter(({ status, unitIds }) => status === 'OPEN' && unitIds.length > 0);
  if (waves.length === 0 || chance.percent(30)) return {};
  const { unitIds, solutionId } = chance.one(waves);
  return { unitId: chance.one(unitIds), solutionId };
};

/** Fields that only make sense together. What is not named here is drawn field by field. */
const fitting: Readonly<Record<string, (draw: Draw, input: Readonly<Record<string, unknown>>) => object>> = {
  reportUsage: (draw, { solutionId }) => {
    const live = [...draw.book.units.adoptions.values()].filter(
      (each) => each.wentLive && each.solutionId === solutionId,
    );
    const counts = draw.chance.some(live, 1, 3).map(({ unitId }) => {
      const eligible = draw.chance.one([0, 10, 40]);
      return { unitId, eligible, active: Math.floor((eligible * draw.chance.one([0, 10, 70, 100, 130])) / 100) };
    });
    return { ...period(draw), counts };
  },
  planWave: (draw) => ({ unitIds: draw.chance.some([...draw.book.units.byId.keys()], 0, 2), ...plan(draw) }),
  rescheduleWave: plan,
  commitUnit: awaited,
  confirmReadiness: (draw) => ({
    ...awaited(draw),
    checks: numbered('Check ', 1 + draw.chance.below(2)).map((check) => ({ check, met: true })),
  }),
  recordGoLive: awaited,
  declineUnit: awaited,
  identifyDecisionNeed: ({ chance, today }) => ({ dueBy: addDays(today, chance.below(15)) }),
  proposeDecision: ({ chance }) => ({ options: numbered('Option ', 2 + chance.below(2)).map((title) => ({ title })) }),
  takeDecision: ({ chance, today }) => ({
    option: chance.one(['A', 'B', 'Option 1']),
    effectiveFrom: today,
    involvementWaiver: 'None was held.',
    operationsOwner: 'IT',
  }),
  logDecision: ({ chance }) => ({
    options: ['Go on', 'Do nothing'],
    option: chance.one(['A', 'Do nothing']),
    effectiveFrom: undefined,
  }),
  correctDecisionRecord: (draw, { field }) => ({
    value: /FROM|ON$/.test(String(field)) ? drawnDay('reviewOn', draw) : line(draw),
  }),
  evaluatePilot: ({ book, chance }, { pilotId }) => ({
    criteriaMet: (book.pilots.get(String(pilotId))?.criteria ?? []).map(({ key }) => ({
      key,
      met: chance.percent(60),
    })),
  }),
  proposePilot: ({ chance }) => ({ successCriteria: numbered('Criterion ', 1 + chance.below(3)) }),
  setAdoptionPolicy: ({ chance }) => ({ embeddedShare: 0.6, periods: chance.one([1, 2, 3]) }),
  nominateChampion: (draw) => (draw.chance.percent(70) ? { person: { name: personalName, email: personalEmail } } : {}),
};

const externalIds = ({ chance }: Draw) =>
  chance.percent(40) ? [{ scheme: chance.one(['nsr', 'local']), value: String(chance.below(25)) }] : [];

/** Every input of a unit brings its own numbers, or those of another unit. */
const withNumbers = (input: Readonly<Record<string, unknown>>, draw: Draw): object => ({
  ...('externalIds' in input && { externalIds: externalIds(draw) }),
  ...(Array.isArray(input['units']) && {
    units: (input['units'] as readonly object[]).map((unit) => ({ ...unit, externalIds: externalIds(draw) })),
  }),
});

/** An input of a command, drawn from what the book holds, and now and then from what it does not. */
export const drawnInput = (command: string, draw: Draw): object => {
  const input = drawnObject(mutationInputs[command]!.type, draw) as Readonly<Record<string, unknown>>;
  const together = draw.chance.percent(90) ? fitting[command]?.(draw, input) : undefined;
  const whole = { ...input, ...withNumbers(input, draw), ...together };
  return 'programmeId' in input && draw.chance.percent(99) ? { ...whole, programmeId: draw.book.programme.id } : whole;
};
