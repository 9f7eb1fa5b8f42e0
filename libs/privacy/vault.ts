import type { Sealed, SealedField } from '#kernel';

export type VaultErrorCode =
  | 'PERSON_ERASED'
  | 'SEALED_BROKEN'
  | 'KEY_MISSING'
  | 'MASTER_KEY_WRONG'
  | 'MASTER_KEY_INVALID'
  | 'MASTER_KEY_MISSING'
  | 'VAULT_FOREIGN'
  | 'VAULT_NEWER'
  | 'VAULT_UNAVAILABLE';

/**
 * A named fault of the vault. PERSON_ERASED: nothing can be sealed for this person any more. SEALED_BROKEN: the value was
 * tampered with, or moved to another event or path. KEY_MISSING: the key store is older than the ledger, restore a later
 * one. VAULT_UNAVAILABLE: the keys cannot be reached; try again later. The others: these keys and this master key do not
 * belong together; do not start.
 */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  constructor(
    readonly code: VaultErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${message}`, options);
  }
}

/** Tells the vault's named fault, of one code or of any, from all other errors. */
export const isVaultError = (error: unknown, code?: VaultErrorCode): error is VaultError =>
  error instanceof VaultError && (code === undefined || error.code === code);

/** Where a reader of the ledger has got to. Kept beside the keys: an old backup of both erases again what it must. */
export interface CheckpointStore {
  /** Everything up to this position has been handled; undefined when the name is new. */
  checkpoint(name: string): Promise<bigint | undefined>;
  /** Durable when it resolves. Never goes back: an earlier position than the one kept changes nothing. */
  saveCheckpoint(name: string, position: bigint): Promise<void>;
}

/**
 * The keys of persons. Each person has a key of their own, and what is sealed under it can be read until the person is
 * erased: then the key is destroyed, and what the ledger holds of them is noise. See docs/adr/0006-personal-fields.md.
 */
export interface Vault extends CheckpointStore {
  /**
   * Seals a text for a person (UUID), making their key when they have none. `aad` names the place that the value is for
   * (`aadOf`): it opens nowhere else. @throws VaultError PERSON_ERASED
   */
  seal(personId: string, clear: string, aad: string): Promise<Sealed>;
  /** The text, or undefined when the person was erased. @throws VaultError SEALED_BROKEN, KEY_MISSING */
  open(sealed: Sealed, aad: string): Promise<string | undefined>;
  /** Opens a field that a row of a read model carries: undefined when the person was erased. */
  openField(field: SealedField): Promise<string | undefined>;
  /**
   * Destroys the person's key for ever. When it resolves that is durable, and holds for what is opened from then on, here
   * and in every process on the same keys. May be repeated.
   */
  erase(personId: string): Promise<void>;
  /** 32 random bytes under a name, made on the first call and the same ever after. */
  secret(name: string): Promise<Buffer>;
  /** The secret of this name where it was made before; none is made. */
  findSecret(name: string): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

/** The place that a personal value is sealed for: it opens under this event and path alone. */
export const aadOf = (eventId: string, path: string): string => `${eventId}/${path}`;

/** Opens a personal field of an event: undefined when the person was erased. @throws VaultError SEALED_BROKEN */
export const openPersonal = (
  vault: Pick<Vault, 'open'>,
  sealed: Sealed,
  eventId: string,
  path: string,
): Promise<string | undefined> => vault.open(sealed, aadOf(eventId, path));
