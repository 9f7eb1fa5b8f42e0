import { type Book, bookCatalogue, describe } from '#book';
import { languages } from '#kernel';
import { type Having, type Invariant, type Step, statesAreLegal, unless } from './legal-states.js';
import { personalEmail, personalName } from './drawn-input.js';

const isPast = (a: string, b: string) => a > b;

const isActive = ({ status }: Having) => status !== 'COMPLETED' && status !== 'CANCELLED';

const unitsAreInOneWave: Invariant = ({ book }) => {
  const places = [...book.waves.values()]
    .filter(isActive)
    .flatMap(({ solutionId, unitIds }) => unitIds.map((unitId) => `${unitId} with ${solutionId}`));
  return places.filter((place, at) => places.indexOf(place) < at).map((place) => `${place} is in two active waves`);
};

const numbersAddUp: Invariant = ({ book }) => [
  ...[...book.units.adoptions.values()].flatMap(({ unitId, usage, measured }) => [
    ...usage.flatMap(({ active, eligible, periodStart, periodEnd }, at) => [
      ...unless(active <= eligible, `${unitId} has ${active} active of ${eligible}`),
      ...unless(periodStart <= periodEnd, `${unitId} has a period that ends before it starts`),
      ...unless(at === 0 || isPast(periodStart, usage[at - 1]!.periodEnd), `${unitId} has periods that overlap`),
    ]),
    ...unless(!measured || measured.active <= measured.eligible, `${unitId} counts more active than eligible`),
  ]),
  ...[...book.units.byId.values()].flatMap(({ id, eligible }) =>
    unless(eligible >= 0, `${id} has ${eligible} eligible`),
  ),
];

const mergersAddUp: Invariant = ({ before, book, lines }) =>
  lines
    .filter(({ type }) => type === 'UnitsMerged')
    .flatMap(({ data }) => {
      const { fromUnitIds, intoUnitId } = data as { fromUnitIds: readonly string[]; intoUnitId: string };
      const sum = [...fromUnitIds, intoUnitId].reduce((all, id) => all + before.units.byId.get(id)!.eligible, 0);
      return unless(book.units.byId.get(intoUnitId)!.eligible === sum, `the units of a merger had ${sum} eligible`);
    });

/** Where an id of some kind must be found. */
const known: Readonly<Record<string, (book: Book, id: string) => boolean>> = {
  programmeId: ({ programme }, id) => programme.id === id,
  solutionId: ({ programme }, id) => programme.solutions.has(id),
  escalationId: ({ programme }, id) => programme.escalations.has(id),
  unitId: ({ units }, id) => units.byId.has(id),
  decisionId: ({ decisions }, id) => decisions.has(id),
  pilotId: ({ pilots }, id) => pilots.has(id),
  waveId: ({ waves }, id) => waves.has(id),
  championId: ({ champions }, id) => champions.has(id),
  personId: ({ persons }, id) => persons.has(id),
  eventId: ({ timeline }, id) => timeline.subjectOf.has(id),
};
const kindOf = (field: string): string | undefined => {
  const kind = /(?:^|[a-z])([A-Z]?[a-z]+Id)s?$/.exec(field)?.[1];
  return kind && `${kind[0]!.toLowerCase()}${kind.slice(1)}`;
};

const referencesIn = (value: unknown, field = ''): readonly (readonly [string, string])[] => {
  if (Array.isArray(value)) return value.flatMap((item) => referencesIn(item, field));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, item]) => referencesIn(item, name));
  const kind = kindOf(field);
  return kind && known[kind] && typeof value === 'string' ? [[kind, value]] : [];
};

const referencesResolve: Invariant = ({ book, lines }) =>
  lines.flatMap(({ type, data }) =>
    referencesIn(data).flatMap(([kind, id]) =>
      unless(known[kind]!(book, id), `${type} names the unknown ${kind} ${id}`),
    ),
  );

const numberedOnce: Invariant = ({ book }) =>
  [
    book.programme.solutions,
    book.programme.escalations,
    book.decisions,
    book.pilots,
    book.waves,
    book.champions,
  ].flatMap((entities) => {
    const numbers = [...entities.values()].map(({ ref }) => Number(ref.slice(2))).sort((a, b) => a - b);
    return unless(
      numbers.every((each, at) => each === at + 1),
      `numbers have gaps: ${numbers.join(', ')}`,
    );
  });

