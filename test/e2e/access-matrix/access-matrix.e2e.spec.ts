import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type GraphQLObjectType,
  type GraphQLSchema,
  type IntrospectionQuery,
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isObjectType,
} from 'graphql';
import { type TokenRole, tokenRoles } from '../../../apps/ledger/access/token.js';
import type { Answer } from '../../support/server.js';
import { type Listed, readListed } from './listed.js';
import {
  type Field,
  type Path,
  bare,
  fieldsOf,
  instancesAt,
  leastOf,
  objectTypes,
  queryAt,
  usesVariables,
} from './paths.js';
import { type Target, type World, buildWorld, nodeTypes, tokenOf } from './world.js';

type Data = Record<string, unknown>;

const listed = readListed();
/** Commands in one document. */
const fieldsAtOnce = 25;
/** Fields that were held against the table, by scope. */
const cells = { own: 0, other: 0 };

let world: World;
let schema: GraphQLSchema;
let types: readonly GraphQLObjectType[];
let headBefore: bigint;
/** The way that a role goes to a type, where there is one. */
const ways = new Map<TokenRole, ReadonlyMap<string, Path>>();

const nameOf = (type: GraphQLObjectType, field: Field) => `${type.name}.${field.name}`;
const rowOf = (type: GraphQLObjectType, field: Field): Listed => listed.get(nameOf(type, field))!;
const may = (role: TokenRole, type: GraphQLObjectType, field: Field) => rowOf(type, field).roles.has(role);

const ask = (role: TokenRole, query: string, target: Target): Promise<Answer<Data>> => {
  const used = Object.entries(target).filter(([name]) => query.includes(`$${name}`));
  return world.server.graphql<Data>(query, Object.fromEntries(used), { token: tokenOf(role) });
};
/** What can be compared of an answer: no ids of requests, and nothing that repeats what was asked for. */
const comparable = ({ data, errors }: Answer<Data>, target: Target): unknown => {
  const text = JSON.stringify({
    data,
    errors: errors?.map(({ message, path, extensions }) => ({ message, path, code: extensions['code'] })),
  });
  return Object.values(target).reduce(
    (whole, id) => whole.replaceAll(id, 'ID').replaceAll(atob(id).split(':')[1]!, 'ID'),
    text,
  );
};
const codesOf = ({ errors = [] }: Answer<Data>) => errors.map(({ extensions }) => extensions['code']);
/** The field that was refused: had it been answered, something beneath it might have been refused as well. */
const refusedAt = ({ errors }: Answer<Data>) => errors?.[0]?.path?.findLast((each) => typeof each === 'string');
const expectNoSecrets = (answer: Answer<Data>, asked: Target) => {
  const text = JSON.stringify(answer);
  const echoed = new Set(Object.values(asked));
  expect(world.secrets.filter((secret) => text.includes(secret) && !echoed.has(secret))).toEqual([]);
};

/** Lists lead to more than what is looked up by its id; `programmes` cannot be asked for another programme. */
const turnOf = ({ name, args }: Field): number => {
  if (name === 'programmes') return 2;
  return args.some((each) => each.name === 'id') ? 1 : 0;
};

const isOpen = (role: TokenRole, path: Path): boolean =>
  path.every((field, at) => {
    const parent = at === 0 ? schema.getQueryType()! : getNamedType(path[at - 1]!.type);
    return may(role, parent as GraphQLObjectType, field);
  });

const goOn = async (
  role: TokenRole,
  found: Map<string, Path>,
  { name, path, turn }: { name: string; path: Path; turn: number },
): Promise<void> => {
  const type = schema.getType(name) as GraphQLObjectType;
  for (const field of fieldsOf(type).filter((each) => may(role, type, each) && turnOf(each) <= turn)) {
    const to = getNamedType(field.type);
    if (!isObjectType(to) || found.has(to.name)) continue;
    const way = [...path, field];
    const { data } = await ask(role, queryAt(way, ['__typename']), world.own);
    if (instancesAt(data, way).length > 0) found.set(to.name, way);
  }
};

/** Finds ways to types, going through what the role may ask for alone, until no more are found. */
const findWays = async (role: TokenRole): Promise<ReadonlyMap<string, Path>> => {
  const known = [...(ways.get('admin') ?? new Map<string, Path>())].filter(([, path]) => isOpen(role, path));
  const found = new Map<string, Path>([[schema.getQueryType()!.name, []], ...known]);
  for (const turn of [0, 1, 2])
    for (let before = 0; before < found.size;) {
      before = found.size;
      for (const [name, path] of [...found]) await goOn(role, found, { name, path, turn });
    }
  return found;
};

