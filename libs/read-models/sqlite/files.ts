import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** `read-<fingerprint>-<number>.db` is complete; with this ending it is being built, or was when a process died. */
const buildingEnd = '.building';
const pattern = /^read-([0-9a-f]+)-(\d+)\.db$/;
const besideEnds = ['-wal', '-shm', '-journal'];

const nameOf = (fingerprint: string, number: number) => `read-${fingerprint}-${String(number).padStart(6, '0')}.db`;

/** The files of a read database, one per generation. */
export class GenerationFiles {
  constructor(
    private readonly directory: string,
    private readonly fingerprint: string,
  ) {}

  pathOf(name: string): string {
    return join(this.directory, name);
  }

  /** The newest complete file of this fingerprint. */
  async newest(): Promise<string | undefined> {
    return (await this.#own()).at(-1);
  }

  /** Where the next generation is to be built; what an earlier attempt left there is removed. */
  async toBuild(): Promise<{ readonly name: string; readonly buildingPath: string }> {
    const last = (await this.#own()).at(-1);
    const name = nameOf(this.fingerprint, last ? Number(pattern.exec(last)![2]) + 1 : 1);
    const buildingPath = this.pathOf(name) + buildingEnd;
    await this.#remove(name + buildingEnd);
    return { name, buildingPath };
  }

  /** Makes a built file complete, in a way that a power cut leaves either no such file or a whole one. */
  async complete(name: string): Promise<void> {
    await synced(this.pathOf(name) + buildingEnd, 'r+');
    await rename(this.pathOf(name) + buildingEnd, this.pathOf(name));
    // Windows cannot open a directory; its file system journals the name by itself.
    if (process.platform !== 'win32') await synced(this.directory, 'r');
  }

  /** Removes what is no longer used, and what was left half built. */
  async removeOthers(keep: string, isUnused: (path: string) => boolean): Promise<void> {
    for (const name of await readdir(this.directory)) {
      const complete = pattern.test(name) && name !== keep && isUnused(this.pathOf(name));
      const halfBuilt = name.endsWith(buildingEnd) && pattern.test(name.slice(0, -buildingEnd.length));
      if (complete || halfBuilt) await this.#remove(name);
    }
  }

  async #own(): Promise<string[]> {
    return (await readdir(this.directory)).filter((name) => pattern.exec(name)?.[1] === this.fingerprint).sort();
  }

  async #remove(name: string): Promise<void> {
    for (const end of ['', ...besideEnds]) await rm(this.pathOf(name) + end, { force: true });
  }
}

const synced = async (path: string, flags: string) => {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
