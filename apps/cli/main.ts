#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addDemoCommand } from './demo/demo.command.js';
import { addImportCommand } from './import/import.command.js';
import { addStartCommand } from './start.command.js';
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

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const program = new Command('wavebook')
  .description('An event-sourced ledger for change programmes.')
  .version(version)
  .showHelpAfterError('(--help shows how)')
  .exitOverride();

addStartCommand(program);
addDemoCommand(program, terminal);
addImportCommand(program, terminal, exit);

/** Their messages are written for whoever gave the command; anything else is a fault of ours, and shows where. */
const toldInWords = new Set(['ConfigError', 'DemoRefused', 'EventStoreError', 'VaultError']);

try {
  await program.parseAsync();
} catch (error) {
  const { code, exitCode, name, message, stack } = error as Error & { code?: string; exitCode?: number };
  // Commander has said what is wrong with the command line.
  if (code?.startsWith('commander.')) exit(exitCode === 0 ? exitCodes.done : exitCodes.badInput);
  else {
    terminal.err(`${toldInWords.has(name) ? message : (stack ?? message)}\n`);
    exit(exitCodes.fault);
  }
}
