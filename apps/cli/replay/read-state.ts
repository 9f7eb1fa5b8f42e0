import { type Reading, adoptionProgressOf } from '#book';

/** How a programme stood, as JSON: codes and days, no personal data. */
export interface ReadState {
  readonly programme: {
    readonly id: string;
    readonly name: string;
    readonly status: string;
    readonly charteredOn: string;
    /** The owner's title, never a name. */
    readonly owner: string;
  };
  /** The day of the world's clock that it is told for. */
  readonly asOf: string;
  /** The point of the ledger's clock as it was asked for; null for all that it knows. */
  readonly knownAt: string | null;
  /** Decimal; everything up to here counts. */
  readonly position: string;
  /** Lines of the book that count. */
  readonly lines: number;
  readonly solutions: readonly {
    readonly ref: string;
    readonly name: string;
    readonly unitsTotal: number;
    /** Units by how far they have come, such as LIVE; those without any left out. */
    readonly units: Readonly<Record<string, number>>;
  }[];
  readonly pilots: readonly Thing[];
  readonly waves: readonly (Thing & { readonly units: number; readonly from: string; readonly to: string })[];
  readonly decisions: readonly (Thing & { readonly on: string | null })[];
  /** Champions by where they stand. */
  readonly champions: Readonly<Record<string, number>>;
}

interface Thing {
  readonly ref: string;
  readonly name: string;
  readonly status: string;
}

const byNumber = (a: { readonly ref: string }, b: { readonly ref: string }): number =>
  Number(a.ref.split('-')[1]) - Number(b.ref.split('-')[1]);

const countsBy = (codes: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
};

const solutionsOf = async (reading: Reading, programmeId: string): Promise<ReadState['solutions']> => {
  const progress = await adoptionProgressOf(reading, programmeId);
  return (progress?.solutions ?? []).map((each) => {
    const counts = {
      UNAWARE: each.unitsUnaware,
      INTERESTED: each.unitsInterested,
      COMMITTED: each.unitsCommitted,
      PREPARING: each.unitsPreparing,
      LIVE: each.unitsLive,
      EMBEDDED: each.unitsEmbedded,
      LAPSED: each.unitsLapsed,
      DECLINED: each.unitsDeclined,
    };
    const { ref, name } = each.solution;
    const units = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
    return { ref, name, unitsTotal: each.unitsTotal, units };
  });
};

const wavesOf = async (reading: Reading, programmeId: string): Promise<ReadState['waves']> => {
  const [waves, places] = await Promise.all([
    reading.loadBy('wave', 'programmeId', programmeId),
    reading.loadBy('waveUnit', 'programmeId', programmeId),
  ]);
  return waves.toSorted(byNumber).map(({ key, ref, name, status, plannedStart, plannedEnd }) => {
    const units = places.filter(({ waveId, leftOn }) => waveId === key && leftOn === null).length;
    return { ref, name, status, units, from: plannedStart, to: plannedEnd };
  });
};

/** Reads the state of a programme that is there. */
export const readState = async (
  reading: Reading,
  programmeId: string,
  { knownAt }: { readonly knownAt?: string | undefined },
): Promise<ReadState> => {
  const { key: id, name, status, charteredOn, owner } = (await reading.load('programme', programmeId))!;
  const pilots = await reading.loadBy('pilot', 'programmeId', programmeId);
  const decisions = await reading.loadBy('decision', 'programmeId', programmeId);
  const champions = await reading.loadBy('champion', 'programmeId', programmeId);
  return {
    programme: { id, name, status, charteredOn, owner: owner.title },
    asOf: reading.today,
    knownAt: knownAt ?? null,
    position: String(reading.position()),
    lines: Number(await reading.lineCount(programmeId)),
    solutions: await solutionsOf(reading, programmeId),
    pilots: pilots.toSorted(byNumber).map((each) => ({ ref: each.ref, name: each.name, status: each.status })),
    waves: await wavesOf(reading, programmeId),
    decisions: decisions
      .toSorted(byNumber)
      .map(({ ref, title, status: stands, takenOn }) => ({ ref, name: title, status: stands, on: takenOn })),
    champions: countsBy(champions.map((each) => each.status)),
  };
};
