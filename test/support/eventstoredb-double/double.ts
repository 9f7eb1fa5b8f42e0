import { join } from 'node:path';
import { Server, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { batchAppend } from './batch-append.js';
import { classicAppend } from './classic-append.js';
import { Connections } from './connections.js';
import { softDeletion, tombstoning } from './deletions.js';
import { Faults } from './fault.js';
import { gossip, supportedMethods } from './features.js';
import { Log } from './log.js';
import type { DoubleOptions, Question, Stored, Told } from './messages.js';
import { GossipService, ServerFeaturesService, StreamsService } from './protocol.js';
import { readCall } from './read-call.js';
import { accessDenied, type CallFailure, notLeader, notReady, unauthenticated } from './refusal.js';
import { Writer } from './writer.js';

/**
 * A server that speaks EventStoreDB's protocol and behaves as the real one does, as far as docs/eventstoredb.md tells; for
 * tests, in a process of its own. It is started by `startDouble`, and told over the IPC channel what is to go wrong.
 */
const { folder, ports, fsync, writeTimeoutMs } = JSON.parse(process.argv[2]!) as DoubleOptions;
const tell = (told: Told) => process.send!(told);

/** Calls that one connection carries at once; those beyond wait on the client's side, without a word. */
const callsMax = 100;
const messageBytesMax = 17 * 1_048_576;

const log = await Log.open(join(folder, 'log.jsonl'), { fsync });
const faults = new Faults();
const writer = new Writer(log);
const server = new Server({
  'grpc.max_concurrent_streams': callsMax,
  'grpc.max_receive_message_length': messageBytesMax,
});

const leader = () => faults.find('leader')?.node ?? 0;

/** Who is let in nowhere, whatever he asks for. */
const stranger = (): CallFailure | undefined =>
  faults.find('refuse')?.as === 'unauthenticated' ? unauthenticated() : undefined;

/** Why a call comes to nothing from the beginning. */
const refused = (): CallFailure | undefined => {
  if (faults.find('refuse')) return stranger() ?? accessDenied();
  return faults.find('not ready') ? notReady() : undefined;
};

const elsewhere = (call: { getPeer(): string }): CallFailure | undefined => {
  if (connections.nodeOf(call) === leader()) return undefined;
  const { host, port } = connections.endpoints[leader()]!;
  return notLeader(host, port);
};

const connections = await Connections.listen(server, ports);
const parts = { log, faults, connections, writer, writeTimeoutMs };
const services: [object, UntypedServiceImplementation][] = [
  [ServerFeaturesService, { getSupportedMethods: supportedMethods(stranger) }],
  [GossipService, { read: gossip(() => connections.endpoints, leader) }],
  [
    StreamsService,
    {
      read: readCall(parts, refused),
      append: classicAppend(parts, (call) => refused() ?? elsewhere(call)),
      batchAppend: batchAppend(parts, (call) => stranger() ?? elsewhere(call)),
      delete: softDeletion(writer, (call) => refused() ?? elsewhere(call)),
      tombstone: tombstoning(writer, (call) => refused() ?? elsewhere(call)),
    },
  ],
];
for (const [service, implementation] of services)
  server.addService(service as Parameters<Server['addService']>[0], implementation);

const storedOf = (): Stored[] =>
  log.ours.map(({ stream, revision, position, id, type, data }) => ({
    stream,
    revision,
    position: BigInt(position),
    id,
    type,
    data: data.toString('utf8'),
  }));

process.on('message', (question: Question) => {
  const { id } = question;
  if (question.ask === 'set') faults.set(question.faults);
  tell({ id, answer: question.ask === 'stored' ? storedOf() : undefined });
});
// Nobody is left who could stop it.
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => void connections.close().then(() => process.exit(0)));

await writer.furnish();
tell({ ready: connections.endpoints.map(({ port }) => port) });
