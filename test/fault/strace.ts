import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

/** Why system calls cannot be made to fail here; undefined when they can. */
export const whyNoStrace = (): string | undefined => {
  const { error, status, stderr } = spawnSync('strace', ['-f', '-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (error) return 'strace is not installed (Debian: apt-get install strace)';
  return status === 0 ? undefined : `strace may not trace here: ${stderr.trim()}`;
};

/** The calls by which SQLite changes a disk. */
export const changing = ['pwrite64', 'write', 'fsync', 'fdatasync', 'ftruncate', 'unlink'] as const;
export type Changing = (typeof changing)[number];

const endings = ['', '-wal', '-shm', '-journal'];

/** strace, looking at what happens to a ledger's files and their folder alone; each thread's calls are counted for themselves. */
export const straceOn = (file: string, log: string, ...options: readonly string[]): readonly string[] => [
  'strace',
  '-f',
  '-qq',
  '-o',
  log,
  ...[dirname(file), ...endings.map((end) => file + end)].flatMap((path) => ['-P', path]),
  '-e',
  `trace=${changing.join(',')}`,
  ...options,
];
