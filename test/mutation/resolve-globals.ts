import type { ResolveHook } from 'node:module';

/** A module hook: specs that are run for mutants take their globals from here instead of from jest. */
export const resolve: ResolveHook = (specifier, context, next) =>
  next(specifier === '@jest/globals' ? new URL('./globals.js', import.meta.url).href : specifier, context);
