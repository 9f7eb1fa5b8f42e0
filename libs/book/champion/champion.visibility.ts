import type { Actor, Role } from '#kernel';
import type { ChampionRow } from './champion.projection.js';

type Sight = 'ALWAYS' | 'AFTER_ACCEPTANCE' | 'NEVER';

/** What each role may see of a champion's name, address and the reasons that are about the person. */
const sightOf: Readonly<Record<Role, Sight>> = {
  admin: 'ALWAYS',
  manager: 'ALWAYS',
  contributor: 'AFTER_ACCEPTANCE',
  auditor: 'AFTER_ACCEPTANCE',
  system: 'AFTER_ACCEPTANCE',
  viewer: 'NEVER',
};

/**
 * May this actor be shown who the champion is? Before acceptance only whoever nominated them and the programme's
 * managers: a name that is out is pressure to say yes. Whether the data is restricted or erased is asked afterwards, by
 * `Reading.open`.
 */
export const maySeeName = (row: Pick<ChampionRow, 'acceptedOn' | 'nominatedBy'>, actor: Actor): boolean => {
  const sight = sightOf[actor.role];
  if (sight === 'NEVER') return false;
  return sight === 'ALWAYS' || row.acceptedOn !== null || row.nominatedBy === actor.id;
};