beforeAll(async () => {
  world = await buildWorld();
  const { data } = await world.server.graphql<IntrospectionQuery>(getIntrospectionQuery());
  schema = buildClientSchema(data);
  types = objectTypes(schema);
  headBefore = await world.server.parts.store.head();
});
afterAll(async () => {
  const { own, other } = cells;
  console.info(
    `access matrix: ${listed.size} fields × ${tokenRoles.length} roles × 2 scopes; ${own} cells asked of the own programme, ${other} of another`,
  );
  await world.server.remove();
});

const isRead = (type: GraphQLObjectType) =>
  !['Mutation', 'Subscription', 'UserError'].includes(type.name) && !type.name.endsWith('Payload');

describe('the table', () => {
  it('lists every field of the schema, and nothing else', () => {
    const inSchema = types.flatMap((type) => fieldsOf(type).map((field) => nameOf(type, field)));
    expect(inSchema.filter((name) => !listed.has(name))).toEqual([]);
    expect([...listed.keys()].filter((name) => !inSchema.includes(name))).toEqual([]);
  });

  it('says of each field at the root what becomes of another programme', () => {
    const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];
    expect(
      roots.flatMap((type) =>
        fieldsOf(type)
          .filter((field) => !rowOf(type, field).other)
          .map((field) => nameOf(type, field)),
      ),
    ).toEqual([]);
  });
});

