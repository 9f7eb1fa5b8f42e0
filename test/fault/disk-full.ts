import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder } from './data-folder.js';
import { Load, openBooks, repeat } from './load.js';
import { assertSound } from './oracle.js';
import type { Fault, FaultReport } from './report.js';
import { startServerProcess } from './server-process.js';

const diskMb = 12;
/** What is taken away to make room. */
const ballastMb = 6;
const what = `a disk of ${diskMb} MB that runs full under load, and is given room again`;

const mounted = (folder: string): string | undefined => {
  mkdirSync(folder);
  const { error, status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMb}m`, 'tmpfs', folder], {
    encoding: 'utf8',
  });
  if (error || status !== 0) return `no small disk can be mounted here: ${(error?.message ?? stderr).trim()}`;
  return undefined;
};

const fillUp = async (disk: string): Promise<FaultReport> => {
  const ballast = join(disk, 'ballast');
  writeFileSync(ballast, Buffer.alloc(ballastMb * 2 ** 20));
  const data = join(disk, 'data');
  const server = await startServerProcess(data);
  const programmeIds = await openBooks(server.url, 2);
  const filling = await new Load(programmeIds).begin([server.url], 8);
  await filling.ended();
  const { status } = await fetch(`${server.root}/health/live`);
  if (status !== 200) throw new Error(`a full disk took the server down: ${status}`);

  rmSync(ballast);
  const settled = await repeat(server.url, filling.acknowledged.slice(-20), filling.inDoubt);
  const after = await new Load(programmeIds).begin([server.url], 8);
  await after.until(20);
  await after.stop();
  const acknowledged = [...filling.acknowledged, ...settled, ...after.acknowledged];
  const { rows } = await assertSound(data, acknowledged);
  await server.stop();
  return {
    what,
    injected: filling.inDoubt.length,
    acknowledged: acknowledged.length,
    notes: [
      `${filling.inDoubt.length} commands met the full disk and were told: ${[...filling.failures][0]}`,
      `the same server went on when there was room; ${rows} rows equal their refold`,
    ],
  };
};

/** A disk that is full refuses, loses nothing, and is gone on with when there is room. Needs leave to mount. */
export const diskFull: Fault = {
  name: 'disk-full',
  run: () =>
    inFolder(async (folder) => {
      const disk = join(folder, 'disk');
      const why = mounted(disk);
      if (why) return { what: `${what}: skipped, ${why}`, skipped: true, injected: 0, acknowledged: 0 };
      try {
        return await fillUp(disk);
      } finally {
        spawnSync('umount', ['-l', disk]);
      }
    }),
};
