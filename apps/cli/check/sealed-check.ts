import { bookCatalogue } from '#book';
import { type Recorded, isSealed, personalPathsOf } from '#kernel';
import { type Vault, aadOf, isVaultError } from '#privacy';
import type { Finding } from './finding.js';

/** A fault of the keys is told so often; more of the same say no more. */
const findingsMax = 100;

const pathsOf = new Map<string, readonly string[]>();
const personalPaths = (type: string): readonly string[] => {
  const known = pathsOf.get(type) ?? personalPathsOf(bookCatalogue.definitions.get(type)!.schema);
  pathsOf.set(type, known);
  return known;
};

const valueAt = (data: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], data);

const remedies = {
  KEY_MISSING:
    'The keys are older than the ledger: put back a later copy of keys.db. What is sealed under keys that are lost stays closed.',
  SEALED_BROKEN: 'It was changed, or moved here from another place: restore the last backup that is found whole.',
  MASTER_KEY_WRONG: 'Set WAVEBOOK_MASTER_KEY to the key that the server uses.',
} as const;

/** Tries to open everything that is sealed in a ledger, line by line. Without a vault it finds nothing. */
export class SealedCheck {
  readonly findings: Finding[] = [];
  values = 0;
  readonly #lost = new Set<string>();

  constructor(private readonly vault: Vault | undefined) {}

  look({ id, type, data, position }: Recorded): void {
    if (!this.vault) return;
    for (const path of personalPaths(type)) {
      const value = valueAt(data, path);
      if (!isSealed(value) || this.#lost.has(value.person)) continue;
      this.values++;
      try {
        this.vault.open(value, aadOf(id, path));
      } catch (error) {
        if (!isVaultError(error)) throw error;
        // One finding for each person whose key is not there.
        if (error.code === 'KEY_MISSING') this.#lost.add(value.person);
        this.#find(
          error.code,
          `${path} of the event at position ${position} (${type}) cannot be opened: ${error.message}.`,
          position,
        );
      }
    }
  }

  #find(code: string, found: string, position: bigint): void {
    const remedy = remedies[code as keyof typeof remedies] ?? 'Restore the last backup that is found whole.';
    if (this.findings.length < findingsMax) this.findings.push({ part: 'keys', code, position, found, remedy });
  }
}
