import type { ResolveHook } from 'node:module';

const globals = new URL('./globals.js', import.meta.url).href;
const rules = new URL('../../libs/book/', import.meta.url).href;
const generation = /\?generation=\d+$/;

/**
 * A module hook for specs that are run against mutants. They take their globals from here instead of from jest. A spec that
 * is imported as of a generation takes all modules of the rules as of that generation, each loaded anew; all else is shared.
 */
export const resolve: ResolveHook = async (specifier, context, next) => {
  if (specifier === '@jest/globals') return next(globals, context);
  const resolved = await next(specifier, context);
  const [inherited] = generation.exec(context.parentURL ?? '') ?? [];
  return inherited !== undefined && resolved.url.startsWith(rules)
    ? { ...resolved, url: resolved.url + inherited }
    : resolved;
};
