/** What a fault run did, in numbers. `lost` is 0, or the run threw. */
export interface FaultReport {
  /** What was injected, or why nothing was. */
  readonly what: string;
  readonly skipped?: boolean;
  readonly injected: number;
  readonly acknowledged: number;
  readonly notes?: readonly string[];
}

export interface FaultOptions {
  /** How often; each fault has a number of its own when absent. */
  readonly rounds?: number | undefined;
  /** Told of each step. */
  readonly tell: (text: string) => void;
}

/** A kind of fault, and how it is brought about. Rejects when something that must hold does not. */
export interface Fault {
  readonly name: string;
  run(options: FaultOptions): Promise<FaultReport>;
}

/** Numbers that look random and are the same in every run: where a fault strikes can be repeated. */
export const chanceOf = (seed: number) => {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};
