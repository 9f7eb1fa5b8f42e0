import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type CharterAnswer,
  type SolutionAnswer,
  addSolution,
  charter,
  charterProgramme,
  chartered,
  solutionAdded,
} from '../support/programme.js';
import { type TestServer, startTestServer } from '../support/server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());

describe('a programme manager', () => {
  it('charters a programme, adds a solution, and reads both back at the position that was answered', async () => {
    const programmeId = await chartered(server, 'Tablets for all');
    const position = await solutionAdded(server, programmeId, 'Tablets');
    const { data } = await server.graphql(
      `query ($id: ID!, $position: Position) {
        programme(id: $id, minPosition: $position) { __typename id name status solutions { ref name } }
      }`,
      { id: programmeId, position },
    );
    expect(data).toEqual({
      programme: {
        __typename: 'Programme',
        id: programmeId,
        name: 'Tablets for all',
        status: 'RUNNING',
        solutions: [{ ref: 'S-1', name: 'Tablets' }],
      },
    });
  });

  it('is told each broken rule in Norwegian, with its field, and nothing is written', async () => {
    const before = await server.parts.store.head();
    const { status, data } = await server.graphql<CharterAnswer>(
      charterProgramme,
      { input: { ...charter, name: ' ', purposes: ['Læring', 'to\nlinjer'] } },
      { language: 'nn-NO, en;q=0.5' },
    );
    expect(status).toBe(200);
    expect(data.charterProgramme).toEqual({
      programme: null,
      position: null,
      userErrors: [
        { code: 'INPUT_EMPTY', message: 'name kan ikke være tomt.', field: 'name' },
        { code: 'INPUT_LINE_BREAK', message: 'purposes.1 må være én linje, uten linjeskift.', field: 'purposes.1' },
      ],
    });
    expect(await server.parts.store.head()).toBe(before);
  });

  it('is told what is wrong with the record, field by field', async () => {
    const record = {
      occurredOn: '2018-02-30',
      evidence: [{ title: 'Minutes', uri: 'C:\\minutes' }],
      commandId: 'mine',
    };
    const { data } = await server.graphql<CharterAnswer>(charterProgramme, { input: charter, record });
    expect(data.charterProgramme.userErrors.map(({ code, field }) => ({ code, field }))).toEqual([
      { code: 'INPUT_NOT_A_UUID', field: 'record.commandId' },
      { code: 'INPUT_NOT_A_DATE', field: 'record.occurredOn' },
      { code: 'INPUT_NOT_A_URI', field: 'record.evidence.0.uri' },
    ]);
    expect(data.charterProgramme.userErrors[1]!.message).toContain('record.occurredOn must be a day that exists');
  });

  it('is told that there is no such programme', async () => {
    const input = { programmeId: randomUUID(), name: 'Tablets', description: 'One each' };
    const { data } = await server.graphql<SolutionAnswer>(addSolution, { input });
    expect(data.addSolution.userErrors).toMatchObject([{ code: 'PROGRAMME_UNKNOWN', field: 'programmeId' }]);
  });

  it('may repeat a command: the same id and payload write once, another payload is refused', async () => {
    const record = { commandId: randomUUID() };
    const first = await server.graphql<CharterAnswer>(charterProgramme, { input: charter, record });
    const head = await server.parts.store.head();
    const again = await server.graphql<CharterAnswer>(charterProgramme, { input: charter, record });
    expect(again.data).toEqual(first.data);
    expect(first.data.charterProgramme.userErrors).toEqual([]);
    const other = await server.graphql<CharterAnswer>(charterProgramme, {
      input: { ...charter, name: 'Other' },
      record,
    });
    expect(other.data.charterProgramme.userErrors).toMatchObject([
      { code: 'COMMAND_ID_REUSED', field: 'record.commandId' },
    ]);
    expect(await server.parts.store.head()).toBe(head);
  });
});

