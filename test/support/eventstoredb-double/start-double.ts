import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fault } from './fault.js';
import type { DoubleOptions, Question, Stored, Told } from './messages.js';

export type { Fault } from './fault.js';
export type { Stored } from './messages.js';

type Asked = Question extends infer Each ? (Each extends Question ? Omit<Each, 'id'> : never) : never;

const program = fileURLToPath(new URL('./double.js', import.meta.url));
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A server that speaks EventStoreDB's protocol, in a process of its own, on a folder of its own. */
export class Double {
  #child!: ChildProcess;
  #lastId = 0;
  readonly #asking = new Map<number, (answer: unknown) => void>();

  constructor(private options: DoubleOptions) {}

  /** Where to find the first node, or the one that is asked for. */
  url(node = 0): string {
    return `esdb://127.0.0.1:${this.options.ports[node]}?tls=false`;
  }

  /** Where to find out who leads. */
  get clusterUrl(): string {
    const hosts = this.options.ports.map((port) => `127.0.0.1:${port}`);
    return `esdb://${hosts.join(',')}?tls=false`;
  }

  /** These faults and no others, from now on. */
  async fault(...faults: readonly Fault[]): Promise<void> {
    await this.#ask({ ask: 'set', faults });
  }

  /** Everything goes well again. */
  heal(): Promise<void> {
    return this.fault();
  }

  /** What is in the log, in order, without the server's own events. */
  async stored(): Promise<readonly Stored[]> {
    return (await this.#ask({ ask: 'stored' })) as readonly Stored[];
  }

  async start(): Promise<void> {
    const child = fork(program, [JSON.stringify(this.options)], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code, signal) => reject(new Error(`the double ended with ${code ?? signal}`)));
      child.on('message', (told: Told) => {
        if ('id' in told) return this.#answered(told.id, told.answer);
        // Whoever comes back is found where he was.
        this.options = { ...this.options, ports: told.ready };
        return resolve();
      });
    });
  }

  /** Ends it as `kill -9` does. What was acknowledged is there at the next start. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it as an operator does. */
  async shutDown(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Kills it, and starts it again on the same folder and ports. */
  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  /** Stops the process: the ports stay open, and nothing is answered, not even by the transport. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  /** Ends it for good, and removes what it stored. */
  async stop(): Promise<void> {
    await this.kill();
    await rm(this.options.folder, { recursive: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!running.has(this.#child)) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }

  #ask(question: Asked): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asking.set(id, resolve);
      this.#child.send({ id, ...question }, (error) => error && reject(error));
    });
  }

  #answered(id: number, answer: unknown): void {
    this.#asking.get(id)?.(answer);
    this.#asking.delete(id);
  }
}

export interface StartOptions {
  /** How many nodes the cluster has; the first one leads. */
  readonly nodes?: number;
  /** For how long the server waits for its disk, in milliseconds; the real one waits 2 s. */
  readonly writeTimeoutMs?: number;
  /** Whether an acknowledged event also survives the loss of power. */
  readonly fsync?: boolean;
}

/** Starts a double on an empty log. `stop()` ends it and removes the log. */
export const startDouble = async ({
  nodes = 1,
  writeTimeoutMs = 2_000,
  fsync = false,
}: StartOptions = {}): Promise<Double> => {
  const folder = await mkdtemp(join(tmpdir(), 'wavebook-eventstoredb-'));
  const double = new Double({ folder, ports: Array.from({ length: nodes }, () => 0), writeTimeoutMs, fsync });
  await double.start();
  return double;
};
