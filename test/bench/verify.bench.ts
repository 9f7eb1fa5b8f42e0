import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type EventStore, openSqliteEventStore } from '#event-store';
import { leafEnvelopeOf, leafHash } from '#proof';
import { filesIn } from '../../apps/ledger/config.js';
import { fillWithBooks } from './books.js';
import type { Bench, Figure, Row } from './figure.js';
import { sealAll } from './seal-all.js';

/**
 * What proofs cost beside the ledger: sealing lines that are there, writing them as an export, checking the export with
 * the program that stands alone, and verifying the ledger with the folding of all of its books. The peer reads the lines
 * and hashes them, and does nothing else.
 */
const eventsAtFirst = 100_000;
const lookMs = 20;
const bytesPerMb = 1024 ** 2;

const bin = (name: string) => fileURLToPath(new URL(`../../bin/${name}.js`, import.meta.url));

/** The most memory that a process held, in MB, as Linux tells it; what was seen last where it tells nothing. */
const peakMbOf = (pid: number, last: number): number => {
  try {
    const [, kb] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? last : (Number(kb) * 1024) / bytesPerMb;
  } catch {
    return last;
  }
};

interface Ran {
  readonly seconds: number;
  readonly peakMb: number;
}

/** A command as a process of its own: how long it took, its start included, and the most memory it held. */
const ran = async (program: string, args: readonly string[], data: string): Promise<Ran> => {
  const began = performance.now();
  const child = spawn(process.execPath, [bin(program), ...args], {
    env: { PATH: process.env['PATH'], WAVEBOOK_DATA: data },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peakMb = 0;
  let ended: number | null | undefined;
  child.once('close', (code) => (ended = code));
  while (ended === undefined) {
    peakMb = peakMbOf(child.pid!, peakMb);
    await pause(lookMs);
  }
  if (ended !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${ended}`);
  return { seconds: (performance.now() - began) / 1000, peakMb };
};

const secondsOf = async (work: () => Promise<void>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};

const hashAll = async (store: EventStore): Promise<void> => {
  for await (const event of store.readAll()) leafHash(leafEnvelopeOf(event));
};

const open: Row['open'] = async ({ events: asked }) => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
  const data = join(folder, 'ledger');
  mkdirSync(data);
  const { books, events } = await fillWithBooks(filesIn(data).ledger, asked ?? eventsAtFirst);
  let runs = 0;

  return {
    async run() {
      const store = await openSqliteEventStore({ file: filesIn(data).ledger });
      const bare = events / (await secondsOf(() => hashAll(store)));
      const sealed = events / (await secondsOf(() => sealAll(data, store)));
      await store.close();
      const out = join(folder, `export-${++runs}`);
      const exported = await ran('wavebook', ['export', '--out', out], data);
      const alone = await ran('wavebook-verify', [out], data);
      const whole = await ran('wavebook', ['verify'], data);
      rmSync(out, { recursive: true });
      const peer = { what: 'read and hash each line, and no more', value: bare };
      const speed = (what: string, { seconds }: Ran): Figure => ({ what, value: events / seconds, unit: '/s', peer });
      const memory = (what: string, { peakMb }: Ran): Figure => ({
        what: `${what}, memory`,
        value: peakMb,
        unit: 'MB',
      });
      return [
        { what: 'sealing lines that are there', value: sealed, unit: '/s', peer },
        speed('export --out, with the check of what was written', exported),
        memory('export --out', exported),
        speed('wavebook-verify of an export', alone),
        memory('wavebook-verify', alone),
        speed('verify of a ledger, its books folded again', whole),
        memory('verify of a ledger', whole),
      ];
    },
    notes: () => [`${events} events in ${books} books; commands are processes of their own, their start included`],
    close: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  } satisfies Bench;
};

export const verify: Row = { name: 'verify', open };
