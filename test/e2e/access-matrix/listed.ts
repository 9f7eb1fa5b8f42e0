import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type TokenRole, tokenRoles } from '../../../apps/ledger/access/token.js';

/** What asking for another programme comes to: as of one that is not there. */
export const otherwise = ['null', 'none', 'own', 'unknown', 'limited', 'ledger', 'refused'] as const;
export type Otherwise = (typeof otherwise)[number];

export interface Listed {
  readonly roles: ReadonlySet<TokenRole>;
  /** For fields of Query, Mutation and Subscription. */
  readonly other: Otherwise | undefined;
}

const file = fileURLToPath(new URL('../../../../test/e2e/access-matrix/access-matrix.txt', import.meta.url));

const isRole = (word: string): word is TokenRole => tokenRoles.includes(word as TokenRole);

const readLine = (line: string): readonly [string, Listed] => {
  const [field = '', right = '', other] = line.split('|').map((part) => part.trim());
  const words = right.split(/\s+/);
  if (!/^\w+\.\w+$/.test(field) || !words.every(isRole)) throw new Error(`access-matrix.txt: ${line}`);
  if (other !== undefined && !otherwise.includes(other as Otherwise)) throw new Error(`access-matrix.txt: ${line}`);
  return [field, { roles: new Set(words), other: other as Otherwise | undefined }];
};

/** The committed table: every field, and which roles may ask for it. */
export const readListed = (): ReadonlyMap<string, Listed> =>
  new Map(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      .map(readLine),
  );
