import type { Grant } from './grant.js';

/** Whether a programme (UUID) exists for a caller. Of what lies outside nothing may be told, not even that it is there. */
export const inScope = (programmes: Grant['programmes'], programmeId: string): boolean =>
  programmes === 'all' || programmes.has(programmeId);

/** The nil UUID (RFC 9562), which no book bears: it is asked for in the place of a programme outside the scope. */
export const nowhere = '00000000-0000-0000-0000-000000000000';
