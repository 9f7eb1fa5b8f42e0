import type { EventStore, StoredEvent } from '#event-store';
import { type Instant, ledgerStream } from '#kernel';
import { type Vault, VaultError } from '#privacy';
import {
  type CheckpointSigners,
  type ProofLog,
  type Signer,
  type Verifier,
  parseVerifierKey,
  signNote,
  signerFrom,
  verifierKey,
} from '#proof';
import { CheckpointKeyRotated, ledgerCatalogue } from './checkpoint-key.events.js';

/** Names of secrets in the vault: they are kept, wrapped and backed up with the keys of persons. */
const originName = 'ledger-origin';
const originCharacters = 32;
export const keyName = (number: number): string => `checkpoint-key-${number}`;

/** How a key came in. */
export interface Rotation {
  readonly event: StoredEvent;
  readonly recordedAt: Instant;
  readonly actorId: string;
  readonly reason: string;
}

export interface CheckpointKey {
  readonly verifier: Verifier;
  /** Undefined where keys.db is older than the ledger, and does not have it. */
  readonly signer: Signer | undefined;
  /** Undefined for the first key. */
  readonly rotation?: Rotation;
}

/** The keys that sign, and have signed, the checkpoints of a ledger. Which one does depends on the size alone. */
export class CheckpointKeys implements CheckpointSigners {
  readonly origin: string;
  readonly first: Signer;
  readonly #keys: CheckpointKey[];
  /** Of each key the size that it signs first, by the position of the line that it came in with. */
  readonly #from = new Map<bigint, bigint>();
  #revision: bigint | undefined;

  private constructor(
    private readonly vault: Pick<Vault, 'findSecret'>,
    private readonly log: Pick<ProofLog, 'indexOf'>,
    { origin, first }: Pick<CheckpointKeys, 'origin' | 'first'>,
  ) {
    this.origin = origin;
    this.first = first;
    this.#keys = [{ verifier: first, signer: first }];
  }

  /** The ledger's name and first key, made where there are none yet, and the keys that the ledger tells of already. */
  static async open(
    { store, vault }: { store: Pick<EventStore, 'read'>; vault: Pick<Vault, 'secret' | 'findSecret'> },
    log: Pick<ProofLog, 'indexOf'>,
  ): Promise<CheckpointKeys> {
    const origin = `wavebook/${(await vault.secret(originName)).toString('hex').slice(0, originCharacters)}`;
    const keys = new CheckpointKeys(vault, log, { origin, first: signerFrom(origin, await vault.secret(keyName(1))) });
    await keys.catchUp(store);
    return keys;
  }

  /** In the order in which they came in. */
  get all(): readonly CheckpointKey[] {
    return this.#keys;
  }

  /** Of the last line that the ledger has of its keys; undefined when there is none. */
  get revision(): bigint | undefined {
    return this.#revision;
  }

  learn(event: StoredEvent, leafIndex?: bigint): boolean | Promise<boolean> {
    const isRotation = event.stream === ledgerStream && event.type === CheckpointKeyRotated.type;
    return isRotation && this.#learnRotation(event, leafIndex);
  }

  async #learnRotation(event: StoredEvent, leafIndex: bigint | undefined): Promise<boolean> {
    await this.#locate(event.position, leafIndex);
    const { data, recordedAt, actor } = ledgerCatalogue.decode(event);
    const verifier = parseVerifierKey(data.newVerifierKey);
    this.#revision = event.revision;
    // A ledger that was made of an export goes on under a name and with a key of its own, unless those were put beside it.
    if (verifier.name !== this.origin) return false;
    if (data.number !== this.#keys.length + 1) return true;
    const secret = await this.vault.findSecret(keyName(data.number));
    const signer = secret && signerFrom(this.origin, secret);
    const isIt = signer !== undefined && verifierKey(signer) === data.newVerifierKey;
    this.#keys.push({
      verifier,
      signer: isIt ? signer : undefined,
      rotation: { event, recordedAt, actorId: actor.id, reason: data.reason },
    });
    return true;
  }

  /**
   * Learns what the ledger and the tree have come to tell of its keys since. Whoever does not seal asks before it tells
   * anybody who signs.
   */
  async catchUp(store: Pick<EventStore, 'read'>): Promise<void> {
    for await (const event of store.read(ledgerStream, { from: (this.#revision ?? -1n) + 1n })) await this.learn(event);
    for (const { rotation } of this.#keys) if (rotation) await this.#locate(rotation.event.position);
  }

  /** A line that is sealed, or is about to be, is a leaf for ever. */
  async #locate(position: bigint, leafIndex?: bigint): Promise<void> {
    if (this.#from.has(position)) return;
    const index = leafIndex ?? (await this.log.indexOf(position));
    if (index !== undefined) this.#from.set(position, index + 1n);
  }

  /** Size of the first checkpoint that a key signs: the one that covers the line that it came in with; undefined before that is sealed. */
  from({ rotation }: CheckpointKey): bigint | undefined {
    return rotation ? this.#from.get(rotation.event.position) : 0n;
  }

  /** Who signs the checkpoint of a size: one key or, where it hands over to the next, both. The old one comes first. */
  at(size: bigint): readonly [CheckpointKey, ...CheckpointKey[]] {
    let current = this.#keys[0]!;
    for (const next of this.#keys.slice(1)) {
      const from = this.from(next);
      if (from === undefined || from > size) break;
      if (from === size) return [current, next];
      current = next;
    }
    return [current];
  }

  sign(text: string, size: bigint): string {
    const signers = this.at(size).map(({ signer, verifier }) => {
      if (signer) return signer;
      throw new VaultError(
        'KEY_MISSING',
        `keys.db has no ${verifierKey(verifier)}, which signs this ledger: put back a later keys.db`,
      );
    });
    return signNote(text, ...signers);
  }
}
