import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteTokenStore } from '../../../apps/ledger/access/sqlite-token-store.js';
import { type TokenRole, storedToken, tokenRoles } from '../../../apps/ledger/access/token.js';
import { baerumStory } from '../../../apps/cli/demo/baerum.story.js';
import { StagedClock, type Step, writeStory } from '../../../apps/cli/demo/scribe.js';
import { rotateKey } from '../../../apps/ledger/proof/rotate-key.js';
import { filesIn, readConfig } from '../../../apps/ledger/config.js';
import { type Tables, bookCatalogue, bookModel } from '../../../libs/book/index.js';
import { openSqliteEventStore } from '../../../libs/event-store/index.js';
import { globalId } from '../../../libs/kernel/index.js';
import { openLedger } from '../../../libs/ledger/index.js';
import { masterKeyFrom, openSqliteVault } from '../../../libs/privacy/index.js';
import { HttpConnection } from '../../bench/http-client.js';
import { accept } from '../../support/command.js';
import { type Answer, type TestServer, startTestServer } from '../../support/server.js';
import { TestWitness } from '../../support/witness.js';

export type Data = Record<string, unknown>;

export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string | undefined;
}

/** A programme as the matrix asks about it: values of variables, by their names; `Wave` is the id of one of its waves. */
export type Target = Readonly<Record<string, string>>;

/** Two programmes of the same story, of which tokens of every role may see the one. */
export interface World {
  readonly server: TestServer;
  /** POST /graphql with the token of a role, over one connection for each: hundreds of requests cost little so. */
  ask(role: TokenRole, asked: Asked): Promise<Answer<Data>>;
  close(): Promise<void>;
  readonly own: Target;
  readonly other: Target;
  /** Ids of nothing that there is. */
  readonly nowhere: Target;
  /** A unit of the own programme that the contributor does not record for. */
  readonly foreignUnit: string;
  /** Texts that tell of the other programme. */
  readonly secrets: readonly string[];
}

export const ownName = 'Digital skolehverdag';
const otherName = 'Hemmelig naboprogram';

/** Every kind of thing that can be looked up by its id. */
export const nodeTypes = [
  'Programme',
  'Solution',
  'Escalation',
  'Unit',
  'Champion',
  'Person',
  'Erasure',
  'Decision',
  'Pilot',
  'Wave',
];
const tableOf = (type: string) => (type[0]!.toLowerCase() + type.slice(1)) as keyof Tables;

export const tokenOf = (role: TokenRole): string => `matrix-token-of-the-${role}`;

const sealMsMax = 20_000;

/** The story under another name: its command ids follow from its charter, and so all of its ids differ. */
const storyOf = (name: string): readonly Step[] =>
  baerumStory.map((step) => (step.command === 'charterProgramme' ? { ...step, input: { ...step.input, name } } : step));

const writeBooks = async (data: string): Promise<readonly string[]> => {
  const files = filesIn(data);
  const vault = await openSqliteVault({ file: files.keys, masterKey: masterKeyFrom({ file: files.masterKey }) });
  const store = await openSqliteEventStore({ file: files.ledger });
  const written: string[] = [];
  for (const name of [ownName, otherName]) {
    const staged = new StagedClock();
    const ledger = await openLedger({ store, vault, catalogue: bookCatalogue, model: bookModel, now: staged.now });
    written.push((await writeStory(storyOf(name), { ledger, staged })).programmeId);
    await ledger.close();
  }
  await store.close();
  await vault.close();
  return written;
};

/** What the story does not tell of: somebody who asks to be erased, and a decision that is put off. */
const addTheRest = async (server: TestServer, programmeId: string): Promise<void> => {
  await accept(server, 'requestErasure', { programmeId, personId: 'C-2' });
  await accept(server, 'decideErasure', { programmeId, personId: 'C-2', decision: 'REFUSE', ground: 'Synthetic' });
  const need = { title: 'Synthetic', question: 'PURPOSE', dueBy: '2099-01-01', forum: 'Synthetic' };
  const { decision } = await accept<{ decision: { ref: string } }>(
    server,
    'identifyDecisionNeed',
    { programmeId, ...need },
    { select: 'decision { ref }' },
  );
  const later = { reason: 'Synthetic', newDueBy: '2099-06-01' };
  await accept(server, 'deferDecision', { programmeId, decisionId: decision.ref, ...later });
};

