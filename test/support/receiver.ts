import { EventEmitter, once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver does with what it is sent. */
export type Manner = (request: IncomingMessage, response: ServerResponse, body: string) => void | Promise<void>;

export const takes: Manner = (_request, response) => void response.writeHead(200).end();
export const fails: Manner = (_request, response) => void response.writeHead(503).end('away for lunch');
export const hangs: Manner = () => undefined;
export const redirects =
  (to: string): Manner =>
  (_request, response) =>
    void response.writeHead(307, { location: to }).end();

/** A receiver on loopback, of checkpoints or whatever is sent by POST. */
export class Receiver {
  readonly bodies: string[] = [];
  readonly types: (string | undefined)[] = [];
  readonly #server = createServer((request, response) => void this.#take(request, response));
  readonly #news = new EventEmitter();

  private constructor(public manner: Manner) {}

  static async open(manner: Manner = takes): Promise<Receiver> {
    const receiver = new Receiver(manner);
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/checkpoints`);
  }

  /** Resolves with what was sent, when it is so many. */
  async received(count: number): Promise<readonly string[]> {
    while (this.bodies.length < count) await once(this.#news, 'taken');
    return this.bodies;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    this.bodies.push(body);
    this.types.push(request.headers['content-type']);
    this.#news.emit('taken');
    await this.manner(request, response, body);
  }
}
