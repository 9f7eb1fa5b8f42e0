import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, rmdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { clearedWhenStopped } from './interrupt.js';

const isGone = (pid: number): boolean => {
  // In a container each start has the same number: what bears ours was left by an earlier one.
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
};

/** Removes what was left beside a folder by processes that were killed while they wrote it. */
const removeAbandoned = (folder: string): void => {
  const start = `${basename(folder)}.draft-`;
  for (const name of readdirSync(dirname(folder)))
    if (name.startsWith(start) && /^\d+$/.test(name.slice(start.length)) && isGone(Number(name.slice(start.length))))
      rmSync(join(dirname(folder), name), { recursive: true, force: true });
};

export const isEmptyOrMissing = (folder: string): boolean => !existsSync(folder) || readdirSync(folder).length === 0;

/**
 * Lets a folder be written beside its place, and puts it there when it is complete: whoever looks sees the whole folder
 * or none. Its place must be empty, or not there.
 */
export const writeFolderWhole = async <Result>(
  folder: string,
  write: (draft: string) => Promise<Result>,
): Promise<Result> => {
  mkdirSync(dirname(folder), { recursive: true });
  removeAbandoned(folder);
  const draft = `${folder}.draft-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  return clearedWhenStopped(
    () => rmSync(draft, { recursive: true, force: true }),
    async () => {
      const result = await write(draft);
      if (existsSync(folder)) rmdirSync(folder);
      renameSync(draft, folder);
      return result;
    },
  );
};
