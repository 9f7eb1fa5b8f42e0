import { accessSync, constants, statfsSync } from 'node:fs';
import { freemem } from 'node:os';

/** Files in memory, where Linux has them. */
const memory = '/dev/shm';
/** What all specs together leave there for a while is a small part of it. */
const freeBytesMin = 4 * 2 ** 30;

const hasRoom = (): boolean => {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return Math.min(bavail * bsize, freemem()) >= freeBytesMin;
  } catch {
    return false;
  }
};

/**
 * Jest's global setup. It names the run to all processes that its specs are spread over. Nothing that a spec writes
 * outlives it, so that nothing needs to wait for the disk: what is synced still is, and lies in memory. TMPDIR names another
 * place.
 */
export default (): void => {
  process.env['WAVEBOOK_TEST_RUN'] = String(process.pid);
  if (process.env['TMPDIR'] === undefined && hasRoom()) process.env['TMPDIR'] = memory;
};
