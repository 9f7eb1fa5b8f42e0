import { type KeptCheckpoint, type ProofLog, consistencyPath, onTree } from '#proof';
import { type PostOptions, postText, takenText } from './post-text.js';
import { PublishingError } from './publishing-error.js';

export interface WitnessParts extends PostOptions {
  /** The prefix of the witness's addresses. */
  readonly url: URL;
  readonly log: Pick<ProofLog, 'tiles'>;
}

const addressOf = (url: URL): URL => new URL(`${url.href.replace(/\/$/, '')}/add-checkpoint`);

/** What is sent: the size that the witness saw last, the proof that nothing was changed since, and the checkpoint. */
const bodyOf = async ({ log }: WitnessParts, { size, note }: KeptCheckpoint, old: bigint): Promise<string> => {
  const hashes = await onTree(log, (hashAt) => consistencyPath(old, size, hashAt));
  const lines = hashes.map((hash) => `${hash.toString('base64')}\n`);
  return `old ${old}\n${lines.join('')}\n${note}`;
};

const sizeIn = (text: string): bigint | undefined => (/^\d{1,18}\n?$/.test(text) ? BigInt(text.trim()) : undefined);

const differs = (found: string): PublishingError =>
  new PublishingError('CHECKPOINT_DIFFERS', `the witness saw another ledger under this name: ${found}`);

/**
 * Asks witnesses as C2SP tlog-witness has it. The witness remembers the largest checkpoint that it saw, and signs none that
 * does not begin with all of it: what it refuses for that is the finding that witnesses are there for.
 */
export class WitnessAsked {
  #old = 0n;

  constructor(private readonly parts: WitnessParts) {}

  /** The lines of signature that the witness answered. @throws PublishingError */
  async ask(checkpoint: KeptCheckpoint): Promise<string> {
    const first = await this.#post(checkpoint);
    const seen = first.status === 409 ? sizeIn(first.text) : undefined;
    if (seen === undefined) return this.#taken(checkpoint, first);
    if (seen > checkpoint.size) throw differs(`it had ${seen} lines, and has ${checkpoint.size}`);
    if (seen === this.#old) throw differs(`its first ${seen} lines are others`);
    this.#old = seen;
    return this.#taken(checkpoint, await this.#post(checkpoint));
  }

  async #post(checkpoint: KeptCheckpoint) {
    const { url, allowPrivate, signal } = this.parts;
    const old = this.#old <= checkpoint.size ? this.#old : 0n;
    return postText(addressOf(url), await bodyOf(this.parts, checkpoint, old), { allowPrivate, signal });
  }

  #taken({ size }: KeptCheckpoint, posted: Awaited<ReturnType<typeof postText>>): string {
    if (posted.status === 422) throw differs('the proof that nothing was changed did not convince it');
    const lines = takenText(posted);
    this.#old = size;
    return lines;
  }
}
