import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assertAppended, runAppends } from './appending.js';
import { inFolder } from './data-folder.js';
import { type Fault, type FaultOptions, type FaultReport } from './report.js';
import { type Changing, changing, straceOn, whyNoStrace } from './strace.js';

const appends = 4;
/** Ways in which a call can fail; the last ends the process in the middle of it. */
const ways = {
  EIO: 'error=EIO',
  ENOSPC: 'error=ENOSPC',
  kill: 'signal=KILL',
} as const;
type Way = keyof typeof ways;

/** A place to strike: the nth such call of a thread, in a new ledger or in one that was killed while it was written. */
interface Strike {
  readonly call: Changing;
  readonly nth: number;
  readonly way: Way;
}

/** How often each call is made by the thread that makes it most. */
const countCalls = async (folder: string): Promise<ReadonlyMap<Changing, number>> => {
  const log = join(folder, 'count.log');
  const told = await runAppends(join(folder, 'count.db'), appends, straceOn(join(folder, 'count.db'), log));
  if (!told.isDone) throw new Error(`without a fault it did not get to its end: ${told.said}`);
  const counts = new Map<string, number>();
  for (const line of (await readFile(log, 'utf8')).split('\n')) {
    const [, thread, call] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    if (thread) counts.set(`${call} ${thread}`, (counts.get(`${call} ${thread}`) ?? 0) + 1);
  }
  const most = (call: Changing) =>
    Math.max(0, ...[...counts].filter(([key]) => key.startsWith(`${call} `)).map(([, count]) => count));
  return new Map(changing.map((call) => [call, most(call)] as const).filter(([, count]) => count > 0));
};

const strikesFor = (counts: ReadonlyMap<Changing, number>): readonly Strike[] =>
  [...counts].flatMap(([call, count]) =>
    Array.from({ length: count }, (_, n) => n + 1).flatMap((nth) =>
      (Object.keys(ways) as Way[]).map((way) => ({ call, nth, way })),
    ),
  );

const injectedIn = async (log: string, way: Way): Promise<number> => {
  const text = await readFile(log, 'utf8');
  // A kill ends all threads, each with a line of its own.
  return way === 'kill' ? Number(text.includes('killed by SIGKILL')) : (text.match(/INJECTED/g)?.length ?? 0);
};

interface Struck {
  readonly injected: number;
  readonly acknowledged: number;
  /** The process that was struck got over it by itself. */
  readonly wentOn: boolean;
}

const strike = async (folder: string, { call, nth, way }: Strike): Promise<Struck> => {
  const file = join(folder, `${call}-${nth}-${way}.db`);
  const log = `${file}.strace`;
  const inject = straceOn(file, log, '-e', `inject=${call}:${ways[way]}:when=${nth}`);
  const struck = await runAppends(file, appends, inject);
  let injected = await injectedIn(log, way);
  // Each new writer's nth call fails again: then it gives up, saying so.
  if (way !== 'kill' && !struck.isDone && struck.faults.length === 0)
    throw new Error(`it ended without a word: ${struck.said}`);
  await assertAppended(file, struck);
  // What was left is gone on with, under the same fault once more: now the calls of a recovery are struck too.
  const again = await runAppends(file, appends, inject);
  injected += await injectedIn(log, way);
  await assertAppended(file, struck, again);
  const last = await runAppends(file, 1);
  if (!last.isDone) throw new Error(`it cannot be gone on with: ${last.said}`);
  await assertAppended(file, struck, again, last);
  const acknowledged = struck.acknowledged.size + again.acknowledged.size;
  return { injected, acknowledged, wentOn: struck.isDone };
};

const run = async ({ rounds, tell }: FaultOptions): Promise<FaultReport> => {
  const skip = whyNoStrace();
  const what = 'each write, sync, truncation and removal of an append failed in turn: EIO, ENOSPC, kill';
  if (skip) return { what: `${what}: skipped, ${skip}`, skipped: true, injected: 0, acknowledged: 0 };
  return inFolder(async (folder) => {
    const counts = await countCalls(folder);
    const all = strikesFor(counts);
    // A short run takes some from everywhere, and of each way: the ways take turns in the list.
    const step = rounds === undefined ? 1 : Math.ceil(all.length / rounds);
    const every = step % Object.keys(ways).length === 0 ? step + 1 : step;
    const strikes = all.filter((_, n) => n % every === 0);
    let [injected, acknowledged, wentOn] = [0, 0, 0];
    for (const [n, each] of strikes.entries()) {
      try {
        const done = await strike(folder, each);
        injected += done.injected;
        acknowledged += done.acknowledged;
        if (done.wentOn) wentOn++;
      } catch (error) {
        throw new Error(`${each.way} at ${each.call} ${each.nth}: ${(error as Error).message}`, { cause: error });
      }
      if (n % 20 === 19) tell(`struck at ${n + 1} of ${strikes.length} places, nothing lost`);
    }
    const calls = [...counts].map(([call, count]) => `${count} ${call}`).join(', ');
    return {
      what,
      injected,
      acknowledged,
      notes: [
        `${strikes.length} places, each in a new ledger and in what that left; the process went on by itself at ${wentOn}`,
        `calls of one thread in a run of ${appends} appends: ${calls}`,
      ],
    };
  });
};

export const syscalls: Fault = { name: 'syscalls', run };
