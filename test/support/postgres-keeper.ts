import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PostgresCluster } from './postgres-cluster.js';

/** Keeps a PostgreSQL for all specs of a run, until the run's process is gone: `postgres-keeper.js <folder> <pid>`. */
const [folder, run] = process.argv.slice(2) as [string, string];
const lookEveryMs = 200;

const tell = (name: string, text: string) => {
  writeFileSync(join(folder, 'telling'), text);
  renameSync(join(folder, 'telling'), join(folder, name));
};

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

try {
  const cluster = await PostgresCluster.start();
  tell('url', cluster.urlOf('postgres'));
  while (isThere(Number(run))) await delay(lookEveryMs);
  await cluster.remove();
} catch (error) {
  tell('fault', error instanceof Error ? error.message : String(error));
  while (isThere(Number(run))) await delay(lookEveryMs);
}
rmSync(folder, { recursive: true, force: true });
