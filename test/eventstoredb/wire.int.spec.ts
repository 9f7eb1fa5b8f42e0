import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClientReadableStream, credentials } from '@grpc/grpc-js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { EventStoreDBClient } from '@eventstore/db-client';
import {
  BatchAppendReq,
  type BatchAppendResp,
  Code,
  Empty,
  ReadReq,
  ReadResp,
  streamNamed,
  type SupportedMethods,
  uuidOf,
  uuidText,
  WrongExpectedVersion,
} from '../support/eventstoredb-double/protocol.js';
import { type ConnectedServer, newEvents, newStream, serverName, startConnected } from './server.js';

const { Options } = ReadReq;
/** What kind of frame it is. */
const kindOf = (frame: ReadResp): string => {
  const [kind] = Object.entries(ReadResp.ContentCase).find(([, number]) => number === frame.getContentCase())!;
  return kind;
};

const readOf = (stream: string) => {
  const place = new Options.StreamOptions().setStreamIdentifier(streamNamed(stream)).setStart(new Empty());
  return new Options().setStream(place).setNoFilter(new Empty());
};
const withStructuredIds = new Options.UUIDOption().setStructured(new Empty());
const withTextIds = new Options.UUIDOption().setString(new Empty());

describe(`on the wire, as ${serverName} speaks`, () => {
  let server: ConnectedServer;
  let client: EventStoreDBClient;
  let streams: InstanceType<typeof streamsService.StreamsClient>;
  let address: string;
  beforeAll(async () => {
    server = await startConnected();
    ({ client } = server);
    address = new URL(server.url).host;
    streams = new streamsService.StreamsClient(address, credentials.createInsecure());
  });
  afterAll(async () => {
    streams.close();
    await server.stop();
  });

  const read = (options: InstanceType<typeof Options>) => {
    const request = new ReadReq();
    request.setOptions(options);
    return streams.read(request);
  };

  const framesOf = async (call: ClientReadableStream<ReadResp>): Promise<ReadResp[]> => {
    const frames: ReadResp[] = [];
    call.on('data', (frame: ReadResp) => frames.push(frame));
    const [status] = (await once(call, 'status')) as [{ code: number }];
    expect(status.code).toBe(0);
    return frames;
  };

  it('it tells the names of its methods in lower case, appends in batches among them', async () => {
    const features = new featuresService.ServerFeaturesClient(address, credentials.createInsecure());
    const supported = await new Promise<InstanceType<typeof SupportedMethods>>((resolve, reject) =>
      features.getSupportedMethods(new Empty(), (error, methods) => (error ? reject(error) : resolve(methods))),
    );
    const names = supported.getMethodsList().map((method) => `${method.getServiceName()}/${method.getMethodName()}`);
    expect(names).toContain('event_store.client.streams.streams/batchappend');
    expect(names).toEqual(names.map((name) => name.toLowerCase()));
    expect(supported.getEventStoreServerVersion()).toMatch(/^2\d\.\d+\.\d+$/);
    features.close();
  });

  it('a read of a stream that is not there is one frame, and succeeds', async () => {
    const stream = newStream();
    const frames = await framesOf(read(readOf(stream).setCount('10').setUuidOption(withTextIds)));
    expect(frames.map(kindOf)).toEqual(['STREAM_NOT_FOUND']);
  });

  it('a read is frames of events alone, their ids as it was asked for', async () => {
    const stream = newStream();
    const events = newEvents(3);
    await client.appendToStream(stream, events);
    for (const ids of [withTextIds, withStructuredIds]) {
      const frames = await framesOf(read(readOf(stream).setCount('10').setUuidOption(ids)));
      expect(frames.map(kindOf)).toEqual(['EVENT', 'EVENT', 'EVENT']);
      const own = frames.map((frame) => frame.getEvent()!.getEvent()!.getId()!);
      expect(own.map((id) => id.hasStructured())).toEqual(own.map(() => ids === withStructuredIds));
      expect(own.map(uuidText)).toEqual(events.map(({ id }) => id));
    }
  });

  it('a subscription without a filter tells of no checkpoint, however many events come by', async () => {
    const { position } = await client.appendToStream(newStream(), newEvents(1));
    await client.appendToStream(newStream(), newEvents(200));
    const after = new Options.Position()
      .setCommitPosition(String(position!.commit))
      .setPreparePosition(String(position!.prepare));
    const everything = new Options().setAll(new Options.AllOptions().setPosition(after)).setNoFilter(new Empty());
    const call = read(everything.setUuidOption(withTextIds).setSubscription(new Options.SubscriptionOptions()));
    const kinds: string[] = [];
    call.on('data', (frame: ReadResp) => kinds.push(kindOf(frame)));
    call.on('error', () => undefined);
    while (!kinds.includes('CAUGHT_UP')) await once(call, 'data');
    call.cancel();
    expect(kinds[0]).toBe('CONFIRMATION');
    expect(new Set(kinds)).toEqual(new Set(['CONFIRMATION', 'EVENT', 'CAUGHT_UP']));
    expect(kinds.length).toBeGreaterThanOrEqual(202);
  });

  it('a batch append that fails is answered under its own id with a status and its detail; the call goes on', async () => {
    const stream = newStream();
    const call = streams.batchAppend();
    call.on('error', () => undefined);
    const asked = [randomUUID(), randomUUID()];
    for (const id of asked) {
      const request = new BatchAppendReq();
      const message = new BatchAppendReq.ProposedMessage().setId(uuidOf(randomUUID())).setData(Buffer.from('{}'));
      message.getMetadataMap().set('type', 'Observed').set('content-type', 'application/json');
      request.setCorrelationId(uuidOf(id)).setProposedMessagesList([message]).setIsFinal(true);
      request.setOptions(
        new BatchAppendReq.Options().setStreamIdentifier(streamNamed(stream)).setNoStream(new Empty()),
      );
      call.write(request);
    }
    const answers = new Map<string, BatchAppendResp>();
    call.on('data', (answer: BatchAppendResp) => answers.set(uuidText(answer.getCorrelationId()), answer));
    while (answers.size < 2) await once(call, 'data');
    expect(answers.get(asked[0]!)!.getSuccess()!.getCurrentRevision()).toBe('0');
    const status = answers.get(asked[1]!)!.getError()!;
    expect([status.getCode(), status.getMessage()]).toEqual([Code.ALREADY_EXISTS, 'WrongExpectedVersion']);
    const type = 'event_store.client.WrongExpectedVersion';
    expect(status.getDetails()!.getTypeName()).toBe(type);
    const detail = status.getDetails()!.unpack(WrongExpectedVersion.deserializeBinary, type)!;
    expect([detail.getCurrentStreamRevision(), detail.hasExpectedNoStream()]).toEqual(['0', true]);
    call.cancel();
  });
});
