import { randomBytes } from 'node:crypto';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { type Config, readConfig } from '../../ledger/config.js';
import type { Terminal } from '../terminal.js';
import { type DemoMarker, demoIn, removeDemo } from './demo-folder.js';
import { demoWelcome } from './demo.welcome.js';

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

const write = async (config: Config, terminal: Terminal): Promise<DemoMarker> => {
  const began = performance.now();
  const bar = terminal.interactive
    ? new SingleBar({
        format: 'Writing the demo {bar} {value}/{total} commands',
        hideCursor: true,
        clearOnComplete: true,
      })
    : undefined;
  bar?.start(1, 0);
  const { writeDemo } = await import('./write-demo.js');
  const written = writeDemo(config, (done, all) => {
    bar?.setTotal(all);
    bar?.update(done);
  });
  const marker = await written.finally(() => bar?.stop());
  terminal.err(`The demo was written to ${config.data} in ${seconds(performance.now() - began)} s.\n`);
  return marker;
};

/** The demo in its folder: the one that is there, or a new one. */
const prepare = async (config: Config, fresh: boolean, terminal: Terminal): Promise<DemoMarker> => {
  if (fresh) removeDemo(config.data);
  const present = demoIn(config.data);
  if (!present) return write(config, terminal);
  terminal.err(`The demo in ${config.data} is used again, with all that was added to it; --fresh writes it anew.\n`);
  return present;
};

export const addDemoCommand = (program: Command, terminal: Terminal): void => {
  program
    .command('demo')
    .summary('write the Bærum demo, and serve it')
    .description(
      'Writes the rollout of tablets at Bærum’s schools, 2014–2019, into WAVEBOOK_DATA (./data/demo when it is not set), unless it is there, and serves it.',
    )
    .option('--fresh', 'throw the demo in the folder away and write it anew', false)
    .action(async ({ fresh }: { fresh: boolean }) => {
      const config = readConfig(undefined, { WAVEBOOK_DATA: './data/demo', LOG_LEVEL: 'warn' });
      const marker = await prepare(config, fresh, terminal);
      const { serve } = await import('../../ledger/serve.js');
      const adminToken = config.adminToken ?? randomBytes(24).toString('base64url');
      await serve({ ...config, adminToken }, ({ url, data }) => demoWelcome({ url, data, adminToken, marker }));
    });
};
