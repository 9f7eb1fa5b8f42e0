import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { assertAppended, runAppends, toldIn } from './appending.js';
import { inFolder } from './data-folder.js';
import { type Change, PageCache } from './page-cache.js';
import { type Fault, type FaultReport, chanceOf } from './report.js';
import { straceOn, whyNoStrace } from './strace.js';

/**
 * What a power cut leaves cannot be had by killing a process: the operating system keeps what it was given. So the calls of
 * real runs are recorded, and played on a model of a disk with a cache that loses what was not synced.
 */
const what = 'power cut at any moment, also after a sync that failed and took its pages with it';
const appends = 4;
/** Cuts of a recording. */
const cutsDefault = 60;
/** With fewer cuts than this, some of the recordings do. */
const cutsOfAll = 10;

const failing = (call: string, when: string) => ['-e', `inject=${call}:error=EIO:when=${when}`];
const killing = (call: string, when: string) => ['-e', `inject=${call}:signal=KILL:when=${when}`];
/** The sync fails and the process ends in one: the next one finds in the log what only the cache has. */
const failingLast = (when: string) => ['-e', `inject=fsync:error=EIO:signal=KILL:when=${when}`];

/** Runs one after the other on one ledger, and what is done to each. In a ledger that is there, only the writer syncs. */
const stories: readonly (readonly (readonly string[])[])[] = [
  [[], []],
  [[], failing('fsync', '2')],
  [[], failing('fsync', '3+2'), []],
  [[], failingLast('2'), []],
  [[], failingLast('3'), []],
  [[], failingLast('4'), killing('pwrite64', '9'), []],
  [[], killing('pwrite64', '17'), failingLast('2'), []],
];

/** One thing that happened, in order: a call, or a word to the client. */
type Step = Change | { readonly call: 'told'; readonly text: string };

const line = /^\d+ +(\w+)\((.*)\) += (-?\d+|\?)/;
const unescaped = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex');

const stepOf = (text: string, toldFile: string): Step | undefined => {
  const [, call, args, result] = line.exec(text) ?? [];
  if (!call || !args) return undefined;
  const path = unescaped(/((?:\\x[0-9a-f]{2})+)/.exec(args)![1]!).toString();
  const file = basename(path);
  // A call in which the process was killed has no result, and was not carried out.
  const failed = result === '-1' || result === '?';
  if (call === 'fsync' || call === 'fdatasync') return { call: 'sync', file, ok: !failed };
  if (failed) return undefined;
  if (call === 'unlink') return { call, file };
  if (call === 'ftruncate') return { call: 'truncate', file, length: Number(/, (\d+)$/.exec(args)![1]) };
  const [, hex, at] = /, "((?:\\x[0-9a-f]{2})*)", \d+(?:, (\d+))?$/.exec(args)!;
  const bytes = unescaped(hex!).subarray(0, Number(result));
  if (file === toldFile) return { call: 'told', text: bytes.toString() };
  return { call: 'write', file, at: Number(at), bytes };
};

/** `<unfinished …>` and `resumed` are one call, which counts when it is over. */
const joined = (log: string): readonly string[] => {
  const open = new Map<string, string>();
  return log.split('\n').flatMap((text) => {
    const thread = text.split(' ', 1)[0]!;
    if (text.endsWith('<unfinished ...>')) {
      open.set(thread, text.slice(0, -'<unfinished ...>'.length).trimEnd());
      return [];
    }
    const resumed = /<\.\.\. \w+ resumed>(.*)$/.exec(text);
    return [resumed ? `${open.get(thread) ?? ''}${resumed[1]}` : text];
  });
};

const record = async (folder: string, story: (typeof stories)[number]): Promise<readonly Step[]> => {
  const file = join(folder, 'ledger.db');
  const told = join(folder, 'told');
  const steps: Step[] = [];
  for (const [n, options] of story.entries()) {
    const log = join(folder, `${n}.strace`);
    const recording = ['-y', '-xx', '-s', '70000', '-P', told];
    await runAppends(file, appends, [...straceOn(file, log, ...recording, ...options)], told);
    steps.push(...joined(readFileSync(log, 'utf8')).flatMap((text) => stepOf(text, 'told') ?? []));
  }
  assertPlayed(folder, steps);
  return steps;
};

/** The model sees what programs see: otherwise what it says of a power cut means nothing. @throws Error */
const assertPlayed = (folder: string, steps: readonly Step[]): void => {
  const disk = new PageCache(basename(folder));
  for (const step of steps) if (step.call !== 'told') disk.play(step);
  for (const name of ['ledger.db', 'ledger.db-wal']) {
    const path = join(folder, name);
    const found = existsSync(path) ? readFileSync(path) : undefined;
    const played = disk.seen(name);
    if (found ? !played?.equals(found) : played) throw new Error(`the model of ${name} is not what lies there`);
  }
};

const cutAt = async (folder: string, steps: readonly Step[], end: number, chance: (below: number) => number) => {
  const disk = new PageCache(basename(folder));
  let said = '';
  for (const step of steps.slice(0, end)) {
    if (step.call === 'told') said += step.text;
    else disk.play(step);
  }
  const file = join(folder, 'cut', 'ledger.db');
  rmSync(dirname(file), { recursive: true, force: true });
  mkdirSync(dirname(file));
  // The index of the log is made anew by whoever opens it first.
  for (const [name, bytes] of disk.afterPowerCut(chance))
    if (!name.endsWith('-shm')) writeFileSync(join(dirname(file), name), bytes);
  const told = toldIn(said);
  await assertAppended(file, told);
  return told.acknowledged.size;
};

export const powerCut: Fault = {
  name: 'power-cut',
  run: async ({ rounds: cuts = cutsDefault, tell }): Promise<FaultReport> => {
    const skip = whyNoStrace();
    if (skip) return { what: `${what}: skipped, ${skip}`, skipped: true, injected: 0, acknowledged: 0 };
    const chance = chanceOf(42);
    let [injected, acknowledged] = [0, 0];
    // A short run has those in which a sync fails and the process ends: they need everything that the others need.
    const told = cuts < cutsOfAll ? stories.filter((_, n) => n % 4 === 3) : stories;
    for (const [n, story] of told.entries())
      await inFolder(async (folder) => {
        const steps = await record(folder, story);
        if (!steps.some(({ call }) => call === 'told')) throw new Error('the recording holds no acknowledgement');
        for (let cut = 0; cut < cuts; cut++, injected++)
          acknowledged += await cutAt(folder, steps, 1 + chance(steps.length), chance);
        tell(`power cut ${cuts} times in story ${n + 1} of ${told.length} (${steps.length} calls): nothing lost`);
      });
    return { what, injected, acknowledged, notes: [`${told.length} recorded stories of ${appends} appends a run`] };
  },
};
