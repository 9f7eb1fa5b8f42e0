import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accept, give } from '../support/command.js';
import { type NaughtyString, naughtyStrings } from '../support/naughty-strings.js';
import { chartered } from '../support/programme.js';
import { type TestServer, startTestServer } from '../support/server.js';

let server: TestServer;
let programmeId: string;
beforeAll(async () => {
  server = await startTestServer();
  programmeId = await chartered(server, 'Any text');
});
afterAll(() => server.remove());

interface Added {
  readonly solution: { readonly id: string; readonly name: string; readonly description: string };
}
const select = 'solution { id name description }';

const fields = [
  { field: 'name', rule: 'asLine' },
  { field: 'description', rule: 'asText' },
] as const;

describe.each(fields)('as $field', ({ field, rule }) => {
  let solutions = 0;
  const inputWith = (text: string) => ({
    programmeId,
    name: `${field} ${++solutions}`,
    description: 'One each',
    [field]: text,
  });
  const welcome = naughtyStrings.filter((each) => each[rule] === undefined);
  const unwelcome = naughtyStrings.filter((each) => each[rule] !== undefined);

  it.each(welcome)('$what comes back as it was, in its normal form', async ({ text }) => {
    const { solution } = await accept<Added>(server, 'addSolution', inputWith(text), { select });
    expect(solution[field]).toBe(text.normalize('NFC'));
    const again = await server.graphql<{ node: Record<string, string> }>(
      'query ($id: ID!) { node(id: $id) { ... on Solution { name description } } }',
      { id: solution.id },
    );
    expect(again.data.node[field]).toBe(text.normalize('NFC'));
  });

  it.each(unwelcome)('$what is refused, and nothing is written', async ({ text, [rule]: code }) => {
    const head = await server.parts.store.head();
    const { position, userErrors } = await give(server, 'addSolution', inputWith(text));
    expect({ position, userErrors }).toMatchObject({ position: null, userErrors: [{ code, field }] });
    expect(await server.parts.store.head()).toBe(head);
  });
});

describe('any text', () => {
  const find = `query ($id: ID!, $text: String!, $line: Line!, $some: ID!) {
    units(programmeId: $id, first: 1, text: $text) { totalCount }
    decisions(programmeId: $id, first: 1, text: $line) { totalCount }
    node(id: $some) { id }
  }`;

  it('may be looked for, and finds nothing worse than a rule', async () => {
    const codes = async ({ what, text }: NaughtyString) => {
      const { errors = [] } = await server.graphql(find, { id: programmeId, text, line: text, some: text });
      return errors.map(({ extensions }) => `${what}: ${String(extensions['code'])}`);
    };
    const found = (await Promise.all(naughtyStrings.map(codes))).flat();
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((each) => !each.endsWith(': BAD_USER_INPUT'))).toEqual([]);
  });

  it('stands in the history as it was given', async () => {
    const { data } = await server.graphql<{ history: { edges: readonly { node: { sentence: string } }[] } }>(
      'query ($id: ID!) { history(programmeId: $id, first: 60) { edges { node { sentence } } } }',
      { id: programmeId },
    );
    const read = data.history.edges.map(({ node }) => node.sentence).join('\n');
    for (const what of ['zalgo', 'a family', 'a closing quote of SQL', 'placeholders of ours', 'one prototype'])
      expect(read).toContain(naughtyStrings.find((each) => each.what === what)!.text.normalize('NFC'));
  });
});
