import type { Proof } from '../proof/open-proof.js';
import { WitnessAsked } from './ask-witness.js';
import { appendCheckpoint } from './checkpoint-file.js';
import type { PublishingConfig } from './checkpoint-variables.js';
import { postText, takenText } from './post-text.js';
import { type CheckpointPlace, type Publisher, type PublisherParts, runPublisher } from './publisher.js';

export interface PublishingParts extends Pick<PublisherParts, 'signal' | 'logger'> {
  readonly proof: Proof;
  readonly config: PublishingConfig | undefined;
}

type Configured = PublishingParts & { readonly config: PublishingConfig };

/** Keeps the signatures of witnesses that an answer brings. Whatever else is in it is nobody's business. */
const taking =
  ({ proof, logger }: Configured, name: string) =>
  (size: bigint, answer: string): Promise<void> =>
    proof.cosignatures.takeAnswer(size, answer, (error) =>
      logger.warn({ err: error, place: name, code: error.code }, 'a signature of a witness was not kept'),
    );

const fileOf = ({ proof }: Configured, file: string): CheckpointPlace => ({
  name: 'WAVEBOOK_CHECKPOINT_FILE',
  give: ({ note }) => appendCheckpoint({ file, origin: proof.keys.origin, log: proof.log }, note),
});

const receiverOf = (parts: Configured, url: URL): CheckpointPlace => {
  const name = 'WAVEBOOK_CHECKPOINT_URL';
  const { signal } = parts;
  const { allowPrivate } = parts.config;
  const take = taking(parts, name);
  const give: CheckpointPlace['give'] = async ({ size, note }) =>
    take(size, takenText(await postText(url, note, { allowPrivate, signal })));
  return { name, give };
};

const witnessOf = (parts: Configured, url: URL): CheckpointPlace => {
  const name = `WAVEBOOK_WITNESS_URLS ${url.hostname}`;
  const { signal, proof } = parts;
  const witness = new WitnessAsked({ url, log: proof.log, allowPrivate: parts.config.allowPrivate, signal });
  const take = taking(parts, name);
  return { name, give: async (checkpoint) => take(checkpoint.size, await witness.ask(checkpoint)) };
};

const placesOf = (parts: Configured): readonly CheckpointPlace[] => {
  const { file, url, witnessUrls } = parts.config;
  return [
    ...(file === undefined ? [] : [fileOf(parts, file)]),
    ...(url ? [receiverOf(parts, url)] : []),
    ...witnessUrls.map((each) => witnessOf(parts, each)),
  ];
};

/**
 * Gives checkpoints away to every place that is configured, each at its own pace. A process that seals nothing gives
 * nothing away.
 */
export const openPublishing = ({ config, ...parts }: PublishingParts): readonly Publisher[] => {
  const { proof, signal, logger } = parts;
  if (!config || !proof.sealer) return [];
  const { everyMs } = config;
  const newest = () => proof.log.newest();
  return placesOf({ ...parts, config }).map((place) => runPublisher({ place, newest, everyMs, signal, logger }));
};
