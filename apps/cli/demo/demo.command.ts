import type { Command } from 'commander';
import type { Terminal } from '../terminal.js';

const examples = `
Examples:
  wavebook demo                                  write it, unless it is there, and serve it
  wavebook demo --fresh                          throw away what was added, and write it anew
  PORT=8080 WAVEBOOK_DATA=/tmp/demo wavebook demo`;

export const addDemoCommand = (program: Command, terminal: Terminal): void => {
  program
    .command('demo')
    .summary('write the Bærum demo, and serve it')
    .description(
      'Writes the rollout of tablets at Bærum’s schools, 2014–2019, into WAVEBOOK_DATA (./data/demo when it is not set), unless it is there, and serves it.',
    )
    .option('--fresh', 'throw the demo in the folder away and write it anew', false)
    .addHelpText('after', examples)
    .action(async (flags: { fresh: boolean }) => {
      const { serveDemo } = await import('./serve-demo.js');
      await serveDemo(flags, terminal);
    });
};
