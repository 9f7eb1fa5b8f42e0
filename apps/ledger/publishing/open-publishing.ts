import type { Proof } from '../proof/open-proof.js';
import { appendCheckpoint } from './checkpoint-file.js';
import type { PublishingConfig } from './checkpoint-variables.js';
import { postText, takenText } from './post-text.js';
import { type CheckpointPlace, type Publisher, type PublisherParts, runPublisher } from './publisher.js';

export interface PublishingParts extends Pick<PublisherParts, 'signal' | 'logger'> {
  readonly proof: Proof;
  readonly config: PublishingConfig | undefined;
}

type Configured = PublishingParts & { readonly config: PublishingConfig };

const placesOf = ({ proof, config, signal }: Configured): readonly CheckpointPlace[] => {
  const { log, keys } = proof;
  const { file, url, allowPrivate } = config;
  const places: CheckpointPlace[] = [];
  if (file !== undefined)
    places.push({
      name: 'WAVEBOOK_CHECKPOINT_FILE',
      give: ({ note }) => appendCheckpoint({ file, origin: keys.origin, log }, note),
    });
  if (url)
    places.push({
      name: 'WAVEBOOK_CHECKPOINT_URL',
      async give({ note }) {
        takenText(await postText(url, note, { allowPrivate, signal }));
      },
    });
  return places;
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
