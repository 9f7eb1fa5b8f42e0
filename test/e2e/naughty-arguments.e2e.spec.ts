import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLArgument, buildSchema, getNamedType, isEnumType, isLeafType, isRequiredArgument } from 'graphql';
import { readSdl } from '../../scripts/generate-inputs.js';
import { accept } from '../support/command.js';
import { naughtyStrings } from '../support/naughty-strings.js';
import { chartered } from '../support/programme.js';
import { type TestServer, startTestServer } from '../support/server.js';

const schema = buildSchema(readSdl());

/** Scalars that take any text over HTTP, and have rules of their own. */
const textTypes: ReadonlySet<string> = new Set([
  'String',
  'Line',
  'Text',
  'ID',
  'Date',
  'KnownAt',
  'Email',
  'Uri',
  'UUID',
]);

let server: TestServer;
/** Values of arguments that a query cannot do without. */
let ordinary: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  // Each round replays books by the dozen.
  server = await startTestServer({ server: { costPerMinute: 0 } });
  const programmeId = await chartered(server, 'Any text');
  const input = { programmeId, name: 'Tablets', description: 'One each' };
  const { solution } = await accept<{ solution: { id: string } }>(server, 'addSolution', input, {
    select: 'solution { id }',
  });
  ordinary = {
    programmeId,
    solutionId: solution.id,
    id: solution.id,
    first: 1,
    withinDays: 30,
    eventId: solution.id,
    decisionId: solution.id,
    from: '1',
  };
});
afterAll(() => server.remove());

const literalOf = ({ name, type }: GraphQLArgument): string => {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]!.name;
  if (named.name === 'PointInTime') return '{}';
  if (!(name in ordinary)) throw new Error(`no test knows an ordinary value of ${name}; add it to ordinary`);
  return JSON.stringify(ordinary[name]);
};

/** A document has no more aliases than the limit allows. */
const fieldsAtOnce = 75;

const documentOf = (fields: readonly string[]): string => {
  const used = [...textTypes].filter((type) => fields.some((field) => field.includes(`$${type})`)));
  return `query (${used.map((type) => `$${type}: ${type}!`).join(', ')}) {\n${fields.join('\n')}\n}`;
};

/** One field of a query for each text argument of each query, with the text in that argument alone. */
const askings = (): readonly string[] => {
  const fields = Object.values(schema.getQueryType()!.getFields()).flatMap(({ name, args, type }) =>
    args
      .filter((argument) => textTypes.has(getNamedType(argument.type).name))
      .map((tried) => {
        const others = args.filter((each) => each !== tried && (isRequiredArgument(each) || each.name === 'first'));
        const given = [
          ...others.map((each) => `${each.name}: ${literalOf(each)}`),
          `${tried.name}: $${getNamedType(tried.type).name}`,
        ];
        return `${name}_${tried.name}: ${name}(${given.join(', ')}) ${isLeafType(getNamedType(type)) ? '' : '{ __typename }'}`;
      }),
  );
  const documents: string[] = [];
  for (let from = 0; from < fields.length; from += fieldsAtOnce)
    documents.push(documentOf(fields.slice(from, from + fieldsAtOnce)));
  return documents;
};

describe('naughty strings in every text argument of every query', () => {
  it.each(naughtyStrings)('$what is answered, or refused as the caller’s mistake', async ({ text }) => {
    const variables = Object.fromEntries([...textTypes].map((type) => [type, text]));
    for (const document of askings()) {
      const { status, errors = [] } = await server.graphql(document, variables);
      expect(status).toBe(200);
      const faults = errors.filter(
        ({ extensions }) => !['BAD_USER_INPUT', 'NOT_FOUND'].includes(String(extensions['code'])),
      );
      expect(faults).toEqual([]);
    }
  });

  it('are no faults of the server: its log has no errors', () => {
    expect(server.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
