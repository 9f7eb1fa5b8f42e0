import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSqliteTokenStore } from '../../apps/ledger/access/sqlite-token-store.js';
import { storedToken } from '../../apps/ledger/access/token.js';
import { filesIn } from '../../apps/ledger/config.js';
import { accept } from '../support/command.js';
import { chartered } from '../support/programme.js';
import { type TestServer, startTestServer, tokenOf } from '../support/server.js';

let server: TestServer;
let programmeId: string;

const scrape = (token: string | null) =>
  fetch(`${server.url}/metrics`, { headers: token === null ? {} : { authorization: `Bearer ${token}` } });

/** The value of a sample, by its name and labels as they are written. */
const samples = async (): Promise<ReadonlyMap<string, number>> => {
  const text = await (await scrape(tokenOf('viewer'))).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
};

beforeAll(async () => {
  server = await startTestServer();
  programmeId = await chartered(server, 'Hemmelig program');
});
afterAll(() => server.remove());

describe('/metrics', () => {
  it('counts commands, and the rules that refused them', async () => {
    await accept(server, 'enrolUnit', { programmeId, name: 'Hemmelig skole', eligible: 10 });
    await server.graphql('mutation ($input: PauseProgrammeInput!) { pauseProgramme(input: $input) { position } }', {
      input: { programmeId, reason: '' },
    });
    await server.graphql('mutation ($input: OpenWaveInput!) { openWave(input: $input) { position } }', {
      input: { programmeId, waveId: 'W-1' },
    });
    const found = await samples();
    expect(found.get('wavebook_commands_total{command="enrolUnit",outcome="accepted"}')).toBe(1);
    expect(found.get('wavebook_commands_total{command="pauseProgramme",outcome="refused"}')).toBe(1);
    expect([...found.keys()].filter((name) => name.startsWith('wavebook_refusals_total'))).toHaveLength(2);
    expect(found.get('wavebook_append_events_count')).toBe(2);
    expect(found.get('wavebook_append_seconds_count')).toBe(2);
    expect(found.get('wavebook_append_events_sum')).toBe(2);
  });

  it('tells how far the read models and the tree have come', async () => {
    const head = await server.parts.store.head();
    expect(await server.parts.readModels.waitFor(head, { timeoutMs: 10_000 })).toBe(true);
    expect(await server.parts.proof.sealer!.waitFor(head, 10_000)).toBe(true);
    const found = await samples();
    expect(found.get('wavebook_ledger_position')).toBe(Number(head));
    expect(found.get('wavebook_projection_lag_events')).toBe(0);
    expect(found.get('wavebook_projection_lag_seconds')).toBe(0);
    expect(found.get('wavebook_projections_stopped')).toBe(0);
    expect(found.get('wavebook_sealed_lines')).toBe(Number(head));
    expect(found.get('wavebook_unsealed_lines')).toBe(0);
    expect(found.get('wavebook_sealer_failing')).toBe(0);
    for (const part of ['eventStore', 'readModels', 'reactions', 'clock', 'proof', 'publishing'])
      expect(found.get(`wavebook_part_ok{part="${part}"}`)).toBe(1);
  });

  it('counts sockets, pasts and answers by their declared path', async () => {
    const client = server.socket();
    const opened = new Promise((resolve) => client.on('connected', resolve));
    const stop = client.subscribe(
      { query: `subscription { ledgerEvents(programmeId: "${programmeId}") { id } }` },
      { next: () => undefined, error: () => undefined, complete: () => undefined },
    );
    await opened;
    await server.graphql(`{ programme(id: "${programmeId}", knownAt: "1") { name } }`);
    await fetch(`${server.url}/somewhere/hemmelig`);
    const found = await samples();
    expect(found.get('wavebook_sockets')).toBe(1);
    expect(found.get('wavebook_subscribers{subscription="ledgerEvents"}')).toBe(1);
    expect(found.get('wavebook_replays_total')).toBe(1);
    expect(
      found.get('wavebook_http_request_seconds_count{method="GET",path="/health/live",status="200"}'),
    ).toBeUndefined();
    expect(found.get('wavebook_http_request_seconds_count{method="GET",path="(unknown)",status="404"}')).toBe(1);
    stop();
    await client.dispose();
    while ((await samples()).get('wavebook_subscribers{subscription="ledgerEvents"}') !== 0) await pause(20);
  });

  it('holds nothing of what was written, nor of what was asked for', async () => {
    const text = await (await scrape(tokenOf('viewer'))).text();
    expect(text).not.toMatch(/hemmelig/i);
    expect(text).not.toContain(programmeId);
  });

  it('is in the format of Prometheus, and each name says what it is', async () => {
    const answer = await scrape(tokenOf('viewer'));
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const lines = (await answer.text()).split('\n');
    const described = new Set(lines.flatMap((line) => /^# HELP (\S+) ./.exec(line)?.[1] ?? []));
    const typed = new Set(lines.flatMap((line) => /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line)?.[1] ?? []));
    expect(described).toEqual(typed);
    for (const line of lines.filter((each) => each !== '' && !each.startsWith('#')))
      expect(line).toMatch(/^wavebook_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+$/);
  });

  it('is not for those without a token, nor for tokens of some programmes', async () => {
    expect((await scrape(null)).status).toBe(401);
    expect((await scrape('nonsense')).status).toBe(401);
    const tokens = openSqliteTokenStore(filesIn(server.data).access);
    const terms = { label: 'one', role: 'admin', actorId: 'one', programmes: ['x'], units: 'all' } as const;
    await tokens.add(storedToken('one-programme', 'token-for-one-programme', terms, new Date()));
    await tokens.close();
    // The server looks for new tokens twice a second.
    for (let tries = 0; tries < 40 && (await scrape('token-for-one-programme')).status === 401; tries++)
      await pause(200);
    const answer = await scrape('token-for-one-programme');
    expect(answer.status).toBe(403);
    expect(JSON.stringify(await answer.json())).toContain('METRICS_FOR_ALL_PROGRAMMES');
  });
});
