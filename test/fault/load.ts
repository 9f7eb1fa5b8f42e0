import { randomUUID } from 'node:crypto';
import { HttpConnection } from '../bench/http-client.js';
import { addSolution, charter, charterProgramme } from '../support/programme.js';
import { token } from './server-process.js';

/** A command that may be repeated: its id makes it the same one. Every name is given once. */
export interface Command {
  readonly commandId: string;
  readonly programmeId: string;
  readonly kind: 'enrolUnit' | 'nominateChampion';
  readonly name: string;
  /** Where the person is nominated. */
  readonly unitId?: string;
}

/** A command, and what whoever gave it was told. */
export interface Acknowledged extends Command {
  readonly position: bigint;
  /** Of the unit or champion that it made. */
  readonly madeId: string;
}

interface Answer {
  readonly made: { readonly id: string } | null;
  readonly position: string | null;
  readonly userErrors: readonly { readonly code: string }[];
}

const mutations = {
  enrolUnit: `mutation ($input: EnrolUnitInput!, $record: RecordInput) {
    answer: enrolUnit(input: $input, record: $record) { made: unit { id } position userErrors { code } }
  }`,
  nominateChampion: `mutation ($input: NominateChampionInput!, $record: RecordInput) {
    answer: nominateChampion(input: $input, record: $record) { made: champion { id } position userErrors { code } }
  }`,
};

const inputOf = ({ kind, programmeId, name, unitId }: Command): object =>
  kind === 'enrolUnit'
    ? { programmeId, name, eligible: 40 }
    : { programmeId, unitId, route: 'PEER', person: { name }, rationale: 'Synthetic: asked by colleagues.' };

/** Two servers on one hot book meet this. */
class Conflict extends Error {
  override readonly message = 'others wrote first, again and again; nothing was written';
}

/** Gives a command. @throws Error when no answer came, or one that is no acceptance. */
export const give = async (connection: HttpConnection, command: Command): Promise<Acknowledged> => {
  const { commandId, kind } = command;
  const variables = { input: inputOf(command), record: { commandId } };
  const { answer } = await connection.graphql<{ answer: Answer }>(mutations[kind], variables);
  if (answer.userErrors.some(({ code }) => code === 'CONFLICT')) throw new Conflict();
  if (answer.position === null) throw new Error(`${kind} was refused: ${JSON.stringify(answer)}`);
  if (!answer.made) throw new Error(`${kind} is written, and the read models are too far behind to show it`);
  return { ...command, position: BigInt(answer.position), madeId: answer.made.id };
};

/** Charters programmes with a solution each; gives their ids. */
export const openBooks = async (url: string, count: number, asToken = token): Promise<readonly string[]> => {
  const connection = await HttpConnection.open(url, asToken);
  const programmeIds: string[] = [];
  for (let n = 1; n <= count; n++) {
    const input = { ...charter, name: `Synthetic programme ${n}` };
    const chartered = await connection.graphql<{ charterProgramme: { programme: { id: string } } }>(charterProgramme, {
      input,
    });
    const programmeId = chartered.charterProgramme.programme.id;
    await connection.graphql(addSolution, { input: { programmeId, name: 'Tablets', description: 'Synthetic' } });
    programmeIds.push(programmeId);
  }
  connection.close();
  return programmeIds;
};

/** Each fourth command of a client seals a name: under a key that must not be lost either. */
const sealedEvery = 4;

/** The command that a client gives after so many others, the last of which was answered with this. */
export const commandAfter = (count: number, programmeId: string, last: Acknowledged | undefined): Command => {
  const commandId = randomUUID();
  if (count % sealedEvery === sealedEvery - 1 && last)
    return {
      commandId,
      programmeId: last.programmeId,
      kind: 'nominateChampion',
      name: `Synthetic person ${commandId}`,
      unitId: last.madeId,
    };
  return { commandId, programmeId, kind: 'enrolUnit', name: `Synthetic unit ${commandId}` };
};

/** Clients that give commands one after the other, until the server is gone or `stop` was called. */
export class Load {
  readonly acknowledged: Acknowledged[] = [];
  /** Nobody knows what became of them. */
  readonly inDoubt: Command[] = [];
  /** What those were told instead of an answer. */
  readonly failures = new Set<string>();
  #stopped = false;
  #waiting: { readonly count: number; readonly reached: () => void } | undefined;
  #done: Promise<unknown> = Promise.resolve();

  constructor(private readonly programmeIds: readonly string[]) {}

  /** Begins on some servers at once, with so many connections to each. */
  async begin(urls: readonly string[], connections: number): Promise<this> {
    const opened = await Promise.all(
      urls.flatMap((url) => Array.from({ length: connections }, () => HttpConnection.open(url, token))),
    );
    this.#done = Promise.all(opened.map((connection, n) => this.#client(connection, n)));
    return this;
  }

  /** Resolves when so many were acknowledged. */
  until(count: number): Promise<void> {
    if (this.acknowledged.length >= count) return Promise.resolve();
    return new Promise((reached) => (this.#waiting = { count, reached }));
  }

  /** Resolves when every client has ended. */
  async ended(): Promise<void> {
    await this.#done;
  }

  stop(): Promise<void> {
    this.#stopped = true;
    return this.ended();
  }

  async #client(connection: HttpConnection, client: number): Promise<void> {
    let last: Acknowledged | undefined;
    for (let n = 0; !this.#stopped; n++) {
      const programmeId = this.programmeIds[(client + Math.floor(n / sealedEvery)) % this.programmeIds.length]!;
      const command = commandAfter(n, programmeId, last);
      try {
        last = await give(connection, command);
        this.acknowledged.push(last);
        if (this.acknowledged.length === this.#waiting?.count) this.#waiting.reached();
      } catch (error) {
        if (error instanceof Conflict) continue;
        this.inDoubt.push(command);
        this.failures.add((error as Error).message);
        break;
      }
    }
    connection.close();
  }
}

/**
 * Gives commands again after a crash. Whoever was answered gets the first answer; whoever was not is answered now.
 * Returns the acknowledgements of those that were in doubt.
 */
export const repeat = async (
  url: string,
  acknowledged: readonly Acknowledged[],
  inDoubt: readonly Command[],
): Promise<Acknowledged[]> => {
  const connection = await HttpConnection.open(url, token);
  for (const first of acknowledged) {
    const again = await give(connection, first);
    if (again.position !== first.position || again.madeId !== first.madeId)
      throw new Error(`${first.commandId} was answered with ${first.position}, and again with ${again.position}`);
  }
  const settled: Acknowledged[] = [];
  for (const command of inDoubt) settled.push(await give(connection, command));
  connection.close();
  return settled;
};
