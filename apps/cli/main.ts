#!/usr/bin/env node
import { inWords } from './outcome.js';
import { programOf } from './program.js';
import { type Terminal, exitCodes } from './terminal.js';

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY,
  width: process.stdout.columns ?? 120,
};
const exit = (code: number) => {
  process.exitCode = code;
};
// Whoever reads may have seen enough (`wavebook history | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? 0 : exitCodes.fault),
);

try {
  await programOf(terminal, exit).parseAsync();
} catch (error) {
  const { code, exitCode, message, stack } = error as Error & { code?: string; exitCode?: number };
  // Commander has said what is wrong with the command line.
  if (code?.startsWith('commander.')) exit(exitCode === 0 ? exitCodes.done : exitCodes.badInput);
  else {
    const told = inWords(error);
    terminal.err(`${told?.message ?? stack ?? message}\n`);
    exit(told?.exitCode ?? exitCodes.fault);
  }
}
