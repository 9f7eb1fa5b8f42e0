import { type Tables, describe } from '#book';
import { type Language, type Recorded, isSealed } from '#kernel';
import type { ReadModels } from '#read-models';

/** A line as `--json` prints it. What is sealed is left out of its data. */
export interface ToldLine {
  /** Of the whole ledger; `--after` takes it. */
  readonly position: string;
  /** Of the book, from 0. */
  readonly revision: string;
  readonly id: string;
  readonly type: string;
  readonly occurredOn: string;
  readonly recordedAt: string;
  readonly actor: { readonly id: string; readonly role: string };
  readonly sentence: string;
  readonly data: unknown;
  readonly evidence: Recorded['evidence'];
}

const idPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

const withoutSealed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSealed);
  if (typeof value !== 'object' || value === null) return value;
  const open = Object.entries(value).filter(([, each]) => !isSealed(each));
  return Object.fromEntries(open.map(([name, each]) => [name, withoutSealed(each)]));
};

/** What the things that lines speak of are called now. */
const labelsOf = async ({ db }: Pick<ReadModels<Tables>, 'db'>, lines: readonly Recorded[]) => {
  const ids = new Set(lines.flatMap(({ data }) => JSON.stringify(data).match(idPattern) ?? []));
  if (ids.size === 0) return new Map<string, string>();
  const rows = await db
    .selectFrom('label')
    .select(['key', 'label'])
    .where('key', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ key, label }) => [key, label]));
};

/** Lines in words. The read models must have come as far as the last of them. */
export const toldLines = async (
  readModels: Pick<ReadModels<Tables>, 'db'>,
  lines: readonly Recorded[],
  language: Language,
): Promise<ToldLine[]> => {
  const labels = await labelsOf(readModels, lines);
  return lines.map((line) => {
    const { id, type, occurredOn, recordedAt, actor, data, evidence } = line;
    return {
      position: String(line.position),
      revision: String(line.revision),
      id,
      type,
      occurredOn,
      recordedAt,
      actor,
      sentence: describe(line, language, (each) => labels.get(each)),
      data: withoutSealed(data),
      evidence,
    };
  });
};
