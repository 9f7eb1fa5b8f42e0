import { plainId } from '#kernel';
import type { Parts } from '../../ledger/parts.js';
import { plainKey, quoted } from './cells.js';
import { refuse } from './import.words.js';
import { FileRefused } from './sheet.js';

export interface FoundProgramme {
  readonly id: string;
  readonly name: string;
}

const upToDateMsMax = 60_000;

/** The programme that was named, by id or by name; the only one there is, when none was named. @throws FileRefused */
export const findProgramme = async (
  { readModels, store }: Pick<Parts, 'readModels' | 'store'>,
  named: string | undefined,
): Promise<FoundProgramme> => {
  await readModels.waitFor(await store.head(), { timeoutMs: upToDateMsMax });
  const rows = await readModels.db.selectFrom('programme').select(['key', 'name']).orderBy('name').execute();
  const all = rows.map(({ key, name }) => ({ id: key, name }));
  const isMeant = ({ id, name }: FoundProgramme) =>
    named === undefined || id === plainId(named) || plainKey(name) === plainKey(named);
  const [found, ...others] = all.filter(isMeant);
  if (found && others.length === 0) return found;
  if (all.length === 0) throw new FileRefused(refuse('PROGRAMMES_NONE', {}));
  const programmes = all.map(({ id, name }) => `\n  ${id}  ${name}`).join('');
  throw new FileRefused(
    named === undefined
      ? refuse('PROGRAMME_NOT_NAMED', { programmes })
      : refuse('PROGRAMME_NOT_FOUND', { text: quoted(named), programmes }),
  );
};
