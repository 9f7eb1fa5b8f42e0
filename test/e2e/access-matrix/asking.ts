import { type GraphQLObjectType, getNamedType } from 'graphql';
import type { TokenRole } from '../../../apps/ledger/access/token.js';
import type { Answer } from '../../support/server.js';
import { type Ask, type Field, bare, fieldsOf, leastOf, queryOfAll } from './paths.js';
import type { Data, Target, World } from './world.js';

/** What is asked for in one operation: few enough for the limits of cost and fields. */
const asksAtOnce = 12;
/** Commands in one document. */
const commandsAtOnce = 25;

/** The variables of a target that a query uses. */
export const usedOf = (query: string, target: Target): Target =>
  Object.fromEntries(Object.entries(target).filter(([name]) => query.includes(`$${name}`)));

/** Asks several things at once; gives the answer of each as if it had been asked alone. */
export const askAll = async (
  world: World,
  role: TokenRole,
  asks: readonly Ask[],
  target: Target,
): Promise<readonly Answer<Data>[]> => {
  const answers: Answer<Data>[] = [];
  for (let from = 0; from < asks.length; from += asksAtOnce) {
    const some = asks.slice(from, from + asksAtOnce);
    const query = queryOfAll(some);
    const { data, errors = [], ...answer } = await world.ask(role, { query, variables: usedOf(query, target) });
    for (const [at, { path }] of some.entries()) {
      const own = errors.filter((error) => !error.path || error.path[0] === `a${at}`);
      const value = data && { [path[0]!.name]: data[`a${at}`] };
      answers.push({ ...answer, data: value, ...(own.length > 0 ? { errors: own } : {}) });
    }
  }
  return answers;
};

/** What can be compared of an answer: no ids of requests, and nothing that repeats what was asked for. */
export const comparable = ({ data, errors }: Answer<Data>, target: Target): string => {
  const text = JSON.stringify({
    data,
    errors: errors?.map(({ message, path, extensions }) => ({ message, path, code: extensions['code'] })),
  });
  return Object.values(target).reduce(
    (whole, id) => whole.replaceAll(id, 'ID').replaceAll(atob(id).split(':')[1]!, 'ID'),
    text,
  );
};

const selected = (field: Field): string =>
  fieldsOf(getNamedType(field.type) as GraphQLObjectType)
    .map((each) => (each.name === 'userErrors' ? 'userErrors { code message field }' : bare(each)))
    .join(' ');
const inputOf = (field: Field) => field.args.find(({ name }) => name === 'input')!.type;
const callOf = (field: Field): string => `${field.name}(input: $${field.name}, record: $record) { ${selected(field)} }`;
const declared = (field: Field): string => `$${field.name}: ${String(inputOf(field))}`;

/** What a command is given beside the least that it must have, and what is said of its record. */
export interface Given {
  readonly values: Readonly<Record<string, unknown>>;
  readonly record?: object;
}

const someOf = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / commandsAtOnce) }, (_, at) =>
    all.slice(at * commandsAtOnce, (at + 1) * commandsAtOnce),
  );

const variablesOf = (fields: readonly Field[], { values, record }: Given) => ({
  ...Object.fromEntries(fields.map((field) => [field.name, leastOf(inputOf(field), values)])),
  record,
});

/** Gives commands in few operations; the first error ends each. */
export const giveAll = async (
  world: World,
  role: TokenRole,
  fields: readonly Field[],
  given: Given,
): Promise<Answer<Data>> => {
  const answers: Answer<Data>[] = [];
  for (const some of someOf(fields)) {
    const query = `mutation ($record: RecordInput, ${some.map(declared).join(', ')}) { ${some.map(callOf).join(' ')} }`;
    answers.push(await world.ask(role, { query, variables: variablesOf(some, given) }));
  }
  const errors = answers.flatMap((answer) => answer.errors ?? []);
  const data = Object.assign({}, ...answers.map((answer) => answer.data)) as Data;
  return { ...answers[0]!, data, ...(errors.length > 0 ? { errors } : {}) };
};

/** Gives each command in an operation of its own. They stand in few documents, which the server reads once. */
export const giveEach = async (
  world: World,
  role: TokenRole,
  fields: readonly Field[],
  given: Given,
): Promise<readonly (readonly [Field, Answer<Data>])[]> => {
  const answers: (readonly [Field, Answer<Data>])[] = [];
  for (const some of someOf(fields)) {
    const query = some
      .map((field) => `mutation ${field.name}($record: RecordInput, ${declared(field)}) { ${callOf(field)} }`)
      .join('\n');
    for (const field of some)
      answers.push([
        field,
        await world.ask(role, { query, variables: variablesOf([field], given), operationName: field.name }),
      ]);
  }
  return answers;
};
