import type { SealerStatus } from '#proof';
import type { Status } from '#read-models';
import type { Parts } from './parts.js';

/** Events that the read models may be behind and still count as up to date. */
const lagEventsMax = 1_000;
/** The clock looks each minute; when it has not for this long, what falls due is no longer written. */
const clockSilentMsMax = 180_000;

/** What to do about a part that is not well: pages of docs/operations. */
export type Runbook =
  | 'store-away'
  | 'read-models-behind'
  | 'projection-stopped'
  | 'reaction-failing'
  | 'clock-silent'
  | 'ledger-differs'
  | 'sealing-fails';

/** What is wrong with a part: a sentence of names and numbers, and the page that helps. */
export interface Trouble {
  readonly problem: string;
  readonly runbook: `docs/operations/${Runbook}.md`;
}

export interface PartHealth extends Partial<Trouble> {
  readonly ok: boolean;
  readonly [detail: string]: unknown;
}

export const troubled = (problem: string, runbook: Runbook): PartHealth => ({
  ok: false,
  problem,
  runbook: `docs/operations/${runbook}.md`,
});
const well = { ok: true } as const;

const storeHealth = async ({ store }: Parts): Promise<PartHealth> => ({ ok: true, head: String(await store.head()) });

const readingHealth = ({ stopped, lagEvents, reachable }: Status): PartHealth => {
  if (!reachable) return troubled('The database of the read models gives no answer.', 'read-models-behind');
  const names = stopped.map(({ projection }) => projection).join(', ');
  if (names !== '')
    return troubled(`Projections stopped at a line that they could not take: ${names}.`, 'projection-stopped');
  if (lagEvents < lagEventsMax) return well;
  return troubled(`The read models are ${lagEventsMax} lines or more behind the ledger.`, 'read-models-behind');
};

/** Names and positions alone: what was in an event that could not be taken is for the log. */
const readModelHealth = async ({ readModels }: Parts): Promise<PartHealth> => {
  const status = await readModels.status();
  const { position, lagEvents, stopped, rebuilding, reachable, partitions } = status;
  return {
    ...readingHealth(status),
    position: String(position),
    lagEvents,
    rebuilding,
    reachable,
    partitions,
    stopped: stopped.map((each) => ({ projection: each.projection, position: String(each.position) })),
  };
};

const reactionHealth = ({ duties }: Parts): PartHealth => {
  const failing = duties.reactions.map((each) => each.status()).filter((status) => status.failing);
  const names = failing.map(({ name }) => name).join(', ');
  return {
    ...(names === '' ? well : troubled(`Reactions fail and are tried again: ${names}.`, 'reaction-failing')),
    failing: failing.map(({ name, position, failing: trouble }) => ({
      name,
      position: String(position),
      attempts: trouble!.attempts,
    })),
  };
};

const clockHealth = ({ duties }: Parts): PartHealth => {
  // Another process does it.
  if (!duties.isLeading) return well;
  const at = duties.clockRoundAt;
  if (at === undefined) return { ...troubled('The clock has made no round yet.', 'clock-silent'), lastRoundAt: null };
  const isSilent = Date.now() - at >= clockSilentMsMax;
  const minutes = clockSilentMsMax / 60_000;
  return {
    ...(isSilent ? troubled(`The clock has made no round for ${minutes} minutes.`, 'clock-silent') : well),
    lastRoundAt: new Date(at).toISOString(),
  };
};

const sealingOf = ({ diverged, failing }: Pick<SealerStatus, 'diverged' | 'failing'>) => {
  if (diverged) return troubled(`The line at ${diverged.position} is not the one that was sealed.`, 'ledger-differs');
  return failing === undefined ? well : troubled('The tree cannot be written; it is tried again.', 'sealing-fails');
};

/** Up to where everything is sealed; and, when the ledger is not what was sealed, where that was found. */
const proofHealth = ({ proof }: Parts): PartHealth => {
  const status = proof.sealer?.status();
  if (!status) return well;
  const { position, size, diverged } = status;
  return {
    ...sealingOf(status),
    position: String(position),
    size: String(size),
    ...(diverged ? { divergedAt: String(diverged.position) } : {}),
  };
};

/**
 * Where checkpoints are given away, and since when that fails. A server whose receiver is away is as good as before, and
 * stays ready; a ledger that does not begin with what was given away is not what it was.
 */
const publishingHealth = ({ duties }: Parts): PartHealth => {
  const places = duties.publishers.map((each) => each.status());
  const differing = places.filter(({ behind }) => behind?.code === 'CHECKPOINT_DIFFERS').map(({ name }) => name);
  const problem = `Another history than the ledger's was given to ${differing.join(', ')}.`;
  return {
    ...(differing.length === 0 ? well : troubled(problem, 'ledger-differs')),
    places: places.map(({ name, size, behind }) => ({
      name,
      size: size === undefined ? null : String(size),
      ...(behind ? { behind: true, since: behind.since, code: behind.code } : { behind: false }),
    })),
  };
};

/** How a part is looked at. */
export interface Check {
  readonly look: (parts: Parts) => PartHealth | Promise<PartHealth>;
  /** Helps when the part does not answer at all. */
  readonly runbook: Runbook;
}

/** The parts of a server, by the names that they have in its answers. */
export const partChecks: Readonly<Record<string, Check>> = {
  eventStore: { look: storeHealth, runbook: 'store-away' },
  readModels: { look: readModelHealth, runbook: 'read-models-behind' },
  reactions: { look: reactionHealth, runbook: 'reaction-failing' },
  clock: { look: clockHealth, runbook: 'clock-silent' },
  proof: { look: proofHealth, runbook: 'sealing-fails' },
  publishing: { look: publishingHealth, runbook: 'ledger-differs' },
};
