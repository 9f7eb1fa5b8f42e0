import type { LocalDate } from '#kernel';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.js';

const undecided = ['NEEDED', 'PROPOSED', 'DEFERRED'] as const;

/** Decisions whose day has passed, or whose review has come, and of which the book does not say so yet. */
const decisionsDue = (db: Kysely<Tables>, today: LocalDate) =>
  db
    .selectFrom('decision')
    .select('decision.programmeId')
    .where((is) =>
      is.or([
        is.and([is('status', 'in', undecided), is('dueBy', '<', today), is('overdue', '=', false)]),
        is.and([is('status', '=', 'TAKEN'), is('reviewOn', '<=', today), is('reviewDue', '=', false)]),
      ]),
    );

/** Nominations that nobody answered through their last day. */
const nominationsDue = (db: Kysely<Tables>, today: LocalDate) =>
  db
    .selectFrom('champion')
    .select('champion.programmeId')
    .where('status', '=', 'NOMINATED')
    .where('expiresOn', '<', today);

/**
 * Ids of the open programmes in which something has fallen due by a day and is not in the book yet: those for which the
 * clock's command has work. The rows may be behind the ledger; what is missing now is found in the clock's next round.
 */
export const programmesDue = async (db: Kysely<Tables>, today: LocalDate): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('programme')
    .select('key')
    .where('status', '!=', 'CLOSED')
    .where('key', 'in', decisionsDue(db, today).union(nominationsDue(db, today)))
    .orderBy('key')
    .execute();
  return rows.map(({ key }) => key);
};
