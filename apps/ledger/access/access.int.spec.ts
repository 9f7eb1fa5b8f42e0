import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bearerToken, openAccess } from './access.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wavebook-'));
  file = join(folder, 'access.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const configured = 'configured-token-1';

describe('access', () => {
  it('makes an admin token on the first start, tells it once, and knows it ever after', () => {
    const first = openAccess({ file });
    const token = first.newAdminToken!;
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(first.actorOf(token)).toEqual({ id: expect.stringMatching(/^actor-[0-9a-f]{8}$/), role: 'admin' });
    const second = openAccess({ file });
    expect(second.newAdminToken).toBeUndefined();
    expect(second.actorOf(token)).toEqual(first.actorOf(token));
  });

  it('keeps no token, and nobody else may read the file', () => {
    const { newAdminToken } = openAccess({ file });
    expect(readFileSync(file, 'utf8')).not.toContain(newAdminToken);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('knows nobody by another token', () => {
    const access = openAccess({ file, adminToken: configured });
    expect(access.actorOf(`${configured} `)).toBeUndefined();
    expect(access.actorOf('')).toBeUndefined();
  });

  it('puts a configured token in the place of the earlier one, and keeps the pseudonym', () => {
    const { newAdminToken } = openAccess({ file });
    const actor = openAccess({ file }).actorOf(newAdminToken!);
    const changed = openAccess({ file, adminToken: configured });
    expect(changed.actorOf(newAdminToken!)).toBeUndefined();
    expect(changed.actorOf(configured)).toEqual(actor);
    expect(changed.newAdminToken).toBeUndefined();
    expect(openAccess({ file }).actorOf(configured)).toEqual(actor);
  });

  it('lets nobody in by a file that it cannot read', () => {
    writeFileSync(file, '{"grants": [{}]}');
    expect(() => openAccess({ file, adminToken: configured })).toThrow(/access\.json does not tell who may come in/);
  });
});

describe('the header', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  abc ', 'abc'],
    ['Basic abc', undefined],
    ['Bearer a b', undefined],
    ['Bearer ', undefined],
    [['Bearer abc'], undefined],
    [undefined, undefined],
  ])('%j bears %j', (header, token) => expect(bearerToken(header)).toBe(token));
});
