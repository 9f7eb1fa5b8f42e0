/** What a hostile caller sends to keep the server busy, and what it is told. All of it is made up. */
export interface Attack {
  readonly name: string;
  readonly query: string;
  readonly variables?: object;
  /** The code of the refusal; `answered` where the document is harmless after all. */
  readonly code: string;
}

const times = (count: number, text: (n: number) => string, between = ' '): string =>
  Array.from({ length: count }, (_, n) => text(n)).join(between);

const nested = (count: number, open: string, close: string): string => open.repeat(count) + close.repeat(count);

/** Each fragment takes two steps down a way that goes round in circles. */
const hiddenDepth = `{ wave(id: "x") { ...F0 } } ${times(6, (n) => `fragment F${n} on Wave { units { wave { ${n === 5 ? 'id' : `...F${n + 1}`} } } }`)}`;

const doubling = (count: number, leaf: string): string =>
  `{ ...F0 } ${times(count, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F${count} on Query { ${leaf} }`;

/** Two aliases of a thing that has itself, at each level. */
const widening = `{ node(id: "x") { ...F0 } } ${times(
  10,
  (n) =>
    `fragment F${n} on Unit { a: parent { ...F${n + 1} } b: parent { ...F${n + 1} } c: children { ...F${n + 1} } }`,
)} fragment F10 on Unit { id }`;

/** All of a programme's waves, units and adoptions, by a page of any length. */
export const byPage = `query ($first: Int) { waves(programmeId: "x", first: $first) {
  edges { node { units { unit { children { id } adoptions { usage { active } } } } } }
} }`;

export const attacks: readonly Attack[] = [
  { name: 'depth hidden in fragments', query: hiddenDepth, code: 'TOO_DEEP' },
  {
    name: 'fragments that go round in circles',
    query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  { name: 'fragments that double 45 times', query: doubling(45, '__typename'), code: 'TOO_COSTLY' },
  { name: 'fragments that widen threefold, 10 times', query: widening, code: 'TOO_COSTLY' },
  { name: '5,000 aliases', query: `{ ${times(5_000, (n) => `a${n}: __typename`)} }`, code: 'TOO_MANY_TOKENS' },
  { name: '250 aliases', query: `{ ${times(250, (n) => `a${n}: __typename`)} }`, code: 'TOO_MANY_ALIASES' },
  {
    name: '1,500 directives',
    query: `{ __typename ${times(1_500, () => '@include(if: true)')} }`,
    code: 'TOO_MANY_TOKENS',
  },
  {
    name: '1,000 directives',
    query: `{ __typename ${times(1_000, () => '@include(if: true)')} }`,
    code: 'TOO_MANY_DIRECTIVES',
  },
  {
    name: '4,000 directives that do not exist',
    query: `{ __typename ${'@a'.repeat(4_000)} }`,
    code: 'TOO_MANY_DIRECTIVES',
  },
  { name: '20,000 times the same field', query: `{ ${'__typename '.repeat(20_000)} }`, code: 'TOO_MANY_TOKENS' },
  { name: '9,000 times the same field', query: `{ ${'__typename '.repeat(9_000)} }`, code: 'TOO_MANY_FIELDS' },
  {
    name: '300 fields that have to be compared',
    query: `{ ${'programmes(first: 1) { totalCount } '.repeat(150)} }`,
    code: 'answered',
  },
  { name: '250 operations', query: times(250, (n) => `query Q${n} { __typename }`), code: 'TOO_MANY_DEFINITIONS' },
  { name: 'fields nested 50,000 deep', query: `{ ${nested(50_000, 'a{', '}')} }`, code: 'TOO_DEEP' },
  { name: 'lists nested 50,000 deep', query: `{ node(id: ${nested(50_000, '[', ']')}) { id } }`, code: 'TOO_DEEP' },
  { name: 'objects nested 50,000 deep', query: `{ node(id: ${nested(50_000, '{a:', '}')}) { id } }`, code: 'TOO_DEEP' },
  { name: 'a type nested 50,000 deep', query: `query ($a: ${'['.repeat(50_000)}`, code: 'TOO_DEEP' },
  { name: 'a comment of 900 kB', query: `{ __typename } #${'x'.repeat(900_000)}`, code: 'answered' },
  { name: '900,000 commas', query: `{ __typename ${','.repeat(900_000)} }`, code: 'answered' },
  { name: 'a name of 900 kB', query: `{ ${'a'.repeat(900_000)} }`, code: 'GRAPHQL_VALIDATION_FAILED' },
  {
    name: 'a variable nested 200,000 deep',
    query: 'query ($id: ID!) { node(id: $id) { id } }',
    variables: { id: 'NESTED' },
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a list of 100,000 in a variable',
    query: 'query ($s: [WaveStatus!]) { waves(programmeId: "x", first: 1, status: $s) { totalCount } }',
    variables: { s: Array<string>(100_000).fill('OPEN') },
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a list of 100,000 wrong values in the input of a command',
    query: 'mutation ($input: AssignUnitsInput!) { assignUnits(input: $input) { position } }',
    variables: { input: { programmeId: 'x', waveId: 'x', unitIds: Array<number>(100_000).fill(1.5) } },
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a long page of long lists',
    query: byPage.replace('$first', '$f').replace('$first', '100').replace('($f: Int)', ''),
    code: 'TOO_COSTLY',
  },
  { name: 'the same by a variable', query: byPage, variables: { first: 100 }, code: 'TOO_COSTLY' },
  {
    name: 'the same by a variable far too large',
    query: byPage,
    variables: { first: 2_147_483_647 },
    code: 'TOO_COSTLY',
  },
  {
    name: 'the same by last, where first is null',
    query: byPage.replace('first: $first', 'first: $none, last: $first').replace('($first', '($none: Int, $first'),
    variables: { none: null, first: 100 },
    code: 'TOO_COSTLY',
  },
  {
    name: 'the same by the default of a variable',
    query: byPage.replace('$first: Int', '$first: Int = 100'),
    code: 'TOO_COSTLY',
  },
  {
    name: 'the schema, round in circles',
    query: `{ __schema { types { ${'fields { type { '.repeat(10)} name ${'} } '.repeat(10)} } } }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'the schema, 40 times',
    query: `{ ${times(40, (n) => `s${n}: __schema { types { fields { args { name type { name } } } } }`)} }`,
    code: 'TOO_COSTLY',
  },
];

/** JSON of a body with these; nesting that JSON.stringify could not make is put in as text. */
export const bodyOf = ({ query, variables = {} }: Pick<Attack, 'query' | 'variables'>): string =>
  JSON.stringify({ query, variables }).replace('"NESTED"', () => nested(200_000, '[', ']'));