/** What the ledger tells of itself: a key that followed on the first. */
const changeKey = async ({ parts }: TestServer): Promise<void> => {
  const { store, vault, proof } = parts;
  const rotated = await rotateKey({
    store,
    vault,
    keys: proof.keys,
    reason: 'Synthetic',
    actorId: 'matrix-admin',
    timeZone: 'Europe/Oslo',
  });
  await proof.sealer!.waitFor(rotated!.position, sealMsMax);
};

const witness = new TestWitness('witness.example');

const cosign = async ({ parts: { proof } }: TestServer): Promise<void> => {
  const { note } = (await proof.log.newest())!;
  await proof.cosignatures.takeNote(note + witness.cosign(note));
};

/** The first line of a book. */
const firstLineOf = async ({ parts }: TestServer, programmeId: string): Promise<string> => {
  for await (const { id } of parts.store.read(`programme-${programmeId}`, { max: 1 })) return id;
  throw new Error('the world has an empty book');
};

const targetOf = async (server: TestServer, programmeId: string): Promise<Target> => {
  const { parts } = server;
  const found = nodeTypes.map(async (type) => {
    const rows = await parts.readModels.db
      .selectFrom(tableOf(type))
      .select('key')
      .where('programmeId', '=', programmeId)
      .orderBy('key')
      .execute();
    if (rows.length === 0) throw new Error(`the world has no ${type}`);
    return [type, globalId(type, rows[0]!.key)] as const;
  });
  const ids = Object.fromEntries(await Promise.all(found));
  const eventId = globalId('LedgerEvent', await firstLineOf(server, programmeId));
  return {
    ...ids,
    programmeId: ids['Programme']!,
    solutionId: ids['Solution']!,
    decisionId: ids['Decision']!,
    eventId,
  };
};

const nothing = (): Target => {
  const id = '00000000-0000-4000-8000-000000000001';
  const ids = Object.fromEntries(nodeTypes.map((type) => [type, globalId(type, id)]));
  const eventId = globalId('LedgerEvent', id);
  return {
    ...ids,
    programmeId: ids['Programme']!,
    solutionId: ids['Solution']!,
    decisionId: ids['Decision']!,
    eventId,
  };
};

const grant = async (file: string, programmeId: string, unitId: string): Promise<void> => {
  const store = openSqliteTokenStore(file);
  for (const role of tokenRoles) {
    const units = role === 'contributor' ? [unitId] : 'all';
    const terms = { label: role, role, actorId: `matrix-${role}`, programmes: [programmeId], units } as const;
    await store.add(storedToken(`matrix-${role}`, tokenOf(role), terms, new Date()));
  }
  await store.close();
};

const askers = async ({ url }: TestServer) => {
  const open = async (role: TokenRole) => [role, await HttpConnection.open(`${url}/graphql`, tokenOf(role))] as const;
  const connections = new Map(await Promise.all(tokenRoles.map(open)));
  return {
    async ask(role: TokenRole, asked: Asked) {
      const { status, body } = await connections.get(role)!.post(JSON.stringify(asked));
      return { status, ...(JSON.parse(body) as object) } as Answer<Data>;
    },
    closeAll: () => connections.forEach((each) => each.close()),
  };
};

const plain = (id: string) => atob(id).split(':')[1]!;

/** Writes both programmes, starts a server on them, and lets a token of every role into the first. */
export const buildWorld = async (): Promise<World> => {
  const data = await mkdtemp(join(tmpdir(), 'wavebook-'));
  const [ownId, otherId] = (await writeBooks(data)) as [string, string];
  const { publishing } = readConfig({ WAVEBOOK_WITNESSES: witness.verifierKey });
  const server = await startTestServer({ data, publishing });
  for (const id of [ownId, otherId]) await addTheRest(server, id);
  await changeKey(server);
  await cosign(server);
  const [own, other] = [await targetOf(server, ownId), await targetOf(server, otherId)];
  const units = await server.parts.readModels.db
    .selectFrom('unit')
    .select('key')
    .where('programmeId', '=', ownId)
    .execute();
  const ownUnit = plain(own['Unit']!);
  await grant(filesIn(data).access, ownId, ownUnit);
  const { ask, closeAll } = await askers(server);
  return {
    server,
    ask,
    async close() {
      closeAll();
      await server.remove();
    },
    own,
    other,
    nowhere: nothing(),
    foreignUnit: units.find(({ key }) => key !== ownUnit)!.key,
    secrets: [otherName, ...Object.values(other), ...Object.values(other).map(plain)],
  };
};
