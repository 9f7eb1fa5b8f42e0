import { nodeHash } from './merkle.js';
import { verifyInclusion } from './verify.js';

/** Nodes that are remembered before all are forgotten: some 3 MB. */
const knownMax = 8_192;
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

/** A node on the way that is being checked, and the step that was taken from it. */
interface Climbed {
  readonly key: number;
  readonly hash: Buffer;
  readonly text: string;
}

/** A place on the way from a leaf to the root. */
class Place {
  level = 0;

  constructor(
    public node: number,
    /** Number of the last node of the level. */
    public last: number,
  ) {}

  get key(): number {
    return this.node * levelsMax + this.level;
  }

  /** Whether the next hash of the way stands to the left. */
  get isRight(): boolean {
    return this.node % 2 === 1 || this.node === this.last;
  }

  up(): void {
    this.level++;
    this.node = Math.floor(this.node / 2);
    this.last = Math.floor(this.last / 2);
  }

  /** To where a step leads (RFC 9162, 2.1.3.2): at the right edge, past the levels where a node has no sibling. */
  step(): void {
    if (this.isRight) while (this.node % 2 === 0 && this.node !== 0) this.up();
    this.up();
  }
}

/** A step as `wayText` writes it, and the hash that it takes; undefined where there is none. */
const stepAt = (steps: string, at: number): { readonly text: string; readonly sibling: Buffer } | undefined => {
  const sibling = Buffer.from(steps.slice(at, at + stepLength - 1), 'base64');
  const text = `${textOf(sibling)},`;
  return text.length === stepLength && steps.startsWith(text, at) ? { text, sibling } : undefined;
};

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
  readonly #rootKnown: Known;

  constructor(
    private readonly size: bigint,
    private readonly root: Buffer,
  ) {
    const top = new Place(0, size > 0n && size <= sizeMax ? Number(size - 1n) : 0);
    while (top.last > 0) top.up();
    this.#top = top.key;
    this.#rootKnown = { hash: root };
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
    const climbed: Climbed[] = [];
    const place = new Place(Number(index), Number(size - 1n));
    let hash = leaf;
    let known = this.#knownAt(place);
    while (!known) {
      const step = stepAt(steps, climbed.length * stepLength);
      if (!step) return false;
      climbed.push({ key: place.key, hash, text: step.text });
      hash = place.isRight ? nodeHash(step.sibling, hash) : nodeHash(hash, step.sibling);
      place.step();
      known = this.#knownAt(place);
    }
    if (!known.hash.equals(hash) || !isRest(steps, climbed.length * stepLength, known)) return false;
    this.#remember(climbed, known);
    return true;
  }

  #knownAt({ key }: Place): Known | undefined {
    return key === this.#top ? this.#rootKnown : this.#known.get(key);
  }

  /** Takes the nodes of a way, up to one that is known. Nobody comes to a leaf again. */
  #remember(climbed: readonly Climbed[], known: Known): void {
    if (this.#known.size + climbed.length > knownMax) this.#known.clear();
    let to = known;
    for (const { key, hash, text } of climbed.slice(1).reverse()) {
      to = { hash, step: { text, to } };
      this.#known.set(key, to);
    }
  }
}
