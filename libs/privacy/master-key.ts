import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { keyBytes } from './cipher.js';
import { VaultError } from './vault.js';

/** 32 bytes written as hex, base64 or base64url; undefined when the text is none of them. */
const parse = (text: string): Buffer | undefined => {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (!/^[\w+/-]{43}=?$/.test(trimmed)) return undefined;
  const bytes = Buffer.from(trimmed, 'base64');
  return bytes.length === keyBytes ? bytes : undefined;
};

const readKey = (file: string): Buffer => {
  const key = parse(readFileSync(file, 'utf8'));
  if (!key) throw new VaultError('MASTER_KEY_INVALID', `${file} does not hold 32 bytes as hex or base64`);
  return key;
};

/** Two processes may start at once: the file appears whole, and the first one to put it there wins. */
const makeKey = (file: string): Buffer => {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readKey(file);
};

/**
 * The key that wraps all other keys. `configured` is the key itself (32 bytes as hex or base64) or the path of a file that
 * holds it. Without it the key is read from `file`, which is made on the first start, readable by its owner alone.
 * Whoever loses it loses every personal field: keep a copy away from the data. @throws VaultError MASTER_KEY_INVALID
 */
export const masterKeyFrom = ({ configured, file }: { configured?: string | undefined; file: string }): Buffer => {
  if (configured !== undefined) {
    const key = parse(configured);
    if (key) return key;
    if (existsSync(configured)) return readKey(configured);
    // The value may be a mistyped key: it is not repeated in a message that ends up in a log.
    throw new VaultError(
      'MASTER_KEY_INVALID',
      'what WAVEBOOK_MASTER_KEY holds is neither 32 bytes as hex or base64 nor the path of a file',
    );
  }
  return existsSync(file) ? readKey(file) : makeKey(file);
};
