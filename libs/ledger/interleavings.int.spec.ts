import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { isEventStoreError } from '#event-store';
import { streamOf } from '#kernel';
import { type Vault, openSqliteVault } from '#privacy';
import fc, { type Scheduler } from 'fast-check';
import { holds } from '../../test/support/property.js';
import { MemoryLedger } from '../event-store/testing/memory-event-store.js';
import { type Fate, fates, scheduledStore, untilQuiet } from '../event-store/testing/scheduled-store.js';
import { programmeIdOf } from './ids.js';
import type { Ledger, Outcome, Submission } from './ledger.js';
import { openLedger } from './open-ledger.js';
import { type Counter, counterCatalogue, counterModel } from './testing/counter-model.js';
import { command, uuid } from './testing/workbench.js';

const limit = 12;

/**
 * What somebody asks of one of two ledgers: to count, to note a person, whose name is to be sealed, to do again what was
 * asked before, or to look at the book.
 */
interface Asked {
  readonly what: 'count' | 'meet' | 'again' | 'look';
  readonly ledger: number;
  readonly step: number;
  readonly times: number;
}

const asked: fc.Arbitrary<Asked> = fc.record({
  what: fc.constantFrom('count', 'count', 'count', 'meet', 'again', 'look'),
  ledger: fc.nat({ max: 1 }),
  step: fc.integer({ min: 1, max: 5 }),
  times: fc.integer({ min: 1, max: 2 }),
});
const someFates = fc.array(fc.constantFrom<Fate>('written', ...fates), { maxLength: 8 });

interface Counts {
  readonly step: number;
  readonly total: number;
}

const codesOf = (outcome: Outcome) => (outcome.accepted ? [] : outcome.refusals.map(({ refused }) => refused));

describe('two ledgers on one store, whose appends arrive, are lost and are answered in any order', () => {
  let folder: string;
  let vault: Vault;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wavebook-interleavings-'));
    vault = await openSqliteVault({ file: join(folder, 'keys.db'), masterKey: Buffer.alloc(32, 7) });
  });
  afterAll(async () => {
    await vault.close();
    rmSync(folder, { recursive: true });
  });

  /** One book, and all that is known of it from outside. */
  class Scene {
    readonly memory = new MemoryLedger();
    readonly programmeId = programmeIdOf(uuid(0));
    ledgers: readonly Ledger<Counter>[] = [];
    readonly submitted: Submission[] = [];

    async open(scheduler: Scheduler, ofEach: readonly (readonly Fate[])[]): Promise<void> {
      /** Keys take their time, too. */
      const seal: Vault['seal'] = async (...value) => {
        await scheduler.schedule(Promise.resolve(), 'seal');
        return vault.seal(...value);
      };
      this.ledgers = await Promise.all(
        ofEach.map((each) => {
          const store = scheduledStore(scheduler, this.memory, { fates: each });
          const parts = { store, catalogue: counterCatalogue, model: counterModel, retryDelayMs: 0 };
          return openLedger({ ...parts, vault: { ...vault, seal } });
        }),
      );
    }

    get lines() {
      return this.memory.stream(streamOf(this.programmeId));
    }

    totalOf(length: number): number {
      const totals = this.lines.slice(0, length).map(({ data }) => (data as { total?: number }).total);
      return totals.findLast((total) => total !== undefined) ?? 0;
    }

    /** Asks, and holds the answer against what is stored in the moment in which it comes. */
    async ask(n: number, { what, ledger: index, step, times }: Asked): Promise<void> {
      const ledger = this.ledgers[index]!;
      if (what === 'look') return this.look(ledger);
      const first = this.submitted[step % Math.max(1, this.submitted.length)];
      const about = { programmeId: this.programmeId, record: { commandId: uuid(n) } };
      const fresh =
        what === 'meet'
          ? command('meet', { personId: uuid(100 + step), name: `Synthetic Person ${step}` }, about)
          : command('count', { step, times }, about);
      const submission = what === 'again' && first ? first : fresh;
      this.submitted.push(submission);
      await ledger.submit(submission).then(
        (outcome) => this.expectTrue(submission, outcome),
        (fault: unknown) => {
          if (!isEventStoreError(fault, 'STORE_UNAVAILABLE')) throw fault;
        },
      );
    }

    expectTrue({ input }: Submission, outcome: Outcome): void {
      const { step, times } = input as { step: number; times: number };
      if (outcome.accepted) {
        const stored = outcome.events.map(({ revision }) => this.lines[Number(revision)]);
        expect(outcome.events.map(({ id, position }) => ({ id, position }))).toEqual(
          stored.map((line) => ({ id: line?.id, position: line?.position })),
        );
        return;
      }
      expect(['LIMIT_REACHED', 'CONFLICT']).toEqual(expect.arrayContaining(codesOf(outcome)));
      // A refusal rests on what is stored, not on what might have been.
      if (codesOf(outcome).includes('LIMIT_REACHED'))
        expect(this.totalOf(this.lines.length) + step * times).toBeGreaterThan(limit);
    }

    /** Whoever looks sees everything that was stored when they asked, and nothing that is not stored. */
    async look(ledger: Ledger<Counter>): Promise<void> {
      const linesBefore = this.lines.length;
      try {
        const book = await ledger.book(this.programmeId);
        const length = Number(book?.revision ?? -1n) + 1;
        expect(length).toBeGreaterThanOrEqual(linesBefore);
        expect(length).toBeLessThanOrEqual(this.lines.length);
        expect(book?.state.total ?? 0).toBe(this.totalOf(length));
      } catch (fault) {
        if (!isEventStoreError(fault, 'STORE_UNAVAILABLE')) throw fault;
      }
    }

    /** Each line counts on from the one before it: none was decided on a book that never was, and none stands twice. */
    expectWhole(): void {
      const counts = this.lines.filter(({ type }) => type === 'Counted').map(({ data }) => data as Counts);
      let total = 0;
      for (const each of counts) expect(each.total).toBe((total += each.step));
      expect(total).toBeLessThanOrEqual(limit);
    }

    /** Whoever asks for the same again learns what came of it, also when it was a fault the first time. */
    async askAllAgain(): Promise<void> {
      for (const submission of this.submitted) {
        const outcome = await this.ledgers[0]!.submit(submission);
        this.expectTrue(submission, outcome);
      }
    }
  }

  holds(
    'answer with what is stored, write nothing twice and decide on nothing that never was',
    60,
    fc.asyncProperty(
      fc.scheduler({ act: untilQuiet }),
      fc.array(asked, { minLength: 2, maxLength: 8 }),
      fc.tuple(someFates, someFates),
      async (scheduler, questions, ofEach) => {
        const scene = new Scene();
        await scene.open(scheduler, ofEach);
        const opening = await openLedger({
          store: scene.memory.open(),
          vault,
          catalogue: counterCatalogue,
          model: counterModel,
        });
        await opening.submit(command('open', { limit }, { record: { commandId: uuid(0) } }));
        const answers = questions.map((question, n) =>
          scheduler
            .schedule(Promise.resolve(), `ask ${JSON.stringify(question)}`)
            .then(() => scene.ask(n + 1, question)),
        );
        await scheduler.waitFor(Promise.all(answers));
        scene.expectWhole();
        await scheduler.waitFor(scene.askAllAgain());
        scene.expectWhole();
        await scheduler.waitFor(Promise.all(scene.ledgers.map((ledger) => ledger.close())));
      },
    ),
  );
});
