import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** The folder of the sources, seen from the compiled file: the peers have packages of their own there. */
const folder = fileURLToPath(new URL('../../../../test/bench/peers/', import.meta.url));
const stamp = `${folder}node_modules/.installed`;
const installMsMax = 600_000;

let installing: Promise<void> | undefined;

const install = async (): Promise<void> => {
  // npm ci that was cut off leaves a folder too, and begins anew.
  if (existsSync(stamp)) return;
  process.stderr.write('append: installing the peers, once\n');
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, timeout: installMsMax });
  writeFileSync(stamp, '');
};

/** A package that only the benchmark has; installed now when it is not there. @throws when it cannot be had. */
export const peerPackage = async <Module>(name: string): Promise<Module> => {
  installing ??= install();
  await installing;
  const file = createRequire(`${folder}package.json`).resolve(name);
  return (await import(pathToFileURL(file).href)) as Module;
};
