import { type Checkpoint, MerkleBuilder, hashBytes } from '#proof/check';
import { Found } from './finding.js';

/** The leaves of a whole export, by their place in the tree. */
export class Leaves {
  readonly #hashes: Buffer;
  readonly #there: Uint8Array;

  constructor(private readonly size: number) {
    this.#hashes = Buffer.alloc(size * hashBytes);
    this.#there = new Uint8Array(size);
  }

  /** False when there is one at this place already. */
  take(leafIndex: bigint, leaf: Uint8Array): boolean {
    const index = Number(leafIndex);
    if (this.#there[index] === 1) return false;
    this.#there[index] = 1;
    this.#hashes.set(leaf, index * hashBytes);
    return true;
  }

  /** Makes the tree anew. @throws Found when a leaf is missing, or a kept checkpoint stands for another beginning */
  check(kept: Checkpoint | undefined): void {
    const tree = new MerkleBuilder();
    const missing = this.#there.indexOf(0);
    if (missing >= 0)
      throw new Found({ code: 'LINE_MISSING', found: `Leaf ${missing} of ${this.size} is in none of the books.` });
    for (let index = 0; index <= this.size; index++) {
      if (kept?.size === tree.size && !tree.root().equals(kept.root))
        throw new Found({
          code: 'CHECKPOINT_DIFFERS',
          found: `The first ${kept.size} lines are not those that the kept checkpoint stands for.`,
        });
      if (index < this.size) tree.append(this.#hashes.subarray(index * hashBytes, (index + 1) * hashBytes));
    }
  }
}
