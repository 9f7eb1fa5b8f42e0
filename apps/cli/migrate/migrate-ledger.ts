import { existsSync, mkdirSync, renameSync } from 'node:fs';
import type { EventStore } from '#event-store';
import { misplacedKeys } from '../../ledger/beside-ledger.js';
import { filesIn, readConfig } from '../../ledger/config.js';
import { openLedgerAt } from '../../ledger/ledger-place.js';
import { assertLedger, assertNoBackup } from '../open-books.js';
import { CommandRefused, type Outcome, runAndTell } from '../outcome.js';
import { progressBar } from '../progress.js';
import { isOpenElsewhere, synced } from '../sqlite-file.js';
import { type Terminal, counted, exitCodes } from '../terminal.js';
import { fitFolder } from './fit-folder.js';
import { moveBeside } from './move-beside.js';
import { returnBeside } from './return-beside.js';
import { type Moved, moveLedger } from './move-ledger.js';

export interface MigrateFlags {
  /** An address of EventStoreDB, or of PostgreSQL; true for the one in EVENTSTORE_URL. */
  readonly to?: string | true;
  readonly from?: string | true;
  readonly json: boolean;
}

type OnProgress = (done: number) => void;

/** Where something is moved to or from, and what that is. */
type Elsewhere = { readonly eventStoreUrl: string } | { readonly readDatabaseUrl: string };

const isPostgres = (address: string): boolean => /^postgres(ql)?:/.test(address);

const elsewhere = (flag: string | true, configured: string | undefined): Elsewhere => {
  if (flag === true) {
    if (configured !== undefined) return { eventStoreUrl: configured };
    throw new CommandRefused(
      'ADDRESS_MISSING',
      'Name the address, such as esdb://127.0.0.1:2113, or set EVENTSTORE_URL.',
    );
  }
  // A wrong address is refused as a wrong variable is, with the same rule.
  return isPostgres(flag)
    ? { readDatabaseUrl: readConfig({ READ_DATABASE_URL: flag }).readDatabaseUrl! }
    : { eventStoreUrl: readConfig({ EVENTSTORE_URL: flag }).eventStoreUrl! };
};

const assertUnused = (file: string): void => {
  if (!isOpenElsewhere(file)) return;
  throw new CommandRefused(
    'LEDGER_IN_USE',
    `Another process has ${file} open. Stop the server: what it writes meanwhile would stay behind.`,
    exitCodes.fault,
  );
};

/** Proofs on PostgreSQL would not learn at which positions the lines stand on EventStoreDB. */
const assertBesideHere = (data: string): void => {
  if (misplacedKeys({ data }) === undefined) return;
  throw new CommandRefused(
    'BESIDE_ELSEWHERE',
    'What lies beside the ledger is on PostgreSQL already. Bring it back with “wavebook migrate --from postgres://…” first: the ledger moves before it.',
    exitCodes.fault,
  );
};

const withBoth = async <Result>(
  file: string,
  url: string,
  work: (inFile: EventStore, onServer: EventStore) => Promise<Result>,
): Promise<Result> => {
  const onServer = await openLedgerAt({ url });
  try {
    const inFile = await openLedgerAt({ file });
    return await work(inFile, onServer).finally(() => inFile.close());
  } finally {
    await onServer.close();
  }
};

const toServer = async (data: string, url: string, onProgress: OnProgress): Promise<Moved> => {
  const { ledger, movedLedger } = filesIn(data);
  assertLedger({ data });
  assertBesideHere(data);
  assertUnused(ledger);
  const moved = await withBoth(ledger, url, (from, to) => moveLedger({ from, to }, onProgress));
  fitFolder(data, moved.positions);
  // The last step: nobody takes it for the ledger any more, and it is there for whoever wants to look.
  renameSync(ledger, movedLedger);
  if (process.platform !== 'win32') await synced(data);
  return moved;
};

const toFolder = async (data: string, url: string, onProgress: OnProgress): Promise<Moved> => {
  const { ledger } = filesIn(data);
  if (existsSync(ledger))
    throw new CommandRefused('LEDGER_THERE', `${ledger} is there already. Name another folder with WAVEBOOK_DATA.`);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const draft = `${ledger}.moving`;
  const moved = await withBoth(draft, url, (to, from) => moveLedger({ from, to }, onProgress));
  fitFolder(data, moved.positions);
  await synced(draft);
  renameSync(draft, ledger);
  if (process.platform !== 'win32') await synced(data);
  return moved;
};

const textOf = ({ events, resumedAt, root }: Moved, isToServer: boolean, data: string): string => {
  const resumed = resumedAt > 0 ? ` ${counted(resumedAt, 'line')} of them were there from an earlier attempt.` : '';
  const next = isToServer
    ? `Start the servers with EVENTSTORE_URL set to that address. ${filesIn(data).movedLedger} is the ledger as it was, and is used no more.`
    : `Start the server without EVENTSTORE_URL.`;
  return [
    `${counted(events, 'line')} arrived in their order: the root is the same, ${root.toString('base64')}.${resumed}`,
    next,
    'The read models are made anew at the next start.',
    '',
  ].join('\n');
};

/** What became of what lies beside the ledger, in words. */
const besideText = (all: number, isToServer: boolean, data: string): string => {
  const [there, gone] = isToServer ? ['on PostgreSQL', `in ${data}`] : [`in ${data}`, 'on PostgreSQL'];
  const next = isToServer ? 'with READ_DATABASE_URL set to that address,' : 'without READ_DATABASE_URL,';
  return [
    `The keys, the tokens, who read what and the tree of proofs are ${there} now: ${counted(all, 'row')}. They are ${gone} no more.`,
    `Start ${isToServer ? 'the servers' : 'the server'} ${next} and with the same master key.`,
    'The read models are made anew at the next start.',
    '',
  ].join('\n');
};

const moveWhatLiesBeside = async (url: string, isToServer: boolean): Promise<Outcome> => {
  const config = readConfig();
  const { data } = config;
  const rows = isToServer ? await moveBeside(config, url) : await returnBeside({ config, url });
  const all = Object.values(rows).reduce((sum, count) => sum + count, 0);
  return { code: exitCodes.done, result: { data, rows }, text: besideText(all, isToServer, data) };
};

const migrate = async ({ to, from, ...flags }: MigrateFlags, terminal: Terminal): Promise<Outcome> => {
  const { data, eventStoreUrl } = readConfig();
  const flag = to ?? from;
  if (flag === undefined || (to !== undefined && from !== undefined))
    throw new CommandRefused('DIRECTION_MISSING', 'Say either --to or --from, and an address.');
  const other = elsewhere(flag, eventStoreUrl);
  assertNoBackup(data);
  const isToServer = to !== undefined;
  if ('readDatabaseUrl' in other) return moveWhatLiesBeside(other.readDatabaseUrl, isToServer);
  const progress = await progressBar(terminal, { ...flags, counted: 'lines' });
  const tell: OnProgress = (done) => progress.tell(done, done);
  const move = isToServer ? toServer : toFolder;
  const moved = await move(data, other.eventStoreUrl, tell).finally(progress.stop);
  const { events, resumedAt, root } = moved;
  return {
    code: exitCodes.done,
    result: { data, events, resumedAt, rootHash: root.toString('base64') },
    text: textOf(moved, isToServer, data),
  };
};

/** Moves a ledger, tells what came of it, and gives the exit code. */
export const migrateAndTell = (flags: MigrateFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, () => migrate(flags, terminal));
