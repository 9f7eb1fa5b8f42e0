import { accept } from './command.js';
import type { TestServer } from './server.js';

export const charter = {
  name: 'Synthetic programme',
  owner: { title: 'Municipal director' },
  currentSituation: 'Each school buys its own devices.',
  targetPicture: 'Every pupil has a tablet.',
  purposes: ['Learning'],
  scope: 'All schools',
};

export interface CharterAnswer {
  readonly charterProgramme: {
    readonly programme: { readonly id: string; readonly name: string } | null;
    readonly position: string | null;
    readonly userErrors: readonly { code: string; message: string; field: string | null }[];
  };
}

export const charterProgramme = `mutation ($input: CharterProgrammeInput!, $record: RecordInput) {
  charterProgramme(input: $input, record: $record) {
    programme { id name status charteredOn }
    position
    userErrors { code message field }
  }
}`;

export const addSolution = `mutation ($input: AddSolutionInput!, $record: RecordInput) {
  addSolution(input: $input, record: $record) {
    solution { id ref name }
    position
    userErrors { code message field }
  }
}`;

export interface SolutionAnswer {
  readonly addSolution: {
    readonly solution: { readonly id: string; readonly ref: string; readonly name: string } | null;
    readonly position: string | null;
    readonly userErrors: readonly { code: string; message: string; field: string | null }[];
  };
}

/** Charters a programme and gives its id. */
export const chartered = async ({ graphql }: TestServer, name = charter.name): Promise<string> => {
  const { data } = await graphql<CharterAnswer>(charterProgramme, { input: { ...charter, name } });
  return data.charterProgramme.programme!.id;
};

/** Adds a solution, which writes one line, and gives the line's position. */
export const solutionAdded = async ({ graphql }: TestServer, programmeId: string, name: string): Promise<string> => {
  const { data } = await graphql<SolutionAnswer>(addSolution, {
    input: { programmeId, name, description: 'Synthetic' },
  });
  return data.addSolution.position!;
};

/** Enrols a unit with two champions, “Synthetic 1” and “Synthetic 2”, each with an address. */
export const twoChampionsNominated = async (server: TestServer, programmeId: string): Promise<void> => {
  const { unit } = await accept<{ unit: { id: string } }>(
    server,
    'enrolUnit',
    { programmeId, name: 'Synthetic school', eligible: 10 },
    { select: 'unit { id }' },
  );
  for (const n of [1, 2])
    await accept(server, 'nominateChampion', {
      ...{ programmeId, unitId: unit.id, route: 'PEER', rationale: 'Synthetic' },
      person: { name: `Synthetic ${n}`, email: `synthetic-${n}@example.org` },
    });
};
