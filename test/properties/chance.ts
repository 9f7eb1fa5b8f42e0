/** Choices that follow from a seed: the same seed always chooses the same. */
export interface Chance {
  /** A whole number from 0, below `n`. */
  below(n: number): number;
  /** True in so many of a hundred cases. */
  percent(of: number): boolean;
  one<Item>(items: readonly Item[]): Item;
  /** At most `max` different items, in an order of their own. */
  some<Item>(items: readonly Item[], min: number, max: number): readonly Item[];
}

/** A generator of the mulberry kind: 32 bits of state are plenty for the choices of one step. */
export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  const one = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;
  return {
    below,
    percent: (of) => below(100) < of,
    one,
    some(items, min, max) {
      const rest = [...items];
      const count = Math.min(rest.length, min + below(max - min + 1));
      return Array.from({ length: count }, () => rest.splice(below(rest.length), 1)[0]!);
    },
  };
};
