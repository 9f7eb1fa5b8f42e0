import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../../support/until.js';
import { startProgram, token } from '../../fault/server-process.js';
import type { Door } from './patient-clients.js';
import type { Place } from './sound.js';

const main = fileURLToPath(new URL('../../../bin/wavebook.js', import.meta.url));

/** The four partitions of the specs' databases, and the duties. */
const leadMax = 5;
/** How much a process leads, by what it has said. */
const leading = (said: string): number =>
  said.split('this process leads"').length - said.split('this process leads no more"').length;

/** A node as an operator starts it, in a process of its own. */
export interface NodeProcess extends Door {
  /** Resolves when it leads all that there is to lead: the partitions of the read models, and the other duties. */
  leads(): Promise<unknown>;
  /** Ends it as a crash does. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Stops it as a machine does that stands still for a while: its connections stay open, and nothing is answered. */
  freeze(): void;
  thaw(): void;
}

const removals: (() => Promise<void>)[] = [];

/** Ends all nodes that were started in this process, ready or not, and removes their folders. */
export const removeNodes = async (): Promise<void> => {
  await Promise.all(removals.splice(0).map((remove) => remove()));
};

export const startNode = async (place: Place, role: 'api' | 'projector'): Promise<NodeProcess> => {
  const data = await mkdtemp(join(tmpdir(), 'wavebook-node-'));
  const { child, exit, says, said } = startProgram([process.execPath, main, 'start'], {
    PORT: '0',
    NODE_ENV: 'production',
    // Who leads is told at this level; a node that serves people would tell of each answer.
    LOG_LEVEL: role === 'projector' ? 'info' : 'warn',
    EVENTSTORE_URL: place.eventStoreUrl,
    READ_DATABASE_URL: place.readDatabaseUrl,
    WAVEBOOK_MASTER_KEY: place.masterKey,
    WAVEBOOK_ADMIN_TOKEN: token,
    WAVEBOOK_COST_PER_MINUTE: '0',
    WAVEBOOK_ROLE: role,
    WAVEBOOK_DATA: data,
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await exit;
  };
  removals.push(async () => {
    await kill();
    await rm(data, { recursive: true, force: true });
  });
  const root = /ready at (\S+)/.exec(await says(/ready at \S+\s/))![1]!;
  return {
    url: `${root}/graphql`,
    token,
    leads: () => until(async () => leading(said()) === leadMax),
    kill,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
};
