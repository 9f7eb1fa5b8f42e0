import { existsSync, mkdirSync, rmSync } from 'node:fs';
import {
  type Book,
  type Tables,
  bookCatalogue,
  bookCorrection,
  bookModel,
  bookProjections,
  programmesDue,
} from '#book';
import type { EventStore } from '#event-store';
import { type LocalDate, dateIn } from '#kernel';
import { type ClockParts, type Ledger, type Reaction, openLedger, personErasure, runClock, runReaction } from '#ledger';
import { type Vault, VaultError, isVaultError, masterKeyFrom, openSqliteVault } from '#privacy';
import { type PastRows, type ReadModels, openReadModels } from '#read-models';
import { type Config, ConfigError, backupInPlace, filesIn } from './config.js';
import { type LedgerHere, ledgerPlace, misplacedLedger, openLedgerAt } from './ledger-place.js';
import { type Proof, openProof } from './proof/open-proof.js';
import type { PublishingConfig } from './publishing/checkpoint-variables.js';
import { openPublishing } from './publishing/open-publishing.js';
import type { Publisher } from './publishing/publisher.js';
import { Days } from './live/days.js';
import { measuredStore } from './metrics/measured-store.js';
import { Metrics } from './metrics/metrics.js';
import type { ReadLog } from './reads/read-log.js';
import { openSqliteReadLog } from './reads/sqlite-read-log.js';
import { startReplays } from './replay/start-replays.js';
import { type Tracing, untraced } from './tracing/tracing.js';

/** What the parts say of their work; pino's loggers fit. */
export interface PartsLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

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
   * Whether it also does by itself what is nobody's command: write what falls due, and carry out erasures. That is the
   * server's duty; a visitor who only looks must leave the book as it is. True when absent.
   */
  readonly onDuty?: boolean;
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
  /** What gives checkpoints away, one for each place. */
  readonly publishers: readonly Publisher[];
  readonly ledger: Ledger<Book>;
  readonly reactions: readonly Reaction[];
  readonly catalogue: typeof bookCatalogue;
  /** The calendar days, as the clock sees them change. */
  readonly days: Pick<Days, 'onChange'>;
  /** The clock that everything here goes by. */
  now(): Date;
  /** The clock's last round, in ms since 1970; undefined before the first. */
  clockRoundAt(): number | undefined;
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

/**
 * Opens the vault of a data folder, which gets a master key when it is new. A key that was made for a vault that turns out
 * to have another is taken away again: it opens nothing, and would look like the one that is missing.
 */
const openVaultIn = async (data: string, configured: string | undefined): Promise<Vault> => {
  const { keys, masterKey: file } = filesIn(data);
  const isMade = configured === undefined && !existsSync(file);
  const masterKey = masterKeyFrom({ configured, file });
  try {
    return await openSqliteVault({ file: keys, masterKey });
  } catch (error) {
    if (!isMade || !isVaultError(error, 'MASTER_KEY_WRONG')) throw error;
    rmSync(file);
    throw new VaultError(
      'MASTER_KEY_MISSING',
      `set WAVEBOOK_MASTER_KEY to the key that ${keys} was made with, or put it into ${file}`,
      { cause: error },
    );
  }
};

type StartOptions = PartsOptions & Required<Pick<PartsOptions, 'tracing'>>;

/** Makes the data folder where there is none. @throws ConfigError: it holds something else than a ledger to work on */
const openFolder = (here: LedgerHere) => {
  const wrong = backupInPlace(here.data) ?? misplacedLedger(here);
  if (wrong !== undefined) throw new ConfigError(wrong);
  mkdirSync(here.data, { recursive: true, mode: 0o700 });
  return filesIn(here.data);
};

const start = async (options: StartOptions, opened: Opened): Promise<Omit<Parts, 'close'>> => {
  const { data, log, timeZone, now, wait, onDuty = true, tracing } = options;
  const clock = now ? { now } : {};
  const files = openFolder(options);

  const vault = opened.add(await openVaultIn(data, options.masterKey), (each) => each.close());
  const metrics = new Metrics();
  const place = ledgerPlace(options);
  const ledgerStore = await openLedgerAt(place);
  const store = opened.add(tracing.store(measuredStore(ledgerStore, metrics)), (each) => each.close());
  const readModels = opened.add(
    await openReadModels<Tables>({
      directory: files.readModels,
      url: options.readDatabaseUrl,
      projections: bookProjections,
      catalogue: bookCatalogue,
      correction: bookCorrection,
      store: tracing.projected(store),
      logger: log,
      ...(options.onStatement ? { onStatement: options.onStatement } : {}),
    }),
    (each) => each.close(),
  );

  const replays = opened.add(startReplays(place, options.onStatement), (each) => each.close());

  const dayOf = dateIn(timeZone);
  const time = now ?? (() => new Date());
  const readClock = { now: time, today: () => dayOf(time()) };
  const reads = opened.add(openSqliteReadLog(files.reads, readClock), (each) => each.close());

  const running = new AbortController();
  const { signal } = running;
  const catalogue = bookCatalogue;
  const proof = opened.add(
    await openProof({
      file: files.proof,
      store,
      vault,
      seals: onDuty,
      publishing: options.publishing,
      signal,
      logger: log,
      now,
    }),
    (each) => each.log.close(),
  );
  const publishers = openPublishing({ proof, config: options.publishing, signal, logger: log });
  const { onTaken } = tracing;
  const ledger = tracing.ledger(
    await openLedger({ store, catalogue, model: tracing.model(bookModel), vault, timeZone, onTaken, ...clock }),
  );
  const erasure = personErasure(vault, (programmeId) => replays.purge([programmeId]));
  const reactions = onDuty ? [runReaction({ ...erasure, store, catalogue, signal, log })] : [];
  let clockRoundAt: number | undefined;
  const days = new Days();
  const due = async (today: LocalDate) => {
    days.see(today);
    const programmeIds = await programmesDue(readModels.db, today);
    clockRoundAt = Date.now();
    return programmeIds;
  };
  const stopped = Promise.all([
    readModels.run(signal),
    ...(onDuty ? [runClock({ ledger, vault, due, signal, log, ...clock, ...(wait ? { wait } : {}) })] : []),
    ...reactions.map(({ done }) => done),
    proof.sealer?.done,
    ...publishers.map(({ done }) => done),
  ]);
  opened.add(running, async () => {
    running.abort();
    await stopped;
  });
  opened.add(ledger, (each) => each.close());
  return {
    store,
    vault,
    readModels,
    replays,
    metrics,
    tracing,
    reads,
    proof,
    publishers,
    ledger,
    reactions,
    catalogue,
    days,
    now: time,
    clockRoundAt: () => clockRoundAt,
  };
};

/**
 * Opens everything in the data folder and sets it to work: projector, clock and reactions. There is no lock: several
 * processes may do so on the same folder at once, each part keeps to rules that hold between processes.
 * @throws ConfigError, EventStoreError, VaultError: the message tells which file cannot be used, and why;
 * PostgresError, PostgresUnavailable.
 */
export const openParts = async (options: PartsOptions): Promise<Parts> => {
  const opened = new Opened();
  try {
    return { ...(await start({ tracing: untraced, ...options }, opened)), close: () => opened.closeAll() };
  } catch (error) {
    await opened.closeAll();
    throw error;
  }
};
