import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Double, startDouble } from '../support/eventstoredb-double/start-double.js';
import { onDatabase } from '../support/postgres-cluster.js';
import { dividedDatabase } from '../support/postgres.js';
import { charter, type CharterAnswer, charterProgramme, chartered, solutionAdded } from '../support/programme.js';
import { type TestServer, type TestServerOptions, follow, startTestServer, tokenOf } from '../support/server.js';
import { until } from '../support/until.js';

const masterKey = Buffer.alloc(32, 5).toString('hex');

let double: Double;
let place: NonNullable<TestServerOptions['place']>;
let projector: TestServer;
let one: TestServer;
let other: TestServer;

const node = (role: 'api' | 'projector' | 'all') => startTestServer({ place: { ...place, role } });

beforeAll(async () => {
  double = await startDouble();
  place = { eventStoreUrl: double.url(), readDatabaseUrl: await dividedDatabase(4), masterKey };
  projector = await node('projector');
  [one, other] = await Promise.all([node('api'), node('api')]);
}, 60_000);
afterAll(async () => {
  await Promise.all([one, other, projector].map((each) => each.remove()));
  await double.stop();
});

const programmeAt = `query ($id: ID!, $minPosition: Position) {
  programme(id: $id, minPosition: $minPosition) { name solutions { name } }
}`;
interface ProgrammeAnswer {
  readonly programme: { name: string; solutions: { name: string }[] } | null;
}

describe('several nodes on one ledger', () => {
  it('show on one what was recorded on another, as of its position', async () => {
    const { data } = await one.graphql<CharterAnswer>(charterProgramme, { input: charter });
    const { programme, position } = data.charterProgramme;
    const read = await other.graphql<ProgrammeAnswer>(programmeAt, { id: programme!.id, minPosition: position });
    expect(read.data.programme).toMatchObject({ name: charter.name });
  });

  it('tell a subscriber of one what is recorded on another, in order and once', async () => {
    const id = await chartered(one, 'Followed');
    const socket = other.socket();
    const lines = follow<{ ledgerEvents: { type: string } }>(
      socket,
      'subscription ($id: ID!) { ledgerEvents(programmeId: $id) { type } }',
      { id },
    );
    await lines.next();
    const names = ['A', 'B', 'C', 'D'];
    for (const name of names) await solutionAdded(one, id, name);
    const told = await lines.take(names.length);
    expect(told.map(({ ledgerEvents }) => ledgerEvents.type)).toEqual(names.map(() => 'SolutionAdded'));
    await lines.end();
    await socket.dispose();
  });

  it('take the same tokens, and refuse on all what was revoked on one', async () => {
    const asked = (server: TestServer) => server.graphql('{ __typename }', {}, { token: tokenOf('viewer') });
    expect((await asked(one)).status).toBe(200);
    expect((await asked(other)).status).toBe(200);
    const tokens = await one.parts.beside.tokens();
    const [viewer] = (await tokens.all()).filter(({ label }) => label === 'test viewer');
    await tokens.revoke(viewer!.id, new Date().toISOString());
    await tokens.close();
    await until(
      async () => (await asked(other)).status,
      (status) => status === 401,
    );
  });

  it('give one checkpoint of one tree, which the projector seals', async () => {
    const id = await chartered(one, 'Sealed');
    const position = await solutionAdded(one, id, 'A');
    const asked = (server: TestServer) =>
      server.graphql<{ checkpoint: { note: string } }>(
        'query ($p: Position) { checkpoint(minPosition: $p) { note } }',
        {
          p: position,
        },
      );
    const [here, there] = await Promise.all([one, other].map(asked));
    expect(here!.data.checkpoint.note).toBe(there!.data.checkpoint.note);
    expect([one.parts.duties.isLeading, projector.parts.duties.isLeading]).toEqual([false, true]);
  });

  it('let one that was replaced, and does not know, write nothing until it leads again', async () => {
    const term = () =>
      onDatabase(place.readDatabaseUrl!, async (client) => {
        const { rows } = await client.query<{ term: string }>(
          `select term from wavebook.lead where name like 'projector %'`,
        );
        return rows.map((each) => Number(each.term));
      });
    const before = await term();
    await onDatabase(place.readDatabaseUrl!, (client) => client.query('update wavebook.lead set term = term + 1'));
    const id = await chartered(one, 'Under another term');
    const position = await solutionAdded(one, id, 'A');
    const asked = () => one.graphql<ProgrammeAnswer>(programmeAt, { id, minPosition: position });
    const read = await until(asked, ({ data }) => data.programme?.solutions.length === 1);
    expect(read.data.programme).toMatchObject({ name: 'Under another term' });
    await until(term, (terms) => terms.every((each, index) => each === before[index]! + 2));
  });

  it('hand their work over within five seconds', async () => {
    const next = await node('projector');
    expect(next.parts.duties.isLeading).toBe(false);
    const began = performance.now();
    await projector.remove();
    await until(
      async () => next.parts.duties.isLeading,
      (isLeading) => isLeading,
    );
    expect(performance.now() - began).toBeLessThan(5_000);
    projector = next;
    const id = await chartered(other, 'After the change');
    const position = await solutionAdded(other, id, 'A');
    const read = await one.graphql<ProgrammeAnswer>(programmeAt, { id, minPosition: position });
    expect(read.data.programme?.solutions).toHaveLength(1);
  }, 20_000);
});
