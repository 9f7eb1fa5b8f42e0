import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../apps/ledger/config.js';
import { spanIdOf, traceIdOf } from '../../apps/ledger/tracing/trace-ids.js';
import { openTracing } from '../../apps/ledger/tracing/open-tracing.js';
import type { Tracing } from '../../apps/ledger/tracing/tracing.js';
import type { Batch, EventStore } from '#event-store';
import { accept, give } from '../support/command.js';
import { chartered } from '../support/programme.js';
import { type TestServer, follow, startTestServer } from '../support/server.js';
import { type ReceivedSpan, SpanReceiver } from '../support/span-receiver.js';

const name = 'Hemmelig løsning';
const upstream = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

let receiver: SpanReceiver;
let tracing: Tracing;
let server: TestServer;
let programmeId: string;

beforeAll(async () => {
  receiver = await SpanReceiver.open();
  const { traces } = readConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.origin,
    OTEL_SERVICE_NAME: 'ledger-in-test',
    OTEL_BSP_SCHEDULE_DELAY: '20',
  });
  tracing = await openTracing(traces, { warn: (_fields, message) => process.stderr.write(`${message}\n`) });
  server = await startTestServer({ tracing });
  programmeId = await chartered(server);
});
afterAll(async () => {
  await server.remove();
  await tracing.close();
  await receiver.close();
});

let added = 0;
const addSolution = (headers: Record<string, string> = {}) => {
  const input = { programmeId, name: `${name} ${++added}`, description: 'Synthetic' };
  return accept(server, 'addSolution', input, { headers });
};

const spanAt = (spanName: string, position: string) =>
  receiver.span((each) => each.name === spanName && each.attributes['wavebook.position'] === position);
const spanBy = (spanId: string | undefined) => receiver.span((each) => each.spanId === spanId);
const childOf = (parent: ReceivedSpan, childName: string) =>
  receiver.span((each) => each.name === childName && each.parentSpanId === parent.spanId);
const linkTo = ({ traceId, spanId }: ReceivedSpan) => expect.objectContaining({ traceId, spanId });

/** The last line of the book, with what it says of its command. */
const lastLine = async () => {
  const stored = await server.parts.store.readAt(await server.parts.store.head());
  return stored!.metadata as { readonly commandId: string; readonly correlationId: string };
};

describe('the trace of a mutation', () => {
  it('goes from the operation over the decision and the append to the projection that links to it', async () => {
    const { position } = await addSolution();
    const command = await spanAt('command addSolution', position);
    const mutation = await spanBy(command.parentSpanId);
    expect(mutation).toMatchObject({
      name: 'mutation',
      service: 'ledger-in-test',
      attributes: { 'graphql.operation.type': 'mutation', 'wavebook.fields': ['addSolution'] },
    });
    expect(mutation.parentSpanId).toBeUndefined();
    expect(command.attributes).toMatchObject({ 'wavebook.command': 'addSolution', 'wavebook.outcome': 'accepted' });
    expect((await childOf(command, 'decide')).attributes).toEqual({ 'wavebook.events': 1, 'wavebook.refused': false });
    expect((await childOf(command, 'append')).attributes).toEqual({
      'wavebook.batch.events': 1,
      'wavebook.batch.commands': 1,
      'wavebook.position': position,
    });
    const project = await spanAt('project', position);
    expect(project.links).toEqual([linkTo(command)]);
    expect(project.traceId).not.toBe(command.traceId);
  });

  it('bears the ids that the lines of the command bear, so that every process can link to it', async () => {
    const { position } = await addSolution();
    const { commandId, correlationId } = await lastLine();
    expect(await spanAt('command addSolution', position)).toMatchObject({
      traceId: traceIdOf(correlationId),
      spanId: spanIdOf(commandId),
    });
  });

  it('goes on with the trace that the request came in', async () => {
    const traceparent = `00-${upstream.traceId}-${upstream.spanId}-01`;
    const { position } = await addSolution({ traceparent });
    const command = await spanAt('command addSolution', position);
    expect(command.traceId).toBe(upstream.traceId);
    expect(await spanBy(command.parentSpanId)).toMatchObject({ name: 'mutation', parentSpanId: upstream.spanId });
    expect((await spanAt('project', position)).links).toEqual([linkTo(command)]);
    expect(server.logged).toContainEqual(
      expect.objectContaining({ msg: 'answered', trace_id: upstream.traceId, traceId: expect.any(String) }),
    );
  });

  it('is not begun where the request says that it is not kept', async () => {
    const traceId = 'b'.repeat(32);
    const { position } = await addSolution({ traceparent: `00-${traceId}-${upstream.spanId}-00` });
    const { position: next } = await addSolution();
    await spanAt('project', next);
    expect(receiver.spans.filter((each) => each.attributes['wavebook.position'] === position)).toEqual([]);
    expect(receiver.text).not.toContain(traceId);
  });

  it('tells which rules refused it, and no word of what was asked', async () => {
    await give(server, 'pauseProgramme', { programmeId, reason: '' });
    const refused = await receiver.span((each) => each.name === 'command pauseProgramme');
    expect(refused.attributes).toMatchObject({
      'wavebook.outcome': 'refused',
      'wavebook.refusals': [expect.stringMatching(/^[A-Z_]+$/)],
    });
    expect(receiver.text).not.toContain(name);
    expect(receiver.text).not.toContain('Synthetic');
  });
});

describe('the delivery to subscribers', () => {
  it('links to the command that wrote the line, and to the projection that made the numbers', async () => {
    const client = server.socket();
    const lines = follow<{ ledgerEvents: { type: string } }>(
      client,
      'subscription ($id: ID!, $after: Position) { ledgerEvents(programmeId: $id, after: $after) { type } }',
      { id: programmeId, after: String(await server.parts.store.head()) },
    );
    const numbers = follow<{ adoptionProgress: { position: string } }>(
      client,
      'subscription ($id: ID!) { adoptionProgress(programmeId: $id) { position } }',
      { id: programmeId },
    );
    await numbers.next();
    const { position } = await addSolution();
    await lines.next();
    expect((await numbers.next()).adoptionProgress.position).toBe(position);
    const command = await spanAt('command addSolution', position);
    expect((await spanAt('deliver ledgerEvents', position)).links).toEqual([linkTo(command)]);
    const project = await spanAt('project', position);
    expect((await spanAt('deliver adoptionProgress', position)).links).toEqual([linkTo(project)]);
    await lines.end();
    await numbers.end();
    await client.dispose();
  });
});

describe('a projector of its own', () => {
  it('links to commands of other processes by the ids in their lines', async () => {
    const commandId = '0d3f1c5e-7a1b-4c2d-8e9f-001122334455';
    const correlationId = 'a1b2c3d4-0000-4000-8000-00112233aabb';
    const event = { metadata: { commandId, correlationId } } as Batch['events'][number];
    const store = {
      subscribe: async function* () {
        yield { events: [event], position: 4_711n, caughtUp: true };
      },
    } as unknown as EventStore;
    const { signal } = new AbortController();
    for await (const batch of tracing.projected(store).subscribe({ signal })) expect(batch.position).toBe(4_711n);
    expect((await spanAt('project', '4711')).links).toEqual([
      expect.objectContaining({ traceId: traceIdOf(correlationId), spanId: spanIdOf(commandId) }),
    ]);
  });
});
