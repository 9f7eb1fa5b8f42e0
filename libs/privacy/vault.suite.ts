import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decrypt } from './cipher.js';
import { type Vault, aadOf, openPersonal } from './vault.js';

/** The keys of one test: none at its start. */
export interface Keys {
  /** Opens them as a process of its own does. */
  open(masterKey: Buffer): Promise<Vault>;
  /** A person's key as it lies there; null when there is a tombstone in its place. */
  wrappedKeyOf(person: string): Promise<Buffer | null>;
  remove(): Promise<void>;
}

const masterKey = Buffer.alloc(32, 1);
const person = (n: number) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
const at = aadOf('event-1', 'name');

/** What every vault does, wherever it keeps its keys. */
export const vaultSuite = (kept: string, begin: () => Promise<Keys>): void =>
  describe(`keys ${kept}`, () => {
    let keys: Keys;
    let vaults: Vault[];
    const open = async (key = masterKey) => {
      const vault = await keys.open(key);
      vaults.push(vault);
      return vault;
    };

    beforeEach(async () => {
      vaults = [];
      keys = await begin();
    });
    afterEach(async () => {
      await Promise.all(vaults.map((vault) => vault.close()));
      await keys.remove();
    });

    describe('a sealed value', () => {
      it('opens again, also after a restart, whatever was in it', async () => {
        const texts = ['Ola Nordmann', 'Þórunn 😀 \u0000 \u202e', '', 'x'.repeat(10_000)];
        const vault = await open();
        const sealed = await Promise.all(texts.map((text) => vault.seal(person(1), text, at)));
        const restarted = await open();
        expect(await Promise.all(sealed.map((each) => restarted.open(each, at)))).toEqual(texts);
        expect(sealed.map(({ person: owner }) => owner)).toEqual(texts.map(() => person(1)));
      });

      it('is base64url with the version before it, and never the same twice', async () => {
        const vault = await open();
        const [one, other] = [await vault.seal(person(1), 'Ola', at), await vault.seal(person(1), 'Ola', at)];
        expect(one.sealed).toMatch(/^v1\.[\w-]+$/);
        expect(one.sealed).not.toBe(other.sealed);
      });

      it('opens nowhere but at the event and path that it was sealed for', async () => {
        const vault = await open();
        const sealed = await vault.seal(person(1), 'Ola', aadOf('event-1', 'owner.name'));
        expect(await openPersonal(vault, sealed, 'event-1', 'owner.name')).toBe('Ola');
        expect(await vault.openField({ ...sealed, eventId: 'event-1', path: 'owner.name' })).toBe('Ola');
        await expect(openPersonal(vault, sealed, 'event-2', 'owner.name')).rejects.toThrow('SEALED_BROKEN');
        await expect(openPersonal(vault, sealed, 'event-1', 'owner.email')).rejects.toThrow('SEALED_BROKEN');
      });

      it('does not open when it was tampered with, or is another person’s', async () => {
        const vault = await open();
        const sealed = await vault.seal(person(1), 'Ola', at);
        await vault.seal(person(2), 'Kari', at);
        const bytes = Buffer.from(sealed.sealed.slice(3), 'base64url');
        bytes[14]! ^= 1;
        const altered = [
          { ...sealed, sealed: `v1.${bytes.toString('base64url')}` },
          { ...sealed, sealed: sealed.sealed.slice(0, 20) },
          { ...sealed, sealed: sealed.sealed.replace('v1.', 'v2.') },
          { ...sealed, person: person(2) },
        ];
        for (const each of altered) await expect(vault.open(each, at)).rejects.toThrow('SEALED_BROKEN');
      });

      it('whose key is not there is a fault, for it was not erased; others asked for with it are opened', async () => {
        const vault = await open();
        const sealed = await vault.seal(person(1), 'Ola', at);
        const [lost, found] = await Promise.allSettled([
          vault.open({ person: person(3), sealed: 'v1.AAAA' }, at),
          vault.open(sealed, at),
        ]);
        expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'KEY_MISSING' } });
        expect(found).toMatchObject({ status: 'fulfilled', value: 'Ola' });
      });
    });

    describe('erasing a person', () => {
      it('makes everything sealed for them unreadable, for good, and nobody else’s', async () => {
        const vault = await open();
        const [ola, kari] = [await vault.seal(person(1), 'Ola', at), await vault.seal(person(2), 'Kari', at)];
        await vault.erase(person(1));
        for (const each of [vault, await open()]) {
          expect(await each.open(ola, at)).toBeUndefined();
          expect(await each.open(kari, at)).toBe('Kari');
          await expect(each.seal(person(1), 'Ola', at)).rejects.toThrow('PERSON_ERASED');
        }
        expect(await keys.wrappedKeyOf(person(1))).toBeNull();
      });

      it('may be repeated, and leaves a tombstone for one who never had a key', async () => {
        const vault = await open();
        await vault.erase(person(1));
        await vault.erase(person(1));
        await expect(vault.seal(person(1), 'Ola', at)).rejects.toThrow('PERSON_ERASED');
      });

      it('reaches every other process before anything more is opened there', async () => {
        const [here, there] = [await open(), await open()];
        const sealed = await here.seal(person(1), 'Ola', at);
        expect(await there.open(sealed, at)).toBe('Ola');
        await here.erase(person(1));
        expect(await there.open(sealed, at)).toBeUndefined();
        await expect(there.seal(person(1), 'Ola', at)).rejects.toThrow('PERSON_ERASED');
      });
    });

    describe('all of them', () => {
      it('cannot be used without the master key', async () => {
        const vault = await open();
        await vault.seal(person(1), 'Ola Nordmann', at);
        const wrapped = (await keys.wrappedKeyOf(person(1)))!;
        expect(decrypt(masterKey, wrapped, person(1))).toHaveLength(32);
        expect(decrypt(Buffer.alloc(32, 2), wrapped, person(1))).toBeUndefined();
        await expect(open(Buffer.alloc(32, 2))).rejects.toThrow('MASTER_KEY_WRONG');
        await expect(open(Buffer.alloc(16))).rejects.toThrow('MASTER_KEY_INVALID');
      });

      it('are one for each person, whoever asks first', async () => {
        const [here, there] = [await open(), await open()];
        const values = await Promise.all(
          Array.from({ length: 20 }, (_, n) => (n % 2 ? here : there).seal(person(n >> 1), `text ${n}`, at)),
        );
        expect(await Promise.all(values.map((value, n) => (n % 2 ? there : here).open(value, at)))).toEqual(
          values.map((_, n) => `text ${n}`),
        );
      });

      it('hold a secret under its name, the same for all who ask at once', async () => {
        const [here, there] = [await open(), await open()];
        expect(await here.findSecret('digest')).toBeUndefined();
        const [secret, same] = await Promise.all([here.secret('digest'), there.secret('digest')]);
        expect(secret).toHaveLength(32);
        expect(same).toEqual(secret);
        expect(await (await open()).findSecret('digest')).toEqual(secret);
        expect(await here.secret('other')).not.toEqual(secret);
      });

      it('lie beside how far readers got, which never goes back', async () => {
        const vault = await open();
        expect(await vault.checkpoint('reader')).toBeUndefined();
        await vault.saveCheckpoint('reader', 2n ** 60n);
        await vault.saveCheckpoint('reader', 5n);
        expect(await (await open()).checkpoint('reader')).toBe(2n ** 60n);
      });
    });
  });
