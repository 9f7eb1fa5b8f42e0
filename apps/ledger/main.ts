#!/usr/bin/env node
import { ConfigError, readConfig } from './config.js';
import { serve } from './serve.js';

try {
  await serve(readConfig());
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack ?? error)}\n`);
  process.exitCode = 1;
}
