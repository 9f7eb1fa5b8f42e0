import { type Entities, type Line, patch, unreachable } from '#kernel';
import type { ChampionEvent } from './champion.events.js';

export type ChampionStatus = 'NOMINATED' | 'ACTIVE' | 'ON_LEAVE' | 'DECLINED' | 'EXPIRED' | 'LEFT';

export interface Champion {
  readonly id: string;
  readonly ref: string;
  readonly status: ChampionStatus;
  readonly unitId: string;
  /** What they stand for; undefined when it is the whole programme. */
  readonly solutionId: string | undefined;
  readonly personId: string;
  readonly expiresOn: string;
  readonly changeAgent: boolean;
  readonly percent: number | undefined;
}

export type Champions = Entities<Champion>;

/** Nominated and not answered yet, or taking part: somebody whom the programme counts on. */
export const isCurrent = ({ status }: Champion): boolean =>
  status === 'NOMINATED' || status === 'ACTIVE' || status === 'ON_LEAVE';

/** The person that an id means: a person's own, or that of one of their nominations (`C-1`). */
export const personMeant = (champions: Champions, id: string): string => champions.get(id)?.personId ?? id;

export const evolveChampions = (champions: Champions, line: Line<ChampionEvent>): Champions => {
  const set = (changes: Partial<Champion>) => patch(champions, line.data.championId, changes);
  switch (line.type) {
    case 'ChampionNominated': {
      const { championId: id, ref, unitId, solutionId, personId, expiresOn } = line.data;
      const champion = { id, ref, unitId, solutionId, personId, expiresOn, changeAgent: false, percent: undefined };
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
