import { randomBytes } from 'node:crypto';
import type { Sealed } from '#kernel';
import { decrypt, encrypt, keyBytes } from './cipher.js';
import { VaultError } from './vault.js';

/** Names the format of a sealed text: base64url of nonce, ciphertext and tag. */
const sealedPrefix = 'v1.';
/** A secret that is only there to find out that the master key is another one. */
export const probe = 'master-key-probe';

/** Seals a text under a person's key, for one place. */
export const sealUnder = (key: Buffer, person: string, clear: string, aad: string): Sealed => ({
  person,
  sealed: sealedPrefix + encrypt(key, Buffer.from(clear, 'utf8'), aad).toString('base64url'),
});

/**
 * Opens what was sealed under a person's key: undefined when the key is null, which is that of one who was erased.
 * @throws VaultError SEALED_BROKEN, and KEY_MISSING when the key is undefined
 */
export const openUnder = (
  key: Buffer | null | undefined,
  { person, sealed }: Sealed,
  aad: string,
): string | undefined => {
  if (key === null) return undefined;
  if (key === undefined) throw new VaultError('KEY_MISSING', `there is no key for person ${person}`);
  const box = sealed.startsWith(sealedPrefix) ? Buffer.from(sealed.slice(sealedPrefix.length), 'base64url') : undefined;
  const clear = box && decrypt(key, box, aad);
  if (!clear) throw new VaultError('SEALED_BROKEN', `the value of person ${person} does not belong at ${aad}`);
  return clear.toString('utf8');
};

/** What a secret's key is wrapped for; a person's key is wrapped for their id. */
export const secretAad = (name: string): string => `secret/${name}`;

/** Wraps keys under the master key and opens them again, the same in every key store: rows may be copied between them. */
export class Wrapping {
  /** `keptIn` tells people where the wrapped keys lie. @throws VaultError MASTER_KEY_INVALID */
  constructor(
    private readonly masterKey: Buffer,
    private readonly keptIn: string,
  ) {
    if (masterKey.length !== keyBytes)
      throw new VaultError('MASTER_KEY_INVALID', `the master key has ${masterKey.length} bytes instead of ${keyBytes}`);
  }

  /** A new key, as it is used and as it is kept. */
  make(aad: string): { readonly key: Buffer; readonly wrapped: Buffer } {
    const key = randomBytes(keyBytes);
    return { key, wrapped: encrypt(this.masterKey, key, aad) };
  }

  /** @throws VaultError MASTER_KEY_WRONG */
  open(wrapped: Buffer, aad: string): Buffer {
    const key = decrypt(this.masterKey, wrapped, aad);
    if (key) return key;
    throw new VaultError(
      'MASTER_KEY_WRONG',
      `the master key is not the one that ${this.keptIn} was made with: it does not open ${aad}`,
    );
  }
}
