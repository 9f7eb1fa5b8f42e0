import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM as NIST SP 800-38D has it: a random nonce of 96 bits, a tag of 128 bits. */
const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
export const keyBytes = 32;

/** Nonce, ciphertext and tag in one piece. */
export const encrypt = (key: Buffer, clear: Buffer, aad: string): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(aad));
  return Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
};

/** The clear bytes; undefined when key, place or bytes are not those that it was made with. */
export const decrypt = (key: Buffer, box: Buffer, aad: string): Buffer | undefined => {
  if (box.length < nonceBytes + tagBytes) return undefined;
  const decipher = createDecipheriv(algorithm, key, box.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(aad))
    .setAuthTag(box.subarray(-tagBytes));
  const clear = decipher.update(box.subarray(nonceBytes, -tagBytes));
  try {
    return Buffer.concat([clear, decipher.final()]);
  } catch {
    // Node says nothing more than that the tag does not match.
    return undefined;
  }
};
