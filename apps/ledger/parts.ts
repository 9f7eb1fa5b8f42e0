import { mkdirSync } from 'node:fs';
import { type Book, type Tables, bookCatalogue, bookCorrection, bookModel, bookProjections } from '#book';
import type { EventStore } from '#event-store';
import { dateIn } from '#kernel';
import { type ClockParts, type Ledger, openLedger } from '#ledger';
import type { Vault } from '#privacy';
import { type PastRows, type ReadModels, openReadModels } from '#read-models';
import { type BesideLedger, openBeside, openVaultBeside } from './beside-ledger.js';
import { type Config, ConfigError, type Role, backupInPlace, filesIn } from './config.js';
import { Duties } from './duties.js';
import { type LedgerHere, ledgerPlace, misplacedLedger, openLedgerAt } from './ledger-place.js';
import { Days } from './live/days.js';
import { measuredStore } from './metrics/measured-store.js';
import { Metrics } from './metrics/metrics.js';
import type { PartsLog } from './parts-log.js';
import { Proof } from './proof/open-proof.js';
import type { PublishingConfig } from './publishing/checkpoint-variables.js';
import type { ReadLog } from './reads/read-log.js';
import { startReplays } from './replay/start-replays.js';
import { standBy } from './stand-by.js';
import { type Tracing, untraced } from './tracing/tracing.js';

export interface PartsOptions extends LedgerHere, Pick<Config, 'masterKey' | 'timeZone'> {
  readonly log: PartsLog;
  /** Where checkpoints are given away; nowhere when absent. */
  readonly publishing?: PublishingConfig;
  /** Follows commands to whoever subscribes; nothing is followed when absent. */
  readonly tracing?: Tracing;
  /** Told of each statement on the read models, so that tests can count them. */
  readonly onStatement?: (sql: string) => void;
  readonly now?: () => Date;
  /** How the clock waits for its next round; by a timer when absent. */
  readonly wait?: ClockParts['wait'];
  /**
   * What this process does of what is nobody's command: everything when absent. A visitor, who only looks, brings the read
   * models up to date and leaves the books as they are.
   */
  readonly role?: Role | 'visitor';
}

/** A ledger at work, without a door: the server puts HTTP in front of it, the command line uses it as it is. */
export interface Parts {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly readModels: ReadModels<Tables>;
  /** The rows that books had, as they are asked for. */
  readonly replays: PastRows<Tables>;
  /** What is told to Prometheus. */
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  /** Who read personal data and proofs. */
  readonly reads: ReadLog;
  /** The tree over all events, and its checkpoints. */
  readonly proof: Proof;
  /** What lies beside the ledger, and is not opened here. */
  readonly beside: Pick<BesideLedger, 'tokens'>;
  readonly ledger: Ledger<Book>;
  /** What this process does for all others; nothing while another one leads. */
  readonly duties: Pick<Duties, 'isLeading' | 'reactions' | 'publishers' | 'clockRoundAt'>;
  readonly catalogue: typeof bookCatalogue;
  /** The calendar days, as the clock sees them change. */
  readonly days: Pick<Days, 'onChange'>;
  /** The clock that everything here goes by. */
  now(): Date;
  /** Answers what was taken, stops everything that runs, then closes the files. */
  close(): Promise<void>;
}

/** Opens things in order; when one fails, or at the end, closes them in the opposite order. */
class Opened {
  readonly #closers: (() => Promise<void> | void)[] = [];

  add<T>(part: T, close: (part: T) => Promise<void> | void): T {
    this.#closers.unshift(() => close(part));
    return part;
  }

  async closeAll(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
  }
}

type StartOptions = PartsOptions & Required<Pick<PartsOptions, 'tracing'>>;

/** Makes the data folder where there is none. @throws ConfigError: it holds something else than a ledger to work on */
const openFolder = (here: LedgerHere) => {
  const wrong = backupInPlace(here.data) ?? misplacedLedger(here);
  if (wrong !== undefined) throw new ConfigError(wrong);
  mkdirSync(here.data, { recursive: true, mode: 0o700 });
  return filesIn(here.data);
};

const start = async (options: StartOptions, opened: Opened): Promise<Parts> => {
  const { log, timeZone, publishing, tracing, onStatement, now = () => new Date(), wait, role = 'all' } = options;
  const files = openFolder(options);
  const beside = opened.add(await openBeside(options), (each) => each.close());
  const vault = opened.add(await openVaultBeside(beside, options), (each) => each.close());
  const metrics = new Metrics();
  const place = ledgerPlace(options);
  const ledgerStore = await openLedgerAt(place);
  const store = opened.add(tracing.store(measuredStore(ledgerStore, metrics)), (each) => each.close());
  const catalogue = bookCatalogue;
  const readModels = opened.add(
    await openReadModels<Tables>({
      directory: files.readModels,
      url: options.readDatabaseUrl,
      projections: bookProjections,
      catalogue,
      correction: bookCorrection,
      store: tracing.projected(store),
      logger: log,
      ...(onStatement ? { onStatement } : {}),
    }),
    (each) => each.close(),
  );
  const replays = opened.add(startReplays(place, onStatement), (each) => each.close());
  const dayOf = dateIn(timeZone);
  const today = () => dayOf(now());
  const reads = opened.add(await beside.reads({ now, today }), (each) => each.close());
  const proofLog = opened.add(await beside.proofLog(), (each) => each.close());
  const proof = await Proof.open({ log: proofLog, store, vault, publishing, logger: log, now });
  const { onTaken } = tracing;
  const ledger = tracing.ledger(
    await openLedger({ store, catalogue, model: tracing.model(bookModel), vault, timeZone, onTaken, now }),
  );
  const days = new Days();
  const erased = (programmeId: string) => replays.purge([programmeId]);
  const clock = { now, ...(wait ? { wait } : {}), sees: (day: string) => days.see(day) };
  const duties = new Duties({ store, catalogue, vault, readModels, proof, ledger, publishing, clock, erased, log });
  const running = new AbortController();
  const { signal } = running;
  const { lead } = beside;
  const stopped = standBy({ role, lead, duties, readModels, store, catalogue, erased, days, today, signal, log });
  opened.add(running, async () => {
    running.abort();
    await stopped;
  });
  opened.add(ledger, (each) => each.close());
  const close = () => opened.closeAll();
  return {
    ...{ store, vault, readModels, replays, metrics, tracing, reads, proof, beside, ledger, duties },
    ...{ catalogue, days, now, close },
  };
};

/**
 * Opens a ledger and all that lies beside it, and sets it to work. Several processes may do so on the same folder, or on the
 * same databases, at once: each part keeps to rules that hold between processes.
 * @throws ConfigError, EventStoreError, VaultError, PostgresError: the message tells what cannot be used, and why.
 */
export const openParts = async (options: PartsOptions): Promise<Parts> => {
  const opened = new Opened();
  try {
    return await start({ tracing: untraced, ...options }, opened);
  } catch (error) {
    await opened.closeAll();
    throw error;
  }
};
