import { readFileSync } from 'node:fs';

/** The version of this Wavebook, as in its package. */
export const versionHere = (): string => {
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
};
