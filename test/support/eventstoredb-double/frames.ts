import type { LogEvent } from './log-event.js';
import { ReadResp, streamNamed, uuidOf } from './protocol.js';

const { ReadEvent } = ReadResp;

/** An event as it is sent. */
export const eventFrame = (event: LogEvent, hasStructuredIds: boolean): ReadResp => {
  const recorded = new ReadEvent.RecordedEvent()
    .setId(uuidOf(event.id, hasStructuredIds))
    .setStreamIdentifier(streamNamed(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(String(event.position))
    .setPreparePosition(String(event.position))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('created', String(event.created))
    .set('content-type', event.isJson ? 'application/json' : 'application/octet-stream');
  return new ReadResp().setEvent(new ReadEvent().setEvent(recorded).setCommitPosition(String(event.position)));
};

export const missingFrame = (stream: string): ReadResp =>
  new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(streamNamed(stream)));

export const confirmationFrame = (id: string): ReadResp =>
  new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(id));

export const caughtUpFrame = (): ReadResp => new ReadResp().setCaughtUp(new ReadResp.CaughtUp());

export const checkpointFrame = (commit: number, prepare: number): ReadResp =>
  new ReadResp().setCheckpoint(
    new ReadResp.Checkpoint().setCommitPosition(String(commit)).setPreparePosition(String(prepare)),
  );
