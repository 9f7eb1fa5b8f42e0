import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { filesIn } from '../../apps/ledger/config.js';
import { CommandLine } from '../support/command-line.js';
import { PostgresCluster, emptyDatabase } from '../support/postgres-cluster.js';
import { chartered, solutionAdded } from '../support/programme.js';
import { type TestServer, startTestServer } from '../support/server.js';
import { until } from '../support/until.js';

const read = 'query ($id: ID!) { programme(id: $id) { name solutions { name } } }';
const progress = 'subscription ($id: ID!) { adoptionProgress(programmeId: $id) { solutions { solution { name } } } }';

let cluster: PostgresCluster;
let url: string;
let server: TestServer;
let cli: CommandLine;

beforeAll(async () => {
  cluster = await PostgresCluster.start();
  url = await emptyDatabase(cluster.urlOf('postgres'));
  server = await startTestServer({ place: { readDatabaseUrl: url } });
  cli = await CommandLine.open();
});
afterAll(async () => {
  await cli.remove();
  await server.remove();
  await cluster.remove();
});

interface ReadModelHealth {
  readonly ok: boolean;
  readonly reachable?: boolean;
  readonly partitions?: { readonly of: number; readonly here: readonly number[] };
}
const readiness = async () => {
  const response = await fetch(`${server.url}/health/ready`);
  const { parts } = (await response.json()) as { parts: { readModels: ReadModelHealth } };
  return { status: response.status, ...parts.readModels };
};

describe('a server whose read models are on PostgreSQL', () => {
  it('answers a command with what it made, lets others follow it, and keeps no rows in its folder', async () => {
    const id = await chartered(server);
    const seen: unknown[] = [];
    const socket = server.socket();
    const following = socket.iterate({ query: progress, variables: { id } });
    seen.push((await following.next()).value);
    await solutionAdded(server, id, 'Tablets');
    seen.push((await following.next()).value);
    await following.return?.();
    await socket.dispose();
    expect(seen).toMatchObject([
      { data: { adoptionProgress: { solutions: [] } } },
      { data: { adoptionProgress: { solutions: [{ solution: { name: 'Tablets' } }] } } },
    ]);
    const { data } = await server.graphql(read, { id });
    expect(data).toEqual({ programme: { name: 'Synthetic programme', solutions: [{ name: 'Tablets' }] } });
    expect(existsSync(filesIn(server.data).readModels)).toBe(false);
  });

  it('is rebuilt by the command line beside it', async () => {
    const here = { WAVEBOOK_DATA: server.data, READ_DATABASE_URL: url };
    const { code, out } = await cli.start(['rebuild', '--json'], here).ended;
    expect({ code, ...(JSON.parse(out) as object) }).toMatchObject({ code: 0, events: 2, differs: [] });
    const divided = await cli.start(['rebuild', '--partitions', '2'], here).ended;
    expect(divided).toMatchObject({ code: 0, out: expect.stringMatching(/Programmes are in 2 partitions now\.\n$/) });
    const wrong = { ...here, READ_DATABASE_URL: url.replace(/:[^:@]*@/, ':the-secret@') };
    const refused = await cli.start(['rebuild'], wrong).ended;
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^POSTGRES_FORBIDDEN: .*\n$/) });
    expect(refused.err).not.toContain('the-secret');
  });

  it('tells how it is divided, and that files are not', async () => {
    expect(await until(readiness, ({ partitions }) => partitions?.here.length === 2)).toMatchObject({
      partitions: { of: 2, here: [0, 1] },
    });
    const onFiles = await cli.start(['rebuild', '--partitions', '2']).ended;
    expect(onFiles).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Set READ_DATABASE_URL') });
    const many = await cli.start(['rebuild', '--partitions', '65'], { READ_DATABASE_URL: url }).ended;
    expect(many).toMatchObject({ code: 2, out: '', err: expect.stringContaining('1 to 64 partitions') });
  });

  it('says that they are out of reach, and goes on when they are back', async () => {
    const id = await chartered(server, 'Another');
    expect(await readiness()).toMatchObject({ status: 200, ok: true, reachable: true });
    await cluster.stop();
    const { errors } = await server.graphql(read, { id });
    expect(errors).toMatchObject([{ extensions: { code: 'READ_MODELS_UNAVAILABLE' } }]);
    expect(await readiness()).toMatchObject({ status: 503, ok: false });
    await cluster.resume();
    expect((await server.graphql(read, { id })).data).toEqual({ programme: { name: 'Another', solutions: [] } });
  });
});
