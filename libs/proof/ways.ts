import { type HashAt, rangeRoot, splitLevel } from './merkle.js';

/** A range of leaves that is a node of the tree, and the way from it to the root. */
interface Range {
  readonly start: bigint;
  readonly end: bigint;
  /** As `wayText` writes it. */
  readonly way: string;
}

const holds = ({ start, end }: Range, index: bigint): boolean => index >= start && index < end;

/**
 * The ways of leaves to the root as text, for one who goes through the leaves of a tree: each begins with the few hashes in
 * which it differs from the way of the leaf before.
 */
export class Ways {
  /** From the root down to the leaf that was asked for last. */
  readonly #ranges: Range[];

  constructor(
    size: bigint,
    private readonly hashAt: HashAt,
  ) {
    this.#ranges = [{ start: 0n, end: size, way: '' }];
  }

  /** What `inclusionPath` gives for a leaf of the tree, as `wayText` writes it. */
  of(index: bigint): string {
    while (!holds(this.#ranges.at(-1)!, index)) this.#ranges.pop();
    let range = this.#ranges.at(-1)!;
    while (range.end - range.start > 1n) {
      range = this.#halfOf(range, index);
      this.#ranges.push(range);
    }
    return range.way;
  }

  #halfOf({ start, end, way }: Range, index: bigint): Range {
    const middle = start + (1n << BigInt(splitLevel(end - start)));
    const isLeft = index < middle;
    const sibling = isLeft ? rangeRoot(middle, end, this.hashAt) : rangeRoot(start, middle, this.hashAt);
    const text = sibling.toString('base64');
    const further = way === '' ? text : `${text},${way}`;
    return isLeft ? { start, end: middle, way: further } : { start: middle, end, way: further };
  }
}
