import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { masterKeyFrom } from './master-key.js';

const key = Buffer.from(Array.from({ length: 32 }, (_, n) => 255 - n));
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wavebook-key-'));
  file = join(folder, 'master.key');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the master key', () => {
  it('is read from the configuration as hex, base64 or base64url, or from the file that it names', () => {
    const elsewhere = join(folder, 'mounted.key');
    writeFileSync(elsewhere, `${key.toString('hex')}\n`);
    const written = [key.toString('hex').toUpperCase(), key.toString('base64'), key.toString('base64url'), elsewhere];
    for (const configured of written) expect(masterKeyFrom({ configured, file })).toEqual(key);
    expect(readdirSync(folder)).toEqual(['mounted.key']);
  });

  it('is made on the first start, for the owner alone, and read ever after', () => {
    const made = masterKeyFrom({ file });
    expect(made).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(masterKeyFrom({ file })).toEqual(made);
    expect(readFileSync(file, 'utf8').trim()).toBe(made.toString('base64'));
    expect(readdirSync(folder)).toEqual(['master.key']);
  });

  it('that is no key is refused, and not repeated in the message', () => {
    for (const configured of ['', 'abc123', key.subarray(1).toString('base64'), `${key.toString('hex')}00`]) {
      expect(() => masterKeyFrom({ configured, file })).toThrow('MASTER_KEY_INVALID');
      if (configured) expect(() => masterKeyFrom({ configured, file })).not.toThrow(configured);
    }
    writeFileSync(file, 'short');
    expect(() => masterKeyFrom({ file })).toThrow('MASTER_KEY_INVALID');
  });
});
