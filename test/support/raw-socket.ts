import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import { testToken } from './server.js';

export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

export interface RawSocketOptions extends ClientOptions {
  readonly protocols?: readonly string[];
}

/** A WebSocket that says and hears what a test wants, with no client library between. */
export class RawSocket {
  readonly #heard: Message[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  #wake: () => void = () => undefined;
  #isClosed = false;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.#heard.push(JSON.parse(String(data)) as Message);
      this.#wake();
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) =>
      socket.on('close', (code, reason) => {
        this.#isClosed = true;
        this.#wake();
        resolve({ code, reason: String(reason) });
      }),
    );
  }

  /** Opens a socket to a server, as far as the WebSocket goes. */
  static async open(
    { url }: { readonly url: string },
    { protocols = ['graphql-transport-ws'], ...options }: RawSocketOptions = {},
  ): Promise<RawSocket> {
    const raw = new RawSocket(new WebSocket(`${url.replace('http', 'ws')}/graphql`, [...protocols], options));
    await once(raw.socket, 'open');
    return raw;
  }

  /** Opens a socket and is let in. */
  static async admitted(server: { readonly url: string }, token = testToken, language?: string): Promise<RawSocket> {
    const raw = await RawSocket.open(server);
    const payload = { Authorization: `Bearer ${token}`, ...(language ? { 'Accept-Language': language } : {}) };
    raw.send({ type: 'connection_init', payload });
    const acknowledged = await raw.next();
    if (acknowledged.type !== 'connection_ack') throw new Error(JSON.stringify(acknowledged));
    return raw;
  }

  send(...messages: readonly (Message | string)[]): void {
    for (const message of messages) this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables: object = {}): void {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
  }

  /** The next message that has not been taken yet. */
  async next(): Promise<Message> {
    while (this.#heard.length === 0) {
      if (this.#isClosed) throw new Error('the socket is closed');
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#heard.shift()!;
  }

  /** All messages that were not taken, when the socket is closed. */
  async rest(): Promise<readonly Message[]> {
    await this.closed;
    return this.#heard.splice(0);
  }

  async end(): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}
