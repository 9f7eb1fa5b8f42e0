import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Book, bookCatalogue, bookModel } from '../../libs/book/index.js';
import { openSqliteEventStore } from '../../libs/event-store/index.js';
import type { Recorded } from '../../libs/kernel/index.js';
import { type Ledger, openLedger } from '../../libs/ledger/index.js';
import { masterKeyFrom, openSqliteVault } from '../../libs/privacy/index.js';
import { filesIn } from '../../apps/ledger/config.js';
import type { Report } from '../../apps/cli/import/report.js';
import { charter } from './programme.js';

const main = fileURLToPath(new URL('../../bin/wavebook.js', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  /** Resolves with all that was written so far, to both streams, when this is in it. */
  readonly says: (text: string) => Promise<string>;
}

/** A data folder, the real command line on it as processes of their own, and what its ledger holds. */
export class CommandLine {
  readonly #children: ChildProcess[] = [];

  private constructor(readonly data: string) {}

  static async open(): Promise<CommandLine> {
    const line = new CommandLine(await mkdtemp(join(tmpdir(), 'wavebook-cli-')));
    await mkdir(line.folder);
    return line;
  }

  start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: this.data,
      env: {
        PATH: process.env['PATH'],
        LC_ALL: 'C',
        PORT: '0',
        WAVEBOOK_DATA: join(this.data, 'ledger'),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    const heard = { out: '', err: '' };
    const hear = (stream: 'out' | 'err') => (chunk: Buffer) => {
      heard[stream] += String(chunk);
      child.emit('heard');
    };
    child.stdout.on('data', hear('out'));
    child.stderr.on('data', hear('err'));
    const ended = new Promise<Ran>((resolve) => child.once('close', (code) => resolve({ code, ...heard })));
    const says = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const check = () => {
          if (`${heard.err}${heard.out}`.includes(text)) resolve(`${heard.err}${heard.out}`);
        };
        child.on('heard', check);
        void ended.then(({ code }) => reject(new Error(`it ended with ${code} and said: ${heard.err}${heard.out}`)));
        check();
      });
    return { child, ended, says };
  }

  run(...args: readonly string[]): Promise<Ran> {
    return this.start(args).ended;
  }

  /** Writes a file for the command line to read, line by line. */
  async file(name: string, ...lines: readonly string[]): Promise<string> {
    await writeFile(join(this.data, name), `${lines.join('\n')}\n`);
    return name;
  }

  get folder(): string {
    return join(this.data, 'ledger');
  }

  /** Opens the ledger in this process for as long as the work takes. */
  async withLedger<T>(work: (ledger: Ledger<Book>) => Promise<T>): Promise<T> {
    const files = filesIn(this.folder);
    const vault = await openSqliteVault({
      file: files.keys,
      masterKey: masterKeyFrom({ configured: undefined, file: files.masterKey }),
    });
    const store = await openSqliteEventStore({ file: files.ledger });
    const ledger = await openLedger({ store, vault, catalogue: bookCatalogue, model: bookModel });
    try {
      return await work(ledger);
    } finally {
      await ledger.close();
      await store.close();
      await vault.close();
    }
  }

  /** All lines of the ledger, as they lie on the disk. */
  lines(): Promise<Recorded[]> {
    return this.linesIn(this.folder);
  }

  /** All lines of the ledger in a data folder. */
  async linesIn(folder: string): Promise<Recorded[]> {
    const store = await openSqliteEventStore({ file: filesIn(folder).ledger });
    const lines: Recorded[] = [];
    for await (const stored of store.readAll()) lines.push(bookCatalogue.decode(stored));
    await store.close();
    return lines;
  }

  async remove(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await rm(this.data, { recursive: true, force: true });
  }
}

const actor = { id: 'test', role: 'admin' } as const;

/** Gives commands to a ledger; the first charters a programme. A refusal fails the test. */
export const give = async (
  ledger: Ledger<Book>,
  programmeId: string | undefined,
  command: string,
  input: object,
  occurredOn?: string,
): Promise<{ readonly programmeId: string; readonly events: readonly Recorded[] }> => {
  const whole = programmeId ? { programmeId, ...input } : input;
  const outcome = await ledger.submit({ programmeId, command, input: whole, actor, record: { occurredOn } });
  if (!outcome.accepted) throw new Error(`${command} was refused: ${JSON.stringify(outcome.refusals)}`);
  return outcome;
};

/** Charters a programme that began some years ago, with one solution. */
export const charterLongAgo = async (ledger: Ledger<Book>, name = charter.name): Promise<string> => {
  const { programmeId } = await give(ledger, undefined, 'charterProgramme', { ...charter, name }, '2016-01-04');
  await give(ledger, programmeId, 'addSolution', { name: 'Tablets', description: 'Synthetic' }, '2016-01-04');
  return programmeId;
};

/** A report that the command line printed as JSON. */
export const reportOf = ({ out }: Pick<Ran, 'out'>): Report => JSON.parse(out) as Report;

/** The lines that a report calls bad, with the codes of what is wrong with them. */
export const problemsIn = ({ lines }: Report): [number, string[]][] =>
  lines.filter(({ fate }) => fate === 'bad').map(({ line, problems }) => [line, problems.map(({ code }) => code)]);

/** Two synthetic units, the second of which is part of the first. */
export const unitRows = [
  'Org.nr;Navn;Type;Elever;Overordnet;Fra',
  '974760673;Ås skole;barneskole;412;;01.08.2016',
  '971032146;Ås avdeling sør;barneskole;1 040;974760673;01.08.2016',
];

/** Enrols synthetic units and gives their ids, in their order. */
export const enrol = async (
  ledger: Ledger<Book>,
  programmeId: string,
  units: readonly object[],
  occurredOn = '2016-08-01',
): Promise<readonly string[]> => {
  const { events } = await give(ledger, programmeId, 'enrolUnits', { units }, occurredOn);
  return events.map(({ data }) => (data as { unitId: string }).unitId);
};

/** Nominates a synthetic person, whose name and address are sealed under a key of their own. */
export const nominate = (ledger: Ledger<Book>, programmeId: string, unitId: string, number: number) =>
  give(ledger, programmeId, 'nominateChampion', {
    unitId,
    solutionId: 'S-1',
    person: { name: `Synthetic Person ${number}`, email: `person.${number}@example.org` },
    route: 'PEER',
    rationale: 'Synthetic: tries things',
  });
