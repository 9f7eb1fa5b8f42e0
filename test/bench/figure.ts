/** What a row of the benchmark found in one run, beside what a plain peer reached in the same run. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: Unit;
  readonly peer?: { readonly what: string; readonly value: number };
  readonly bar?: Bar;
}

export type Unit = '/s' | 'ms' | 's' | 'MB' | 'B';

/** What the design asks for: of the figure itself, or of its ratio to the peer's. */
export interface Bar {
  readonly of: 'figure' | 'ratio';
  readonly at: 'least' | 'most';
  readonly limit: number;
}

export interface BenchOptions {
  /** Events in the ledger of the rows `rebuild` and `start`; each row has a size of its own when absent. */
  readonly events: number | undefined;
}

/** A row that is set up. Each run measures the figure and its peer, and throws when what was measured is not right. */
export interface Bench {
  run(): Promise<readonly Figure[]>;
  /** What has been checked, and whatever else one should know of the figures. Asked for after the last run. */
  notes(): readonly string[];
  close(): Promise<void>;
}

export interface Row {
  readonly name: string;
  open(options: BenchOptions): Promise<Bench>;
}

/** A figure over all runs: medians, with the least and the most. */
export interface Finding extends Figure {
  readonly ratio: number | undefined;
  readonly least: number;
  readonly most: number;
}

/** The value that a share of all values stays at or below: `at(times, 0.99)`. The values must not be empty. */
export const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
};

/** Medians over runs that found the same figures. Ratios are taken run by run, so that what disturbs a run cancels out. */
export const findings = (runs: readonly (readonly Figure[])[]): readonly Finding[] =>
  runs[0]!.map((first, index) => {
    const same = runs.map((figures) => figures[index]!);
    const values = same.map(({ value }) => value);
    const { peer } = first;
    return {
      ...first,
      value: median(values),
      least: Math.min(...values),
      most: Math.max(...values),
      ...(peer ? { peer: { ...peer, value: median(same.map((each) => each.peer!.value)) } } : {}),
      ratio: peer ? median(same.map((each) => each.value / each.peer!.value)) : undefined,
    };
  });

export const isMet = ({ bar, value, ratio }: Finding): boolean | undefined => {
  if (!bar) return undefined;
  const measured = bar.of === 'figure' ? value : ratio!;
  return bar.at === 'least' ? measured >= bar.limit : measured <= bar.limit;
};
