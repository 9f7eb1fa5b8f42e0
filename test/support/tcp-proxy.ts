import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** Who sends: whoever connected, or the server. */
export type Side = keyof Pair;

interface Loss {
  readonly of: Side;
  passing: number;
  readonly happened: () => void;
}

/** A way to a server that fails as a network does: nothing passes and neither side is told, or connections break. */
export class TcpProxy {
  readonly #pairs = new Set<Pair>();
  #isCut = false;
  #loss: Loss | undefined;

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

  /**
   * Lets some pieces of what one side sends pass, loses the next one, and with it every connection. Resolves when that has
   * happened; who connects then gets through.
   */
  breakOff(of: Side, { after }: { readonly after: number }): Promise<void> {
    return new Promise((happened) => (this.#loss = { of, passing: after, happened }));
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
    this.#forward('near', pair, far);
    this.#forward('far', pair, near);
    for (const each of [near, far]) each.once('close', () => this.#pairs.delete(pair));
    if (this.#isCut) far.pause();
    else near.resume();
  }

  /** Not by `pipe`, which would resume what was paused. The end of one side is the end of the other. */
  #forward(side: Side, pair: Pair, to: Socket): void {
    const from = pair[side];
    from.on('data', (chunk) => {
      if (!this.#loses(side)) to.write(chunk);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
    from.on('end', () => to.end());
  }

  #loses(side: Side): boolean {
    const loss = this.#loss;
    if (loss?.of !== side || loss.passing-- > 0) return false;
    this.#loss = undefined;
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    loss.happened();
    return true;
  }
}
