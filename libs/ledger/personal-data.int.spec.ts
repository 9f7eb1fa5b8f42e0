import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Sealed, carry } from '#kernel';
import { openPersonal } from '#privacy';
import { personErasure } from './erasure.js';
import { runReaction } from './reaction.js';
import { counterCatalogue } from './testing/counter-model.js';
import { until } from './testing/watched-store.js';
import { type Bench, accepted, codesOf, command, openCounter, uuid, workbench } from './testing/workbench.js';

let bench: ReturnType<typeof workbench>;
beforeEach(() => void (bench = workbench()));
afterEach(() => bench.remove());

const personId = uuid(11);
const name = 'Synthetic Person Solbakken';
const email = 'synthetic.person@example.invalid';
const met = { personId, name, contact: { personId, email } };

/** Files of the ledger that hold the text, in any of the encodings in which it could have slipped through. */
const holding = (text: string) => {
  const needles = [
    Buffer.from(text),
    Buffer.from(text, 'utf16le'),
    Buffer.from(Buffer.from(text).toString('base64').slice(0, -4)),
  ];
  return readdirSync(bench.folder).filter((file) => {
    const bytes = readFileSync(join(bench.folder, file));
    return needles.some((needle) => bytes.includes(needle));
  });
};

const eraseAndWait = async ({ ledger, store, vault }: Bench, programmeId: string) => {
  const stop = new AbortController();
  const reaction = runReaction({ ...personErasure(vault), store, catalogue: counterCatalogue, signal: stop.signal });
  const { position } = accepted(await ledger.submit(command('erase', { personId }, { programmeId })));
  await until(() => reaction.status().position >= position);
  stop.abort();
  await reaction.done;
};

describe('personal fields', () => {
  it('are sealed before they are written, and open for the event and path that they stand at', async () => {
    const { ledger, vault } = await bench.open();
    const programmeId = await openCounter(ledger);
    const [event] = accepted(await ledger.submit(command('meet', met, { programmeId }))).events;
    const data = event!.data as { personId: string; name: Sealed; contact: { email: Sealed } };
    expect(data).toEqual({
      personId,
      name: { person: personId, sealed: expect.stringMatching(/^v1\./) },
      contact: { personId, email: { person: personId, sealed: expect.stringMatching(/^v1\./) } },
    });
    expect(await openPersonal(vault, data.name, event!.id, 'name')).toBe(name);
    expect(await openPersonal(vault, data.contact.email, event!.id, 'contact.email')).toBe(email);
    expect(await vault.openField(carry(event!, 'contact.email')!)).toBe(email);
    await expect(openPersonal(vault, data.contact.email, event!.id, 'name')).rejects.toThrow('SEALED_BROKEN');
  });

  it('are sealed in the state too, the same as in the file', async () => {
    const opened = await bench.open();
    const programmeId = await openCounter(opened.ledger);
    const [event] = accepted(await opened.ledger.submit(command('meet', met, { programmeId }))).events;
    const { ledger } = await bench.open();
    for (const each of [opened.ledger, ledger])
      expect(await each.book(programmeId)).toMatchObject({ state: { people: [event!.data] } });
  });

  it('may be left out', async () => {
    const { ledger } = await bench.open();
    const programmeId = await openCounter(ledger);
    const [event] = accepted(
      await ledger.submit(command('meet', { personId, name, contact: {} }, { programmeId })),
    ).events;
    expect(event!.data).toMatchObject({ contact: {} });
  });

  it('without a person beside them are a fault, and nothing is written', async () => {
    const { ledger, store } = await bench.open();
    const programmeId = await openCounter(ledger);
    const ownerless = command('meet', { personId, name, contact: { email } }, { programmeId });
    await expect(ledger.submit(ownerless)).rejects.toThrow(
      'contact.email of PersonMet is personal, and no personId stands beside it',
    );
    expect(await store.head()).toBe(1n);
    expect(holding(email)).toEqual([]);
  });

  it('that are sealed already are a fault: they would open nowhere', async () => {
    const { ledger, vault } = await bench.open();
    const programmeId = await openCounter(ledger);
    const sealed = await vault.seal(personId, name, 'elsewhere/name');
    await expect(ledger.submit(command('meet', { personId, name: sealed }, { programmeId }))).rejects.toThrow(
      'clear text',
    );
  });

  it('are in no file in clear text, before and after erasure, and neither is the digest of the command a plain hash', async () => {
    const opened = await bench.open();
    const programmeId = await openCounter(opened.ledger);
    const record = { commandId: uuid(1) };
    const [event] = accepted(await opened.ledger.submit(command('meet', met, { programmeId, record }))).events;
    expect(readdirSync(bench.folder)).toEqual(expect.arrayContaining(['keys.db', 'ledger.db', 'ledger.db-wal']));
    for (const text of [name, email]) expect(holding(text)).toEqual([]);
    // The look itself works: what is not personal is found.
    expect(holding(personId)).toEqual(expect.arrayContaining(['keys.db']));
    await eraseAndWait(opened, programmeId);
    const data = event!.data as { name: Sealed };
    expect(await openPersonal(opened.vault, data.name, event!.id, 'name')).toBeUndefined();
    for (const text of [name, email]) expect(holding(text)).toEqual([]);
    await bench.close(opened);
    for (const text of [name, email]) expect(holding(text)).toEqual([]);
    // The event keeps its ciphertext, so that what was proved of it stays proved.
    expect(holding(data.name.sealed)).toEqual(['ledger.db']);
  });

  it('are taken no more for somebody who was erased', async () => {
    const opened = await bench.open();
    const programmeId = await openCounter(opened.ledger);
    await opened.ledger.submit(command('meet', met, { programmeId }));
    await eraseAndWait(opened, programmeId);
    expect(codesOf(await opened.ledger.submit(command('meet', met, { programmeId })))).toEqual(['PERSON_ERASED']);
    // What had been written under a command id is still the first outcome of that command.
    expect(await opened.ledger.book(programmeId)).toMatchObject({ revision: 2n });
  });
});
