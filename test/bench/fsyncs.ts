import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const appends = 50;
const script = fileURLToPath(new URL('append-one-by-one.js', import.meta.url));

/** Counts with strace what the store asks the disk for; says so where there is no strace or it may not look. */
export const fsyncNote = async (folder: string): Promise<string> => {
  const counted = join(folder, 'fsyncs.txt');
  const traced = ['-f', '-o', counted, '-e', 'trace=fsync,fdatasync'];
  try {
    await promisify(execFile)('strace', [...traced, process.execPath, script, join(folder, 'synced.db'), `${appends}`]);
  } catch (error) {
    return `fsyncs were not counted: ${(error as Error).message.split('\n', 1)[0]}`;
  }
  const calls = readFileSync(counted, 'utf8').match(/(?:fsync|fdatasync)\(\d+\)/g)?.length ?? 0;
  if (calls < appends) throw new Error(`${appends} appends were acknowledged after ${calls} fsyncs`);
  return `${appends} appends, one after the other, made ${calls} fsyncs (strace)`;
};
