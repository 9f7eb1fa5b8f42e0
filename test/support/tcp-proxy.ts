import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** A way to a server that can be cut as a network is: then nothing passes, and neither side is told. */
export class TcpProxy {
  readonly #pairs = new Set<Pair>();
  #isCut = false;

  private constructor(
    private readonly server: Server,
    private readonly to: { readonly host: string; readonly port: number },
  ) {}

  /** Listens on a free port of this machine. */
  static async open(to: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
    const server = createServer({ noDelay: true, pauseOnConnect: true });
    const proxy = new TcpProxy(server, to);
    server.on('connection', (near) => proxy.#join(near));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** From now on nothing passes. Who connects finds an open port that says nothing. */
  cut(): void {
    this.#isCut = true;
    for (const { near, far } of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  /** All passes again: first what was sent meanwhile, late, on connections that nobody may want any more. */
  mend(): void {
    this.#isCut = false;
    for (const { near, far } of this.#pairs) {
      near.resume();
      far.resume();
    }
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
    await closed;
  }

  #join(near: Socket): void {
    const far = connect({ ...this.to, noDelay: true });
    const pair = { near, far };
    this.#pairs.add(pair);
    forward(near, far);
    forward(far, near);
    for (const each of [near, far]) each.once('close', () => this.#pairs.delete(pair));
    if (this.#isCut) far.pause();
    else near.resume();
  }
}

/** Not by `pipe`, which would resume what was paused. The end of one side is the end of the other. */
const forward = (from: Socket, to: Socket): void => {
  from.on('data', (chunk) => void to.write(chunk));
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroy());
  from.on('end', () => to.end());
};