const sentencesAreWhole: Invariant = ({ lines }) =>
  lines.flatMap((line) =>
    languages.flatMap((language) => {
      const sentence = describe(line, language, (id) => `<${id}>`);
      return [
        ...unless(sentence.length > 3 && sentence !== line.type, `${line.type} has no sentence in ${language}`),
        ...unless(
          !/undefined|\[object/.test(sentence) || /undefined/.test(JSON.stringify(line.data)),
          `${line.type} reads “${sentence}”`,
        ),
        ...unless(
          !sentence.includes(personalName) && !sentence.includes(personalEmail),
          `${line.type} tells a person’s name in ${language}: ${sentence}`,
        ),
      ];
    }),
  );

const linesFitTheirSchemas: Invariant = ({ lines }) =>
  lines.flatMap(({ type, data }) => {
    const { success, error } = bookCatalogue.definitions.get(type)!.schema.safeParse(data);
    return unless(success, `${type} does not fit its schema: ${error?.message ?? ''}`);
  });

const daysAreInOrder: Invariant = ({ book, today }) =>
  [...book.timeline.bySubject].flatMap(([subject, entries]) => {
    const told = entries.filter(({ byClock }) => !byClock);
    return told.flatMap(({ eventType, occurredOn }, at) => [
      ...unless(at === 0 || occurredOn >= told[at - 1]!.occurredOn, `${eventType} of ${subject} runs backwards`),
      ...unless(occurredOn <= today, `${eventType} of ${subject} lies in the future`),
    ]);
  });

const nothingComesBeforeItsSubject: Invariant = ({ book }) =>
  [...book.timeline.bySubject.values()].flat().flatMap(({ eventType, occurredOn, about }) =>
    [book.programme.id, ...about].flatMap((subject) => {
      const beganOn = book.timeline.bySubject.get(subject)?.[0]?.occurredOn;
      return unless(
        beganOn === undefined || occurredOn >= beganOn,
        `${eventType} on ${occurredOn} is before ${subject} on ${beganOn}`,
      );
    }),
  );

const wavesOpenAfterLearning: Invariant = ({ before, book, lines }) =>
  lines
    .filter(({ type }) => type === 'WaveOpened')
    .flatMap(({ data }) => {
      const { waveId, overrideDecisionId } = data as { waveId: string; overrideDecisionId?: string };
      const { solutionId, baselined } = book.waves.get(waveId)!;
      const learnt = before.pilots.some(
        (pilot) => pilot.solutionId === solutionId && pilot.evaluated && pilot.status !== 'STOPPED',
      );
      const override = overrideDecisionId !== undefined && before.decisions.get(overrideDecisionId)?.status === 'TAKEN';
      return [
        ...unless(learnt || override, `${waveId} opened without a pilot or an override`),
        ...unless(baselined, `${waveId} opened without a baseline`),
      ];
    });

const survivorOf = (book: Book, id: string): string => {
  const into = book.units.byId.get(id)?.mergedIntoUnitId;
  return into === undefined ? id : survivorOf(book, into);
};

const wavesEndWithSettledUnits: Invariant = ({ book, lines }) =>
  lines
    .filter(({ type }) => type === 'WaveCompleted')
    .flatMap(({ data }) => {
      const wave = book.waves.get((data as { waveId: string }).waveId)!;
      const others = [...book.waves.values()].filter(
        (each) => each.id !== wave.id && isActive(each) && each.solutionId === wave.solutionId,
      );
      const elsewhere = new Set(others.flatMap(({ unitIds }) => unitIds.map((id) => survivorOf(book, id))));
      return wave.unitIds
        .map((id) => survivorOf(book, id))
        .filter((id) => book.units.byId.get(id)!.status === 'ACTIVE' && !elsewhere.has(id))
        .flatMap((id) => {
          const status = book.units.adoptions.get(`${id}/${wave.solutionId}`)?.status;
          return unless(
            ['LIVE', 'EMBEDDED', 'DECLINED'].includes(status ?? ''),
            `${wave.ref} ended while ${id} was ${status}`,
          );
        });
    });

const goLivesStay: Invariant = ({ before, book }) =>
  [...before.units.adoptions].flatMap(([key, { wentLive }]) =>
    unless(!wentLive || book.units.adoptions.get(key)!.wentLive, `the go-live of ${key} was lost`),
  );

const liveMeansWentLive: Invariant = ({ book }) =>
  [...book.units.adoptions].flatMap(([key, { status, wentLive }]) =>
    unless(!['LIVE', 'EMBEDDED', 'LAPSED'].includes(status) || wentLive, `${key} is ${status} and never went live`),
  );

const numbersBelongToOneUnit: Invariant = ({ book }) => {
  const taken = new Map<string, string>();
  return [...book.units.byId.values()].flatMap(({ id, status, externalIds }) =>
    (status === 'ACTIVE' ? externalIds : []).flatMap(({ scheme, value }) => {
      const key = `${scheme.toLowerCase()}:${value}`;
      const other = taken.get(key);
      taken.set(key, id);
      return unless(other === undefined || other === id, `${key} belongs to ${other} and to ${id}`);
    }),
  );
};

const supersessionsHaveTwoEnds: Invariant = ({ book, lines }) =>
  lines
    .filter(({ type }) => type === 'DecisionSuperseded')
    .flatMap(({ data }) => {
      const { decisionId, byDecisionId } = data as { decisionId: string; byDecisionId: string };
      const seen = new Set<string>();
      let at: string | undefined = decisionId;
      while (at !== undefined && !seen.has(at)) {
        seen.add(at);
        at = book.decisions.get(at)?.supersededBy;
      }
      const otherEnd = lines.some(
        (line) => line.type === 'DecisionTookOver' && (line.data as { decisionId: string }).decisionId === byDecisionId,
      );
      return [
        ...unless(at === undefined, `${decisionId} superseded itself`),
        ...unless(otherEnd, 'a supersession has one end'),
      ];
    });

const closedProgrammesAreAtRest: Invariant = ({ before, book, lines }) => [
  ...unless(
    book.programme.status !== 'CLOSED' || !book.waves.some(isActive),
    'the programme is closed and a wave is not',
  ),
  ...unless(
    before.programme.status !== 'CLOSED' || lines.every(({ type }) => /Corrected|Erasure|PersonalData/.test(type)),
    `a closed book took ${lines.map(({ type }) => type).join(', ')}`,
  ),
];

const erasedPersonsAreLeftAlone: Invariant = ({ before, lines }) =>
  lines.flatMap(({ type, data }) => {
    const { personId, name, email } = data as { personId?: string; name?: unknown; email?: unknown };
    const erased = personId !== undefined && before.persons.get(personId)?.status === 'ERASED';
    return unless(
      !erased || (name === undefined && email === undefined),
      `${type} names a person whose data was erased`,
    );
  });

/** What holds after every command, whatever was given before. */
export const invariants: Readonly<Record<string, Invariant>> = {
  'lines fit their schemas': linesFitTheirSchemas,
  'states go from one to the next as they may': statesAreLegal,
  'a unit is in one active wave for each solution': unitsAreInOneWave,
  'numbers add up': numbersAddUp,
  'a merged unit has the people of those it was made of': mergersAddUp,
  'every reference resolves': referencesResolve,
  'what people cite is numbered without gaps': numberedOnce,
  'each line has a sentence in every language, without personal data': sentencesAreWhole,
  'within one subject days never run backwards, nor into the future': daysAreInOrder,
  'nothing happens before what it is about': nothingComesBeforeItsSubject,
  'a wave opens after a pilot or by a decision, and after its baseline': wavesOpenAfterLearning,
  'a wave is completed when its units are settled': wavesEndWithSettledUnits,
  'no go-live is ever lost': goLivesStay,
  'what is live went live': liveMeansWentLive,
  'a register number belongs to one unit': numbersBelongToOneUnit,
  'supersessions have both ends, and no circles': supersessionsHaveTwoEnds,
  'a closed programme is at rest': closedProgrammesAreAtRest,
  'an erased person is named no more': erasedPersonsAreLeftAlone,
};

/** What a step has broken, each with the invariant. */
export const brokenBy = (step: Step): readonly string[] =>
  Object.entries(invariants).flatMap(([rule, complaints]) => complaints(step).map((each) => `${rule}: ${each}`));
