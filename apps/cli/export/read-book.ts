import type { Books } from '../open-books.js';
import type { Exported } from './exported.js';
import type { ExportKind } from './kinds.js';
import { unitTable } from './unit-table.js';
import { usageTable } from './usage-table.js';

/** What a file of a kind holds, read at one moment of the book. */
export const readExport = (
  { readModels }: Pick<Books, 'readModels'>,
  kind: ExportKind,
  programmeId: string,
): Promise<Exported> =>
  readModels.db.transaction().execute(async (db) => {
    const units = await db
      .selectFrom('unit')
      .select(['key', 'name', 'kind', 'eligible', 'parentUnitId', 'externalIds'])
      .select(['status', 'mergedIntoUnitId', 'enrolledOn'])
      .where('programmeId', '=', programmeId)
      .execute();
    if (kind === 'units') return unitTable(units);
    const usage = await db
      .selectFrom('usage')
      .select(['unitId', 'solutionId', 'periodStart', 'periodEnd', 'active', 'eligible'])
      .where('programmeId', '=', programmeId)
      .execute();
    const solutions = await db
      .selectFrom('solution')
      .select(['key', 'name'])
      .where('programmeId', '=', programmeId)
      .execute();
    return usageTable(usage, units, new Map(solutions.map(({ key, name }) => [key, name])));
  });
