import { type Entities, type Line, patch, unreachable } from '#kernel';
import type { ChampionEvent } from './champion.events.js';

export type ChampionStatus = 'NOMINATED' | 'ACTIVE' | 'ON_LEAVE' | 'DECLINED' | 'EXPIRED' | 'LEFT';

export interface Champion {
  readonly id: string;
  readonly ref: string;
  readonly status: ChampionStatus;
  readonly unitId: string;
  readonly personId: string;
  readonly expiresOn: string;
  readonly changeAgent: boolean;
  readonly percent: number | undefined;
}

export type Champions = Entities<Champion>;

export const evolveChampions = (champions: Champions, line: Line<ChampionEvent>): Champions => {
  const set = (changes: Partial<Champion>) => patch(champions, line.data.championId, changes);
  switch (line.type) {
    case 'ChampionNominated': {
      const { championId: id, ref, unitId, personId, expiresOn } = line.data;
      const champion = { id, ref, unitId, personId, expiresOn, changeAgent: false, percent: undefined };
      return champions.set(id, { ...champion, status: 'NOMINATED' });
    }
    case 'NominationAccepted':
    case 'ChampionReturned':
      return set({ status: 'ACTIVE' });
    case 'NominationDeclined':
      return set({ status: 'DECLINED' });
    case 'NominationExpired':
      return set({ status: 'EXPIRED' });
    case 'TimeAllocated':
      return set({ percent: line.data.percent });
    case 'ChangeAgentAppointed':
      return set({ changeAgent: true });
    case 'ChampionMoved':
      return set({ unitId: line.data.toUnitId });
    case 'ChampionRecognised':
      return champions;
    case 'ChampionWentOnLeave':
      return set({ status: 'ON_LEAVE' });
    case 'ChampionLeft':
      return set({ status: 'LEFT' });
    default:
      return unreachable(line);
  }
};
