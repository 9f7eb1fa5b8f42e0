import { nodeHash } from './merkle.js';
import { verifyInclusion } from './verify.js';

/** Nodes that are remembered before all are forgotten: some 10 MB. */
const knownMax = 32_768;
/** Up to this size of a tree a node is named by a number; the ways of a larger one are climbed each for itself. */
const sizeMax = 2n ** 45n;
const levelsMax = 64;

const textOf = (hash: Buffer): string => hash.toString('base64');

/** Hashes of a way to the root as a text: base64, the nearest first, with commas between them. */
export const wayText = (hashes: readonly Buffer[]): string => hashes.map(textOf).join(',');

const hashesIn = (way: string): readonly Buffer[] =>
  way === '' ? [] : way.split(',').map((hash) => Buffer.from(hash, 'base64'));

/** A step of a way as text: 32 bytes in base64, and a comma, which is put behind the last one too. */
const stepLength = 45;

/** A node on a way that led to the root. */
interface Known {
  readonly hash: Buffer;
  /** The step from here, with its comma, and where it leads; undefined at the root. */
  readonly step?: { readonly text: string; readonly to: Known };
}

interface Place {
  readonly level: number;
  readonly node: number;
  /** Number of the last node of the level. */
  readonly last: number;
}

const up = ({ level, node, last }: Place): Place => ({
  level: level + 1,
  node: Math.floor(node / 2),
  last: Math.floor(last / 2),
});

const isRight = ({ node, last }: Place): boolean => node % 2 === 1 || node === last;

/** Where a step leads (RFC 9162, 2.1.3.2): at the right edge of the tree, past the levels where a node has no sibling. */
const after = (place: Place): Place => {
  let at = place;
  if (isRight(at)) while (at.node % 2 === 0 && at.node !== 0) at = up(at);
  return up(at);
};

const keyOf = ({ level, node }: Place): number => node * levelsMax + level;

/** Whether the steps of a way, from an offset on, are those that led from a node to the root. */
const isRest = (steps: string, offset: number, from: Known): boolean => {
  let at = offset;
  for (let { step } = from; step; step = step.to.step, at += stepLength)
    if (!steps.startsWith(step.text, at)) return false;
  return at === steps.length;
};

/**
 * Checks the ways of many leaves to the root of one tree. Neighbours share all but the first steps, so nodes that were proved
 * are remembered: who comes to one with the same hash, and goes on by the same steps, comes to the same root.
 */
export class InclusionCheck {
  readonly #known = new Map<number, Known>();
  readonly #top: number;

  constructor(
    private readonly size: bigint,
    private readonly root: Buffer,
  ) {
    let top: Place = { level: 0, node: 0, last: size > 0n && size <= sizeMax ? Number(size - 1n) : 0 };
    while (top.last > 0) top = up(top);
    this.#top = keyOf(top);
  }

  /**
   * The way of a leaf from its place to the root, as `wayText` writes it, when it leads there; undefined when it does not, as
   * `verifyInclusion` says.
   */
  wayOf(index: bigint, leaf: Buffer, way: string): string | undefined {
    if (this.#leads(index, leaf, way)) return way;
    const { size, root } = this;
    const proof = hashesIn(way);
    return verifyInclusion({ index, size, leaf, proof, root }) ? wayText(proof) : undefined;
  }

  /** What is false here may still be true for `verifyInclusion`. */
  #leads(index: bigint, leaf: Buffer, way: string): boolean {
    const { size } = this;
    if (size > sizeMax || index >= size) return false;
    const steps = way === '' ? '' : `${way},`;
    const climbed: { readonly key: number; readonly hash: Buffer; readonly text: string }[] = [];
    let place: Place = { level: 0, node: Number(index), last: Number(size - 1n) };
    let hash = leaf;
    for (let at = 0; ; at += stepLength) {
      const known = this.#knownAt(keyOf(place));
      if (known) {
        if (!known.hash.equals(hash) || !isRest(steps, at, known)) return false;
        this.#remember(climbed, known);
        return true;
      }
      const sibling = Buffer.from(steps.slice(at, at + stepLength - 1), 'base64');
      const text = `${textOf(sibling)},`;
      if (text.length !== stepLength || !steps.startsWith(text, at)) return false;
      climbed.push({ key: keyOf(place), hash, text });
      hash = isRight(place) ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
      place = after(place);
    }
  }

  #knownAt(key: number): Known | undefined {
    return key === this.#top ? { hash: this.root } : this.#known.get(key);
  }

  /** Takes the nodes of a way, up to one that is known. Nobody comes to a leaf again. */
  #remember(climbed: readonly { key: number; hash: Buffer; text: string }[], known: Known): void {
    if (this.#known.size + climbed.length > knownMax) this.#known.clear();
    let to = known;
    for (const { key, hash, text } of climbed.slice(1).reverse()) {
      to = { hash, step: { text, to } };
      this.#known.set(key, to);
    }
  }
}