describe('node(id)', () => {
  const byId = `query ($id: ID!) { node(id: $id) { __typename id ... on Programme { name } ... on Solution { ref } } }`;

  it('finds anything by the id that any field gave', async () => {
    const programmeId = await chartered(server, 'Found again');
    const { data } = await server.graphql<SolutionAnswer>(addSolution, {
      input: { programmeId, name: 'Survey', description: 'A survey tool' },
    });
    const solutionId = data.addSolution.solution!.id;
    const programme = await server.graphql(byId, { id: programmeId });
    expect(programme.data).toEqual({ node: { __typename: 'Programme', id: programmeId, name: 'Found again' } });
    const solution = await server.graphql(byId, { id: solutionId });
    expect(solution.data).toEqual({ node: { __typename: 'Solution', id: solutionId, ref: 'S-1' } });
  });

  it.each([
    ['nothing', 'UHJvZ3JhbW1lOm5vYm9keQ'],
    ['a table that is no node', btoa('Label:00000000-0000-4000-8000-000000000000').replaceAll('=', '')],
    ['a type of GraphQL itself', btoa('__Schema:00000000').replaceAll('=', '')],
    ['no global id', 'W-1'],
  ])('is null for %s', async (_what, id) => {
    const { data, errors } = await server.graphql(byId, { id });
    expect({ data, errors }).toEqual({ data: { node: null } });
  });
});

describe('personal data', () => {
  const ownerOf = `query ($id: ID!) { programme(id: $id) { owner { title name personId } } }`;
  const requestErasure = `mutation ($input: RequestErasureInput!) { requestErasure(input: $input) { userErrors { message } } }`;
  const decideErasure = `mutation ($input: DecideErasureInput!) { decideErasure(input: $input) { userErrors { message } } }`;
  const owner = { title: 'Director', name: 'Synthetic Person 1', email: 'synthetic@example.org' };

  it.each(['RESTRICT', 'ERASE'])('is shown until it is decided to %s', async (decision) => {
    const { graphql } = server;
    const { data } = await graphql<CharterAnswer>(charterProgramme, { input: { ...charter, owner } });
    const programmeId = data.charterProgramme.programme!.id;
    const read = async () =>
      (
        await graphql<{ programme: { owner: { title: string; name: string | null; personId: string } } }>(ownerOf, {
          id: programmeId,
        })
      ).data.programme.owner;
    const before = await read();
    expect(before).toMatchObject({ title: 'Director', name: 'Synthetic Person 1' });
    const person = { programmeId, personId: before.personId };
    const answers = [
      await graphql(requestErasure, { input: person }),
      await graphql(decideErasure, { input: { ...person, decision, ground: 'Asked for' } }),
    ];
    expect(answers.map((each) => each.data)).toEqual([
      { requestErasure: { userErrors: [] } },
      { decideErasure: { userErrors: [] } },
    ]);
    expect(await read()).toMatchObject({ title: 'Director', name: null });
    expect(JSON.stringify(server.logged)).not.toContain('Synthetic Person 1');
  });
});

describe('reading', () => {
  it('refuses to answer before a position that is not there', async () => {
    const { data, errors } = await server.graphql(
      `{ programmes(first: 1, minPosition: "999999999") { totalCount } }`,
      {},
      { language: 'da' },
    );
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['programmes'], extensions: { code: 'READ_MODEL_BEHIND' } }]);
    expect(errors![0]!.message).toBe('Læsemodellerne har ikke nået position 999999999 endnu; spørg igen om lidt.');
  });

  it.each([
    ['no page size', '', 'first'],
    ['a page that is too large', '(first: 101)', 'first'],
    ['a cursor of another list', '(first: 1, after: "bm9uc2Vuc2U")', 'after'],
  ])('refuses %s in a sentence that names the argument', async (_what, args, argument) => {
    const { errors } = await server.graphql(`{ programmes${args} { totalCount } }`);
    expect(errors).toHaveLength(1);
    expect(errors![0]!.extensions['code']).toBe('BAD_USER_INPUT');
    expect(errors![0]!.message).toContain(`\`${argument}\``);
  });
});
