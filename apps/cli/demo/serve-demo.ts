import { randomBytes } from 'node:crypto';
import { type Config, readConfig } from '../../ledger/config.js';
import { progressBar } from '../progress.js';
import type { Terminal } from '../terminal.js';
import { type DemoMarker, demoIn, noteServer, removeDemo } from './demo-folder.js';
import { demoWelcome } from './demo.welcome.js';

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

const write = async (config: Config, terminal: Terminal): Promise<DemoMarker> => {
  const began = performance.now();
  const progress = await progressBar(terminal, { json: false, counted: 'commands' });
  const { writeDemo } = await import('./write-demo.js');
  const marker = await writeDemo(config, progress.tell).finally(progress.stop);
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

/** Serves the demo until the process is asked to end; writes it before, where it is not there. */
export const serveDemo = async ({ fresh }: { readonly fresh: boolean }, terminal: Terminal): Promise<void> => {
  const config = readConfig(undefined, { WAVEBOOK_DATA: './data/demo', LOG_LEVEL: 'warn' });
  const marker = await prepare(config, fresh, terminal);
  const { serve } = await import('../../ledger/serve.js');
  const adminToken = config.adminToken ?? randomBytes(24).toString('base64url');
  // The demo lives in its folder, wherever the ledger of everyday is kept.
  await serve({ ...config, eventStoreUrl: undefined, adminToken }, ({ url, data }) => {
    noteServer(data, url);
    return demoWelcome({ url, data, adminToken, marker });
  });
};
