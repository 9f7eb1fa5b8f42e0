import { plainId } from '#kernel';
import type { Scope } from '../../ledger/access/token.js';
import { readConfig } from '../../ledger/config.js';
import { plainKey } from '../import/cells.js';
import { findProgramme } from '../import/find-programme.js';
import { type Books, withBooks } from '../open-books.js';
import { CommandRefused } from '../outcome.js';

/** Which programmes and units a token is for. */
export interface Scopes {
  readonly programmes: Scope;
  readonly units: Scope;
}

interface Named {
  readonly programme: readonly string[];
  readonly unit: readonly string[];
}

const unitsOf = async ({ readModels: { db } }: Books, programmeIds: readonly string[]) => {
  const all = db
    .selectFrom('unit')
    .select(['key', 'name', 'programmeId', 'externalIds'])
    .where('status', '=', 'ACTIVE');
  const wanted = programmeIds.length > 0 ? all.where('programmeId', 'in', programmeIds) : all;
  return wanted.orderBy('name').execute();
};

type Unit = Awaited<ReturnType<typeof unitsOf>>[number];

const isMeant = (named: string) => {
  const [, scheme, value] = /^([^:]+):(.+)$/.exec(named) ?? [];
  return ({ key, name, externalIds }: Unit): boolean =>
    key === plainId(named) ||
    plainKey(name) === plainKey(named) ||
    externalIds.some((id) => id.scheme === scheme && id.value === value);
};

const findUnit = (units: readonly Unit[], named: string): Unit => {
  const [found, ...others] = units.filter(isMeant(named));
  if (found && others.length === 0) return found;
  const several = [found, ...others].map((unit) => `\n  ${unit?.key}  ${unit?.name}`).join('');
  throw found
    ? new CommandRefused(
        'UNIT_AMBIGUOUS',
        `Several units are called “${named}”. Name one of these by its id:${several}`,
      )
    : new CommandRefused(
        'UNIT_UNKNOWN',
        `There is no active unit “${named}”. Name it by its id, its whole name, or a number such as orgnr:974760673.`,
      );
};

/** The programmes and units that were named. A contributor is let into the programmes of their units and no others. */
const find = async (books: Books, { programme, unit }: Named): Promise<Scopes> => {
  const programmes: string[] = [];
  for (const named of programme) programmes.push((await findProgramme(books, named)).id);
  if (unit.length === 0) return { programmes, units: 'all' };
  await books.readModels.waitFor(await books.store.head(), { timeoutMs: 60_000 });
  const among = await unitsOf(books, programmes);
  const units = unit.map((named) => findUnit(among, named));
  return {
    programmes: [...new Set(units.map(({ programmeId }) => programmeId))],
    units: [...new Set(units.map(({ key }) => key))],
  };
};

/** Finds what was named in the ledger of WAVEBOOK_DATA. @throws CommandRefused when something is not there */
export const scopesOf = async (named: Named): Promise<Scopes> => {
  if (named.programme.length + named.unit.length === 0) return { programmes: 'all', units: 'all' };
  return withBooks(readConfig(), {}, (books) => find(books, named));
};
