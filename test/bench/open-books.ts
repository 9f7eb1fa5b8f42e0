import { addSolution, charter, charterProgramme, type CharterAnswer } from '../support/programme.js';
import type { HttpPool } from './http-client.js';

/** Charters so many programmes with one solution each, over HTTP; gives their ids. */
export const openBooks = (pool: HttpPool, count: number): Promise<readonly string[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const input = { ...charter, name: `Synthetic programme ${n + 1}` };
      const { charterProgramme: payload } = await pool.graphql<CharterAnswer>(charterProgramme, { input });
      const programmeId = payload.programme!.id;
      await pool.graphql(addSolution, { input: { programmeId, name: 'Tablets', description: 'Synthetic' } });
      return programmeId;
    }),
  );

export const enrolUnit = `mutation ($input: EnrolUnitInput!) {
  enrolUnit(input: $input) { unit { id name eligible } position userErrors { code message } }
}`;

export interface Enrolled {
  readonly enrolUnit: { readonly unit: { readonly name: string } | null; readonly position: string | null };
}
