import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, getVariableValues, isScalarType, parse, specifiedRules, validate } from 'graphql';
import { type Language, languages } from '#kernel';
import { documentErrors, variableErrors } from './input-errors.js';
import { defineScalar } from './scalars.js';

const folder = new URL('../../../../schema/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
const schema = buildSchema(files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n'));
for (const type of Object.values(schema.getTypeMap())) if (isScalarType(type)) defineScalar(type);

const enrolUnits =
  'mutation ($input: EnrolUnitsInput!, $record: RecordInput) { enrolUnits(input: $input, record: $record) { position } }';
const programmeId = '00000000-0000-4000-8000-000000000000';
/** The rule and the field of each error; empty where graphql-js speaks for itself. */
const told = (errors: readonly { extensions: Record<string, unknown> }[]) =>
  errors.map(({ extensions }) => {
    const { rule, field } = extensions as { readonly rule?: string; readonly field?: string };
    return rule ? `${rule} ${field}` : '';
  });
const explained = (query: string, variables: Record<string, unknown> = {}, language: Language = 'en') => {
  const document = parse(query);
  const errors = documentErrors(schema, document, language);
  return errors.length > 0 ? errors : variableErrors(schema, { document, variables }, language);
};

describe('what is wrong with variables', () => {
  const units = [
    { name: 'Jong', eligible: 100 },
    {},
    { name: 'Gr\nav', eligible: '80', size: 'large' },
    { name: 7, eligible: 1.5, externalIds: 'orgnr' },
    'Hosle',
  ];
  const variables = { input: { programmeId, units }, record: { occurredOn: 'yesterday', expectedRevision: 'first' } };

  it('is told all at once, with the path of each field', () =>
    expect(told(explained(enrolUnits, variables))).toEqual([
      'INPUT_MISSING input.units.1.name',
      'INPUT_MISSING input.units.1.eligible',
      'INPUT_UNKNOWN_FIELD input.units.2.size',
      'INPUT_LINE_BREAK input.units.2.name',
      'INPUT_NOT_A_NUMBER input.units.2.eligible',
      'INPUT_NOT_TEXT input.units.3.name',
      'INPUT_NOT_WHOLE input.units.3.eligible',
      'INPUT_NOT_A_LIST input.units.3.externalIds',
      'INPUT_NOT_AN_OBJECT input.units.4',
      'INPUT_NOT_A_POSITION record.expectedRevision',
      'INPUT_NOT_A_DATE record.occurredOn',
    ]));

  it.each<[Language, string]>([
    ['nb', 'input mangler.'],
    ['da', 'input mangler.'],
    ['sv', 'input saknas.'],
    ['en', 'input is missing.'],
  ])('is told in %s', (language, message) =>
    expect(explained(enrolUnits, {}, language).map((error) => error.message)).toEqual([message]),
  );

  it('is left to the command where graphql-js would take it', () =>
    expect(explained(enrolUnits, { input: { programmeId, units: [{ name: ' ', eligible: -1 }] } })).toEqual([]));

  it('is cut off after a hundred', () =>
    expect(explained(enrolUnits, { input: { programmeId, units: Array(400).fill({}) } })).toHaveLength(100));

  const waves =
    'query ($id: ID!, $first: Int, $status: [WaveStatus!], $at: Position = "7") { waves(programmeId: $id, first: $first, status: $status, minPosition: $at) { totalCount } }';
  const id = programmeId;
  it.each<[string, Record<string, unknown>, string[]]>([
    ['an id that is a list', { id: ['x'] }, ['INPUT_NOT_AN_ID id']],
    ['an id that is a number', { id: 7 }, []],
    ['a number as text', { id, first: '3' }, ['INPUT_NOT_A_NUMBER first']],
    ['a number that is too large', { id, first: 2 ** 31 }, ['INPUT_OUT_OF_RANGE first']],
    ['a code that does not exist', { id, status: ['OPEN', 'AJAR'] }, ['INPUT_NOT_ONE_OF status.1']],
    ['one code where a list is asked for', { id, status: 'OPEN' }, []],
    ['one wrong code where a list is asked for', { id, status: 'AJAR' }, ['INPUT_NOT_ONE_OF status']],
    ['null in a list', { id, status: [null] }, ['INPUT_MISSING status.0']],
    ['a name that every object has', { id, status: ['constructor'] }, ['INPUT_NOT_ONE_OF status.0']],
    ['null where null may stand', { id, first: null, status: null, at: null }, []],
    ['a position as a number', { id, at: 7 }, []],
    ['a position with a sign', { id, at: '-7' }, ['INPUT_NOT_A_POSITION at']],
    ['nothing at all', {}, ['INPUT_MISSING id']],
    ['variables that nobody declared', { id, other: {} }, []],
  ])('for %s is what graphql-js refuses as well', (_what, variables, expected) => {
    const document = parse(waves);
    const operation = document.definitions[0] as never as { variableDefinitions: never };
    const byGraphql = getVariableValues(schema, operation.variableDefinitions, variables);
    const found = told(variableErrors(schema, { document, variables }, 'en'));
    expect(found).toEqual(expected);
    expect(found.length > 0).toBe(byGraphql.errors !== undefined);
  });
});

describe('what is wrong with values in a document', () => {
  it.each<[string, string, string[]]>([
    ['a missing argument', '{ waves(first: 1) { totalCount } }', ['INPUT_MISSING programmeId']],
    ['a missing input', 'mutation { enrolUnits { position } }', ['INPUT_MISSING input']],
    ['a number in quotation marks', '{ programmes(first: "1") { totalCount } }', ['INPUT_NOT_A_NUMBER first']],
    [
      'a code in quotation marks',
      '{ programmes(first: 1, status: ["RUNNING"]) { totalCount } }',
      ['INPUT_QUOTED status.0'],
    ],
    [
      'a code that does not exist',
      '{ programmes(first: 1, status: [WALKING]) { totalCount } }',
      ['INPUT_NOT_ONE_OF status.0'],
    ],
    ['a word without quotation marks', '{ programme(id: abc) { id } }', ['INPUT_NOT_AN_ID id']],
    [
      'a position that is none',
      '{ programmes(first: 1, minPosition: last) { totalCount } }',
      ['INPUT_NOT_A_POSITION minPosition'],
    ],
    [
      'fields of an input',
      `mutation { enrolUnits(input: { programmeId: "x", units: [{ name: 7, size: 1 }] }) { position } }`,
      [
        'INPUT_UNKNOWN_FIELD input.units.0.size',
        'INPUT_NOT_TEXT input.units.0.name',
        'INPUT_MISSING input.units.0.eligible',
      ],
    ],
    [
      'the default of a variable',
      'query ($n: Int = "1") { programmes(first: $n) { totalCount } }',
      ['INPUT_NOT_A_NUMBER n'],
    ],
    [
      'the argument of a directive',
      '{ programmes(first: 1) @include(if: 1) { totalCount } }',
      ['INPUT_NOT_YES_OR_NO if'],
    ],
    [
      'variables inside',
      'mutation ($n: Line!) { addSolution(input: { programmeId: "x", name: $n, description: "x" }) { position } }',
      [],
    ],
    ['nothing', '{ programmes(first: 1, status: RUNNING, minPosition: 7) { totalCount } }', []],
  ])('%s is found where graphql-js finds it', (_what, query, expected) => {
    const document = parse(query);
    const found = told(documentErrors(schema, document, 'en'));
    expect(found).toEqual(expected);
    expect(found.length > 0).toBe(validate(schema, document, specifiedRules).length > 0);
  });

  it('stands at its place in the document', () =>
    expect(explained('{\n  programmes(first: "1") { totalCount }\n}')[0]!.locations).toEqual([
      { line: 2, column: 21 },
    ]));

  it('comes beside what graphql-js says of the rest of the document', () =>
    expect(told(explained('{ programmes(first: "1") { total } }'))).toEqual(['', 'INPUT_NOT_A_NUMBER first']));
});

it('has its words in every language', () => {
  for (const language of languages)
    expect(explained('{ programmes(first: 1, status: ["RUNNING"]) { totalCount } }', {}, language)[0]!.message).toMatch(
      /^status\.0 /,
    );
});
