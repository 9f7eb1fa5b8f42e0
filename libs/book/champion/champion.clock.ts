import { addDays } from '#kernel';
import type { FallDue } from '../decider.js';
import { NominationExpired } from './champion.events.js';

/** A nomination may be answered through its last day; the day after, it has run out. */
export const fallDue: FallDue = ({ champions }, today) =>
  [...champions.values()]
    .filter(({ status, expiresOn }) => status === 'NOMINATED' && expiresOn < today)
    .map(({ id: championId, expiresOn }) => ({
      ...NominationExpired({ championId, expiresOn }),
      occurredOn: addDays(expiresOn, 1),
    }));
