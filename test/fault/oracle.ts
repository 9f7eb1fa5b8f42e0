import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import { type EventStore, type StoredEvent, checkLedgerFile, openSqliteEventStore } from '#event-store';
import { type Recorded, isSealed } from '#kernel';
import { type Vault, masterKeyFrom, openPersonal, openSqliteVault } from '#privacy';
import { openReadModels } from '#read-models';
import { filesIn } from '../../apps/ledger/config.js';
import { assertRefolded } from '../support/refolded.js';
import type { Acknowledged } from './load.js';

const projectedMsMax = 60_000;

/** What was looked at, and found right. */
export interface Sound {
  readonly events: number;
  readonly rows: number;
}

/** The ledger file has nothing wrong with it: no gap, nothing twice, nothing that cannot be read. @throws Error */
export const assertWhole = async (file: string, isBook = true): Promise<number> => {
  const examine = isBook ? (event: StoredEvent) => bookCatalogue.decode(event) : () => undefined;
  const { findings, events } = await checkLedgerFile(file, { examine });
  if (findings.length > 0) throw new Error(findings.map(({ found }) => found).join('\n'));
  return events;
};

/**
 * Every acknowledged command stands where it was said to stand, once. Returns all lines. @throws Error that names the first
 * that does not.
 */
export const assertStored = async (store: EventStore, acknowledged: readonly Acknowledged[]): Promise<Recorded[]> => {
  const lines: Recorded[] = [];
  const names = new Map<string, number>();
  for await (const stored of store.readAll()) {
    const line = bookCatalogue.decode(stored);
    lines.push(line);
    if (line.type === 'UnitEnrolled') {
      const { name } = line.data as { name: string };
      names.set(name, (names.get(name) ?? 0) + 1);
    }
  }
  const lastOf = new Map(lines.map((line) => [line.commandId, line.position]));
  for (const { commandId, position, kind, name } of acknowledged) {
    if (lastOf.get(commandId) !== position)
      throw new Error(`LOST: ${commandId} was acknowledged at ${position}, and is at ${lastOf.get(commandId)}`);
    if (kind === 'enrolUnit' && names.get(name) !== 1) throw new Error(`${name} is there ${names.get(name)} times`);
  }
  return lines;
};

/** What was sealed for an acknowledged command opens: its key is not older than the ledger. @throws Error */
export const assertOpenable = async (
  vault: Vault,
  lines: readonly Recorded[],
  acknowledged: readonly Acknowledged[],
): Promise<void> => {
  const nominations = new Map(
    lines.filter(({ type }) => type === 'ChampionNominated').map((line) => [line.commandId, line]),
  );
  for (const { commandId, kind, name } of acknowledged) {
    if (kind !== 'nominateChampion') continue;
    const { id, data: told } = nominations.get(commandId)!;
    const sealed = (told as { name: unknown }).name;
    if (!isSealed(sealed) || (await openPersonal(vault, sealed, id, 'name')) !== name)
      throw new Error(`the name of ${commandId} cannot be opened`);
  }
};

/**
 * What must hold after any fault, while nobody writes and somebody projects (a server, or `project` here): acknowledged
 * is stored; positions and revisions have no gaps; nothing is there twice; keys open what was sealed; the read models
 * are what folding the books makes.
 */
export const assertSound = async (
  data: string,
  acknowledged: readonly Acknowledged[],
  { project = false } = {},
): Promise<Sound> => {
  const files = filesIn(data);
  const events = await assertWhole(files.ledger);
  const store = await openSqliteEventStore({ file: files.ledger });
  const readModels = await openReadModels<Tables>({
    directory: files.readModels,
    projections: bookProjections,
    catalogue: bookCatalogue,
    correction: bookCorrection,
    store,
  });
  const vault = await openSqliteVault({
    file: files.keys,
    masterKey: masterKeyFrom({ configured: undefined, file: files.masterKey }),
  });
  const ending = new AbortController();
  const projecting = project ? readModels.run(ending.signal) : Promise.resolve();
  try {
    await assertOpenable(vault, await assertStored(store, acknowledged), acknowledged);
    if (!(await readModels.waitFor(await store.head(), { timeoutMs: projectedMsMax })))
      throw new Error(`the read models stay at ${readModels.position()}`);
    const { stopped } = await readModels.status();
    if (stopped.length > 0) throw new Error(`projections stopped: ${JSON.stringify(stopped, (_, v) => String(v))}`);
    return { events, rows: await assertRefolded(store, readModels) };
  } finally {
    ending.abort();
    await projecting;
    await readModels.close();
    await vault.close();
    await store.close();
  }
};
