import { bookCatalogue } from '#book';
import { type Recorded, type Sealed, isSealed, personalPathsOf } from '#kernel';
import { type Vault, type VaultError, aadOf, isVaultError } from '#privacy';
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

/** A sealed value of a line. */
interface Found extends Pick<Recorded, 'type' | 'position'> {
  readonly path: string;
  readonly value: Sealed;
  readonly aad: string;
}

/** Tries to open everything that is sealed in a ledger. Without a vault it finds nothing. */
export class SealedCheck {
  readonly findings: Finding[] = [];
  values = 0;
  readonly #lost = new Set<string>();
  #waiting: Found[] = [];

  constructor(private readonly vault: Vault | undefined) {}

  /** Takes a line in the order of the ledger. What is sealed in it is opened by `openAll`, with that of other lines. */
  look({ id, type, data, position }: Recorded): void {
    if (!this.vault) return;
    for (const path of personalPaths(type)) {
      const value = valueAt(data, path);
      if (isSealed(value)) this.#waiting.push({ type, position, path, value, aad: aadOf(id, path) });
    }
  }

  /** Opens everything that was looked at since the last time. */
  async openAll(): Promise<void> {
    const waiting = this.#waiting.filter(({ value }) => !this.#lost.has(value.person));
    this.#waiting = [];
    const faults = await Promise.all(waiting.map(({ value, aad }) => this.#faultOf(value, aad)));
    waiting.forEach((found, index) => this.#note(found, faults[index]));
  }

  async #faultOf(value: Sealed, aad: string): Promise<VaultError | undefined> {
    try {
      await this.vault!.open(value, aad);
      return undefined;
    } catch (error) {
      if (!isVaultError(error)) throw error;
      return error;
    }
  }

  #note({ type, position, path, value: { person } }: Found, fault: VaultError | undefined): void {
    // One finding for each person whose key is not there.
    if (this.#lost.has(person)) return;
    this.values++;
    if (!fault) return;
    if (fault.code === 'KEY_MISSING') this.#lost.add(person);
    const found = `${path} of the event at position ${position} (${type}) cannot be opened: ${fault.message}.`;
    this.#find(fault.code, found, position);
  }

  #find(code: string, found: string, position: bigint): void {
    const remedy = remedies[code as keyof typeof remedies] ?? 'Restore the last backup that is found whole.';
    if (this.findings.length < findingsMax) this.findings.push({ part: 'keys', code, position, found, remedy });
  }
}
