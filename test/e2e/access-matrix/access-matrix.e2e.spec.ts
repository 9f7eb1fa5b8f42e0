import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type GraphQLObjectType,
  type GraphQLSchema,
  type IntrospectionQuery,
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { type TokenRole, tokenRoles } from '../../../apps/ledger/access/token.js';
import type { Answer } from '../../support/server.js';
import { type Given, askAll, comparable, giveAll, giveEach, usedOf } from './asking.js';
import { type Listed, readListed } from './listed.js';
import { type Field, type Path, bare, fieldsOf, instancesAt, objectTypes, queryAt, usesVariables } from './paths.js';
import { type Data, type Target, type World, buildWorld, nodeTypes, tokenOf } from './world.js';

const listed = readListed();
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

const ask = (role: TokenRole, query: string, target: Target): Promise<Answer<Data>> =>
  world.ask(role, { query, variables: usedOf(query, target) });
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
  return args.some((each) => each.name === 'id' || each.name === 'decisionId') ? 1 : 0;
};

const isOpen = (role: TokenRole, path: Path): boolean =>
  path.every((field, at) => {
    const parent = at === 0 ? schema.getQueryType()! : getNamedType(path[at - 1]!.type);
    return may(role, parent as GraphQLObjectType, field);
  });

/** Asks at the end of a path for everything that leads on. */
const goOn = async (
  role: TokenRole,
  found: Map<string, Path>,
  { name, path, turn }: { name: string; path: Path; turn: number },
): Promise<void> => {
  const type = schema.getType(name) as GraphQLObjectType;
  const isNew = (field: Field) => {
    const to = getNamedType(field.type);
    return isObjectType(to) && !found.has(to.name);
  };
  const fields = fieldsOf(type).filter((each) => may(role, type, each) && turnOf(each) <= turn && isNew(each));
  if (fields.length === 0) return;
  const { data, errors } = await ask(
    role,
    queryAt(
      path,
      fields.map((each) => bare(each)),
    ),
    world.own,
  );
  if (!data) throw new Error(`no way leads on from ${name}: ${JSON.stringify(errors)}`);
  for (const field of fields.filter(isNew)) {
    const way = [...path, field];
    if (instancesAt(data, way).length > 0) found.set(getNamedType(field.type).name, way);
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
  await world.close();
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

/** What the arguments and inputs of an id are called, and which kind of thing they name. */
const idsOf = (target: Target): Readonly<Record<string, string>> => {
  const named: Readonly<Record<string, readonly string[]>> = {
    Unit: ['unitId', 'unitIds', 'parentUnitId', 'sourceUnitId', 'toUnitId', 'intoUnitId', 'fromUnitIds'],
    Solution: ['solutionId'],
    Wave: ['waveId', 'toWaveId'],
    Decision: ['decisionId', 'byDecisionId', 'overrideDecisionId'],
    Pilot: ['pilotId'],
    Champion: ['championId'],
    Person: ['personId'],
    Escalation: ['escalationId'],
    eventId: ['eventId'],
  };
  return Object.fromEntries(
    Object.entries(named).flatMap(([kind, names]) => names.map((name) => [name, target[kind]!])),
  );
};
/** A target whose programme is the own one, and all else of another. */
const withinOwn = (target: Target): Target => ({ ...target, ...idsOf(target), programmeId: world.own['programmeId']! });
const takesIdsWithin = ({ args }: Field) =>
  args.some(({ name }) => name === 'programmeId') &&
  args.some(({ name }) => name !== 'programmeId' && /Id$/.test(name));
const takesIds = ({ args }: Field): boolean => {
  const named = getNamedType(args.find(({ name }) => name === 'input')!.type);
  return isInputObjectType(named) && Object.keys(named.getFields()).some((name) => name in idsOf(world.other));
};

describe.each(tokenRoles)('the role %s', (role) => {
  beforeAll(async () => void ways.set(role, await findWays(role)));

  const allowed = (type: GraphQLObjectType) => fieldsOf(type).filter((field) => may(role, type, field));
  const refused = (type: GraphQLObjectType) => fieldsOf(type).filter((field) => !may(role, type, field));
  const wayTo = (type: GraphQLObjectType) => ways.get(role)!.get(type.name);

  it('reads every field of its own programme that is listed for it', async () => {
    const wrong: unknown[] = [];
    const asks = types
      .filter((type) => isRead(type) && allowed(type).length > 0)
      .map((type) => {
        const fields = allowed(type).filter((field) => nameOf(type, field) !== 'Query.node');
        return {
          type,
          fields,
          path: wayTo(type) ?? [],
          selections: ['__typename', ...fields.map((each) => bare(each))],
        };
      });
    const check = ({ type, fields, path }: (typeof asks)[number], answer: Answer<Data>) => {
      const instances = instancesAt(answer.data, path);
      if (answer.errors || instances.length === 0) wrong.push([type.name, answer.errors]);
      for (const { name } of fields) if (!instances.some((each) => name in each)) wrong.push(`${type.name}.${name}`);
      expectNoSecrets(answer, world.own);
      cells.own += fields.length;
    };
    const [query, ...deeper] = asks.toSorted((a, b) => a.path.length - b.path.length);
    check(query!, await ask(role, queryAt([], query!.selections), world.own));
    // Every other type is reached by a way.
    expect(deeper.filter(({ path }) => path.length === 0).map(({ type }) => type.name)).toEqual([]);
    const answers = await askAll(world, role, deeper, world.own);
    answers.forEach((answer, at) => check(deeper[at]!, answer));
    expect(wrong).toEqual([]);
  });

  it('is refused every other field, with the roles that it needs', async () => {
    const wrong: unknown[] = [];
    const anyway = ways.get('admin')!;
    const asked = new Set<string>();
    for (const type of types.filter(isRead)) {
      const path = wayTo(type);
      // Where there is no way to a type, what is refused lies before it, and is the same for all of its fields.
      const groups = path ? refused(type).map((field) => [field]) : [refused(type)];
      for (const fields of groups.filter(({ length }) => length > 0)) {
        const way = path ?? anyway.get(type.name)!;
        cells.own += fields.length;
        if (!path && asked.has(refusedBefore(way))) continue;
        if (!path) asked.add(refusedBefore(way));
        const answer = await ask(
          role,
          queryAt(
            way,
            fields.map((each) => bare(each)),
          ),
          world.own,
        );
        const values = instancesAt(answer.data, way).flatMap((each) => fields.map(({ name }) => each[name] ?? null));
        const there = !path || refusedAt(answer) === fields[0]!.name;
        if (codesOf(answer)[0] !== 'FORBIDDEN' || !there || values.some((value) => value !== null))
          wrong.push([type.name, answer]);
      }
    }
    expect(wrong).toEqual([]);
  });

  /** Where no way leads to a type, what is refused lies before it: those whose ways are refused at the same field are alike. */
  const refusedBefore = (path: Path): string => {
    const open = path.findIndex((_field, at) => !isOpen(role, path.slice(0, at + 1)));
    return path
      .slice(0, open + 1)
      .map(({ name }) => name)
      .join('.');
  };

  it('sees another programme as one that does not exist', async () => {
    const wrong: unknown[] = [];
    const read = types.filter((each) => isRead(each) && each.name !== 'Query');
    const asksOf = (some: readonly GraphQLObjectType[], ways: ReadonlyMap<string, Path>) =>
      some.map((type) => ({
        type,
        path: ways.get(type.name)!,
        selections: ['__typename', ...fieldsOf(type).map((each) => bare(each))],
      }));
    const reached = asksOf(read.filter(wayTo), ways.get(role)!);
    const ofOther = await askAll(world, role, reached, world.other);
    const ofNothing = await askAll(world, role, reached, world.nowhere);
    for (const [at, { type, path, selections }] of reached.entries()) {
      const answer = ofOther[at]!;
      expectNoSecrets(answer, world.other);
      if (!usesVariables(queryAt(path, selections))) continue;
      // Nothing at all would be equal to nothing as well.
      if (!answer.data || comparable(answer, world.other) !== comparable(ofNothing[at]!, world.nowhere))
        wrong.push([type.name, answer, ofNothing[at]]);
      const deep = fieldsOf(type).some(({ name }) =>
        instancesAt(answer.data, path).some((each) => each[name] && typeof each[name] === 'string'),
      );
      if (deep && path.length > 2) wrong.push([type.name, answer]);
    }
    const asked = new Set<string>();
    for (const { type, path, selections } of asksOf(
      read.filter((each) => !wayTo(each)),
      ways.get('admin')!,
    )) {
      if (asked.has(refusedBefore(path))) continue;
      asked.add(refusedBefore(path));
      const query = queryAt(path, selections);
      const answer = await ask(role, query, world.other);
      expectNoSecrets(answer, world.other);
      if (comparable(answer, world.other) !== comparable(await ask(role, query, world.nowhere), world.nowhere))
        wrong.push([type.name, answer]);
    }
    cells.other += read.flatMap(fieldsOf).length;
    expect(wrong).toEqual([]);
  });

  const isNothing: Readonly<Record<string, (value: unknown) => boolean>> = {
    null: (value) => value === null,
    none: (value) => JSON.stringify(value) === '[]' || JSON.stringify(value) === '{"totalCount":0,"edges":[]}',
    // What was read of the own programme is there in any number.
    own: (value) =>
      /^{"totalCount":(1,"edges":\[{"__typename":"ProgrammeEdge"}\]|\d+,"edges":\[.*AccessLogEntryEdge.*\])}$/.test(
        JSON.stringify(value),
      ),
  };

  /** Whether a field that may be asked for was answered about another programme as is listed. */
  const isListed = (other: string, { name }: Field, { data, errors = [] }: Answer<Data>): boolean => {
    const own = errors.filter(({ path }) => path?.[0] === name);
    if (other === 'refused')
      return data[name] === null && own.some(({ extensions }) => extensions['field'] === 'eventId');
    if (other === 'ledger') return own.length === 0 && data[name] !== null;
    return own.length === 0 && isNothing[other]!(data[name]);
  };

  it('gets from each query about another programme what is listed', async () => {
    const wrong: unknown[] = [];
    const query = schema.getQueryType()!;
    const check = (fields: readonly Field[], answer: Answer<Data>, nothing: Answer<Data>) => {
      expectNoSecrets(answer, world.other);
      if (comparable(answer, world.other) !== comparable(nothing, world.nowhere)) wrong.push([answer, nothing]);
      for (const field of fields) {
        const fits = may(role, query, field)
          ? isListed(rowOf(query, field).other!, field, answer)
          : codesOf(answer)[0] === 'FORBIDDEN' && refusedAt(answer) === field.name;
        if (!fits) wrong.push([field.name, answer]);
        cells.other++;
      }
    };
    const isNoNode = ({ name }: Field) => name !== 'node';
    // What is answered is asked for together, what is refused each by itself.
    for (const fields of [allowed(query).filter(isNoNode), ...refused(query).map((field) => [field])]) {
      const document = queryAt(
        [],
        fields.map((each) => bare(each)),
      );
      check(fields, await ask(role, document, world.other), await ask(role, document, world.nowhere));
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
  /** Given with a revision that no book has: they reach the book and are refused there, so that nothing is written. */
  const record = { expectedRevision: '999999999' };
  const givenFor = (target: Target, unitId = target['Unit']): Given => ({
    values: { programmeId: target['programmeId'], unitId },
    record,
  });
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
    expect(refusalsIn(await giveAll(world, role, fields, givenFor(world.own)))).toEqual(all('REVISION_CONFLICT'));
    const other = await giveAll(world, role, fields, givenFor(world.other));
    expect(refusalsIn(other)).toEqual(all('PROGRAMME_UNKNOWN'));
    const nothing = await giveAll(world, role, fields, givenFor(world.nowhere));
    expect(comparable(other, world.other)).toBe(comparable(nothing, world.nowhere));
    const payloads = types.filter(({ name }) => name.endsWith('Payload') || name === 'UserError');
    cells.own += fields.length + payloads.flatMap(allowed).length;
    cells.other += fields.length + payloads.flatMap(allowed).length;
  });

  it('is refused every other command', async () => {
    const wrong: unknown[] = [];
    const fields = [...refused(mutation()), ...allowed(mutation()).filter(isLimited)];
    for (const target of [world.own, world.other])
      for (const [field, answer] of await giveEach(world, role, fields, givenFor(target))) {
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
    const client = world.server.socket({ token: tokenOf(role) });
    for (const field of fieldsOf(subscription)) {
      const query = queryAt([], [bare(field)]).replace('query', 'subscription');
      const first = async (target: Target) => {
        const values = client.iterate<Data>({ query, variables: { programmeId: target['programmeId'] } });
        const step = await values.next().catch((errors: unknown) => ({ value: { errors } }));
        await values.return?.();
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
    await client.dispose();
  });

  it('finds nothing of another programme by its ids within its own', async () => {
    const wrong: unknown[] = [];
    const query = schema.getQueryType()!;
    const document = queryAt(
      [],
      allowed(query)
        .filter(takesIdsWithin)
        .map((each) => bare(each, true)),
    );
    const found = await ask(role, document, withinOwn(world.other));
    const notThere = await ask(role, document, withinOwn(world.nowhere));
    expectNoSecrets(found, world.other);
    if (comparable(found, world.other) !== comparable(notThere, world.nowhere)) wrong.push([found, notThere]);
    // An admin's token is for all programmes outside of this test.
    const fields = role === 'admin' ? [] : allowed(mutation()).filter(takesIds);
    // Other ids than the unit of a contributor stand for things that they may name.
    const unit = role === 'contributor' ? { unitId: world.own['Unit'] } : {};
    const give = (target: Target) =>
      giveEach(world, role, fields, { values: { ...idsOf(target), ...unit, programmeId: world.own['programmeId'] } });
    const nothing = new Map(await give(world.nowhere));
    for (const [field, answer] of await give(world.other)) {
      expectNoSecrets(answer, world.other);
      const isRefused = JSON.stringify(answer.data ?? null).includes('"userErrors":[{');
      if (!isRefused || comparable(answer, world.other) !== comparable(nothing.get(field)!, world.nowhere))
        wrong.push([field.name, answer, nothing.get(field)]);
    }
    expect(wrong).toEqual([]);
  });

  if (role === 'contributor')
    it('records for its own units alone', async () => {
      const given = givenFor(world.own, world.foreignUnit);
      for (const [field, answer] of await giveEach(world, role, allowed(mutation()), given)) {
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