describe.each(tokenRoles)('the role %s', (role) => {
  beforeAll(async () => void ways.set(role, await findWays(role)));

  const allowed = (type: GraphQLObjectType) => fieldsOf(type).filter((field) => may(role, type, field));
  const refused = (type: GraphQLObjectType) => fieldsOf(type).filter((field) => !may(role, type, field));
  const wayTo = (type: GraphQLObjectType) => ways.get(role)!.get(type.name);

  it('reads every field of its own programme that is listed for it', async () => {
    const wrong: unknown[] = [];
    for (const type of types.filter((each) => isRead(each) && allowed(each).length > 0)) {
      const path = wayTo(type);
      const fields = allowed(type).filter(({ name }) => nameOf(type, { name } as Field) !== 'Query.node');
      if (!path) {
        wrong.push(`${type.name} is listed, and cannot be reached`);
        continue;
      }
      const answer = await ask(role, queryAt(path, ['__typename', ...fields.map(bare)]), world.own);
      const instances = instancesAt(answer.data, path);
      if (answer.errors || instances.length === 0) wrong.push([type.name, answer.errors]);
      for (const { name } of fields) if (!instances.some((each) => name in each)) wrong.push(`${type.name}.${name}`);
      expectNoSecrets(answer, world.own);
      cells.own += fields.length;
    }
    expect(wrong).toEqual([]);
  });

  it('is refused every other field, with the roles that it needs', async () => {
    const wrong: unknown[] = [];
    const anyway = ways.get('admin')!;
    for (const type of types.filter(isRead)) {
      const path = wayTo(type);
      // Where there is no way to a type, what is refused lies before it, and is the same for all of its fields.
      const asked = path ? refused(type).map((field) => [field]) : [refused(type)];
      for (const fields of asked.filter(({ length }) => length > 0)) {
        const way = path ?? anyway.get(type.name)!;
        const answer = await ask(role, queryAt(way, fields.map(bare)), world.own);
        const values = instancesAt(answer.data, way).flatMap((each) => fields.map(({ name }) => each[name] ?? null));
        const there = !path || refusedAt(answer) === fields[0]!.name;
        if (codesOf(answer)[0] !== 'FORBIDDEN' || !there || values.some((value) => value !== null))
          wrong.push([type.name, answer]);
        cells.own += fields.length;
      }
    }
    expect(wrong).toEqual([]);
  });

  it('sees another programme as one that does not exist', async () => {
    const wrong: unknown[] = [];
    for (const type of types.filter((each) => isRead(each) && each.name !== 'Query')) {
      const path = wayTo(type) ?? ways.get('admin')!.get(type.name)!;
      const query = queryAt(path, ['__typename', ...fieldsOf(type).map(bare)]);
      const answer = await ask(role, query, world.other);
      expectNoSecrets(answer, world.other);
      cells.other += fieldsOf(type).length;
      if (!usesVariables(query)) continue;
      const nothing = await ask(role, query, world.nowhere);
      if (comparable(answer, world.other) !== comparable(nothing, world.nowhere))
        wrong.push([type.name, answer, nothing]);
      const deep = fieldsOf(type).some(({ name }) =>
        instancesAt(answer.data, path).some((each) => each[name] && typeof each[name] === 'string'),
      );
      if (deep && path.length > 2) wrong.push([type.name, answer]);
    }
    expect(wrong).toEqual([]);
  });

  const isNothing: Readonly<Record<string, (value: unknown) => boolean>> = {
    null: (value) => value === null,
    none: (value) => JSON.stringify(value) === '[]' || JSON.stringify(value) === '{"totalCount":0,"edges":[]}',
    own: (value) => JSON.stringify(value) === '{"totalCount":1,"edges":[{"__typename":"ProgrammeEdge"}]}',
  };

  it('gets from each query about another programme what is listed', async () => {
    const wrong: unknown[] = [];
    const query = schema.getQueryType()!;
    for (const field of fieldsOf(query).filter(({ name }) => name !== 'node')) {
      const answer = await ask(role, queryAt([], [bare(field)]), world.other);
      const nothing = await ask(role, queryAt([], [bare(field)]), world.nowhere);
      if (comparable(answer, world.other) !== comparable(nothing, world.nowhere))
        wrong.push([field.name, answer, nothing]);
      const fits = may(role, query, field)
        ? !answer.errors && isNothing[rowOf(query, field).other!]!(answer.data[field.name])
        : codesOf(answer)[0] === 'FORBIDDEN';
      if (!fits) wrong.push([field.name, answer]);
      cells.other++;
    }
    expect(wrong).toEqual([]);
  });

  it('finds by node(id) what it may see of its own programme, and nothing of another', async () => {
    for (const type of nodeTypes) {
      const node = (target: Target) =>
        ask(role, `query ($id: ID!) { node(id: $id) { __typename id } }`, { id: target[type]! });
      const { id } = (schema.getType(type) as GraphQLObjectType).getFields();
      const mine = may(role, schema.getType(type) as GraphQLObjectType, id!);
      expect((await node(world.own)).data).toEqual({ node: mine ? { __typename: type, id: world.own[type] } : null });
      expect((await node(world.other)).data).toEqual({ node: null });
    }
    cells.own++;
    cells.other++;
  });

  const mutation = () => schema.getMutationType()!;
  const selected = (field: Field): string => {
    const fields = fieldsOf(getNamedType(field.type) as GraphQLObjectType);
    return fields
      .map((each) => (each.name === 'userErrors' ? 'userErrors { code message field }' : bare(each)))
      .join(' ');
  };
  const inputOf = (field: Field) => field.args.find(({ name }) => name === 'input')!;
  /** Given with a revision that no book has: they reach the book and are refused there, so that nothing is written. */
  const record = { expectedRevision: '999999999' };
  /** Gives commands in one request; the first that is forbidden ends it. */
  const give = (fields: readonly Field[], target: Target, unitId = target['Unit']) => {
    const given = { programmeId: target['programmeId'], unitId };
    const inputs = Object.fromEntries(fields.map((field) => [field.name, leastOf(inputOf(field).type, given)]));
    const declared = fields.map((field) => `$${field.name}: ${String(inputOf(field).type)}`).join(', ');
    const calls = fields.map((field) => `${field.name}(input: $${field.name}, record: $record) { ${selected(field)} }`);
    const document = `mutation ($record: RecordInput, ${declared}) { ${calls.join(' ')} }`;
    return world.server.graphql<Data>(document, { ...inputs, record }, { token: tokenOf(role) });
  };
  /** The same for many, few enough at a time for the limits of a document. */
  const giveAll = async (fields: readonly Field[], target: Target): Promise<Answer<Data>> => {
    const answers: Answer<Data>[] = [];
    for (let at = 0; at < fields.length; at += fieldsAtOnce)
      answers.push(await give(fields.slice(at, at + fieldsAtOnce), target));
    const errors = answers.flatMap((answer) => answer.errors ?? []);
    const data = Object.assign({}, ...answers.map((answer) => answer.data)) as Data;
    return { ...answers[0]!, data, ...(errors.length > 0 ? { errors } : {}) };
  };
  const isLimited = (field: Field) => rowOf(mutation(), field).other === 'limited';
  const refusalsIn = ({ data, errors }: Answer<Data>) => {
    if (errors) return errors;
    const codes = Object.entries(data).map(([name, payload]) => {
      const { userErrors } = payload as { readonly userErrors: readonly { readonly code: string }[] };
      return [name, userErrors.map(({ code }) => code).join()] as const;
    });
    return Object.fromEntries(codes);
  };

  it('gives those commands that are listed for it, to its own programme alone', async () => {
    const fields = allowed(mutation()).filter((field) => !isLimited(field));
    if (fields.length === 0) return;
    const all = (code: string) => Object.fromEntries(fields.map(({ name }) => [name, code]));
    expect(refusalsIn(await giveAll(fields, world.own))).toEqual(all('REVISION_CONFLICT'));
    const other = await giveAll(fields, world.other);
    expect(refusalsIn(other)).toEqual(all('PROGRAMME_UNKNOWN'));
    expect(comparable(other, world.other)).toBe(comparable(await giveAll(fields, world.nowhere), world.nowhere));
    const payloads = types.filter(({ name }) => name.endsWith('Payload') || name === 'UserError');
    cells.own += fields.length + payloads.flatMap(allowed).length;
    cells.other += fields.length + payloads.flatMap(allowed).length;
  });

  it('is refused every other command', async () => {
    const wrong: unknown[] = [];
    for (const field of [...refused(mutation()), ...allowed(mutation()).filter(isLimited)])
      for (const target of [world.own, world.other]) {
        const answer = await give([field], target);
        const { rule } = answer.errors?.[0]?.extensions ?? {};
        const fits = codesOf(answer)[0] === 'FORBIDDEN' && refusedAt(answer) === field.name && answer.data === null;
        if (!fits || (rule === 'PROGRAMMES_LIMITED') !== may(role, mutation(), field)) wrong.push([field.name, answer]);
        cells[target === world.own ? 'own' : 'other']++;
      }
    // What no command answers to is refused with it.
    const payloads = types.filter(({ name }) => name.endsWith('Payload') || name === 'UserError');
    cells.own += payloads.flatMap(refused).length;
    cells.other += payloads.flatMap(refused).length;
    expect(wrong).toEqual([]);
  });

  it('follows what is listed for it, of its own programme alone', async () => {
    const subscription = schema.getSubscriptionType()!;
    for (const field of fieldsOf(subscription)) {
      const query = queryAt([], [bare(field)]).replace('query', 'subscription');
      const first = async (target: Target) => {
        const client = world.server.socket({ token: tokenOf(role) });
        const values = client.iterate<Data>({ query, variables: { programmeId: target['programmeId'] } });
        const step = await values.next().catch((errors: unknown) => ({ value: { errors } }));
        await client.dispose();
        return step.value as Answer<Data>;
      };
      const [own, other, nothing] = [await first(world.own), await first(world.other), await first(world.nowhere)];
      const mine = may(role, subscription, field);
      expect([field.name, codesOf(own), codesOf(other)]).toEqual([
        field.name,
        mine ? [] : ['FORBIDDEN'],
        [mine ? 'PROGRAMME_UNKNOWN' : 'FORBIDDEN'],
      ]);
      expect(Boolean(own.data?.[field.name])).toBe(mine);
      expect(comparable(other, world.other)).toBe(comparable(nothing, world.nowhere));
      cells.own++;
      cells.other++;
    }
  });

  if (role === 'contributor')
    it('records for its own units alone', async () => {
      for (const field of allowed(mutation())) {
        const answer = await give([field], world.own, world.foreignUnit);
        expect([field.name, answer.data, answer.errors?.[0]?.extensions]).toEqual([
          field.name,
          null,
          expect.objectContaining({ code: 'FORBIDDEN', rule: 'UNIT_NOT_YOURS' }),
        ]);
      }
    });
});

describe('all of this', () => {
  it('was asked of every field, role and scope', () => {
    const all = listed.size * tokenRoles.length;
    expect(cells).toEqual({ own: all, other: all });
  });

  it('has written nothing', async () => {
    expect(await world.server.parts.store.head()).toBe(headBefore);
  });
});
