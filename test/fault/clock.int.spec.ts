import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bookCatalogue } from '#book';
import type { Recorded } from '#kernel';
import { accept } from '../support/command.js';
import { charter } from '../support/programme.js';
import { type TestServer, startTestServer } from '../support/server.js';
import { assertSound } from './oracle.js';

/** A clock that is set by hand, forwards and backwards, and whose rounds are made by hand. */
class HandClock {
  #at = Date.parse('2026-03-02T10:00:00.000Z');
  #next: (() => void) | undefined;
  #waiting: (() => void) | undefined;

  readonly now = () => new Date(this.#at);

  readonly wait = (_ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      this.#waiting?.();
      this.#next = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });

  set(instant: string): void {
    this.#at = Date.parse(instant);
  }

  /** Resolves when the clock has been all the way round. */
  async round(): Promise<void> {
    while (!this.#next) await new Promise<void>((resolve) => (this.#waiting = resolve));
    const done = new Promise<void>((resolve) => (this.#waiting = resolve));
    this.#next();
    await done;
  }
}

let data: string;
let server: TestServer;
const clock = new HandClock();
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'wavebook-clock-'));
  server = await startTestServer({ data, clock });
});
afterAll(async () => {
  await server.remove();
  await rm(data, { recursive: true, force: true });
});

const lines = async (): Promise<Recorded[]> => {
  const all: Recorded[] = [];
  for await (const stored of server.parts.store.readAll()) all.push(bookCatalogue.decode(stored));
  return all;
};

describe('a machine whose clock is set backwards', () => {
  it('writes lines whose clock never runs backwards, and writes what falls due once', async () => {
    const { programme } = await accept<{ programme: { id: string } }>(server, 'charterProgramme', charter, {
      select: 'programme { id }',
    });
    const programmeId = programme.id;
    const enrol = (name: string) =>
      accept<{ unit: { id: string } }>(
        server,
        'enrolUnit',
        { programmeId, name, eligible: 40 },
        { select: 'unit { id }' },
      );
    const { unit } = await enrol('Synthetic unit 1');
    const nomination = { unitId: unit.id, route: 'PEER', rationale: 'Synthetic.' };
    await accept(server, 'nominateChampion', { programmeId, ...nomination, person: { name: 'Synthetic person' } });

    clock.set('2026-08-03T10:00:00.000Z');
    await clock.round();
    expect((await lines()).filter(({ type }) => type === 'NominationExpired')).toHaveLength(1);
    const { length } = await lines();

    clock.set('2026-03-03T08:00:00.000Z');
    await clock.round();
    expect(await lines()).toHaveLength(length);
    // The book knows that it is August already: the command is taken, and bears the book's own time.
    await enrol('Synthetic unit 2');
    await enrol('Synthetic unit 3');

    clock.set('2026-08-04T10:00:00.000Z');
    await clock.round();
    await clock.round();
    await enrol('Synthetic unit 4');

    const all = await lines();
    expect(all.filter(({ type }) => type === 'NominationExpired')).toHaveLength(1);
    const recordedAt = all.map((line) => line.recordedAt);
    expect(recordedAt).toEqual([...recordedAt].sort());
    expect(all.slice(length).map(({ occurredOn }) => occurredOn)).toEqual(['2026-08-03', '2026-08-03', '2026-08-04']);
    await assertSound(data, []);
  });
});
