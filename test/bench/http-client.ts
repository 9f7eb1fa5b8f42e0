import { type Socket, connect } from 'node:net';
import { once } from 'node:events';

/**
 * One keep-alive connection that asks one thing at a time. Written by hand, on a bare socket: a general client costs
 * more processor time than the server that is measured, on a machine with two cores.
 */
export class HttpConnection {
  #received: Buffer = Buffer.alloc(0);
  #answered: ((answer: { status: number; body: string }) => void) | undefined;
  #failed: ((reason: Error) => void) | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly head: string,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#hear(chunk));
    socket.on('close', () => this.#failed?.(new Error('the server closed the connection')));
    socket.on('error', (error) => this.#failed?.(error));
  }

  /** `url` is where GraphQL is served, with a port; `token` goes along with every request. */
  static async open(url: string, token: string): Promise<HttpConnection> {
    const { hostname, port, pathname, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const lines = [`POST ${pathname} HTTP/1.1`, `host: ${host}`, `authorization: Bearer ${token}`];
    return new HttpConnection(socket, `${[...lines, 'content-type: application/json'].join('\r\n')}\r\n`);
  }

  /** Posts a GraphQL operation; gives its data. Throws when there are errors, or anything but 200. */
  async graphql<Data>(query: string, variables: object): Promise<Data> {
    const { status, body } = await this.post(JSON.stringify({ query, variables }));
    const { data, errors } = JSON.parse(body) as { data: Data; errors?: unknown };
    if (status !== 200 || errors) throw new Error(`${status} ${body}`);
    return data;
  }

  close(): void {
    this.#failed = undefined;
    this.socket.destroy();
  }

  /** Posts a text as it is; gives the answer, whatever it is. */
  post(body: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      this.socket.write(`${this.head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  /** Answers of both servers tell their length; one that does not is a fault of the benchmark. */
  #hear(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.#failed?.(new Error(`an answer without a length: ${head}`));
    const from = end + 4;
    const to = from + Number(length);
    if (this.#received.length < to) return;
    const body = this.#received.toString('utf8', from, to);
    this.#received = this.#received.subarray(to);
    this.#answered?.({ status: Number(head.slice(9, 12)), body });
  }
}

/** So many connections, and a way to use whichever is free. */
export class HttpPool {
  readonly #free: HttpConnection[];
  readonly #waiting: ((connection: HttpConnection) => void)[] = [];

  private constructor(readonly connections: readonly HttpConnection[]) {
    this.#free = [...connections];
  }

  static async open(url: string, token: string, count: number): Promise<HttpPool> {
    return new HttpPool(await Promise.all(Array.from({ length: count }, () => HttpConnection.open(url, token))));
  }

  async graphql<Data>(query: string, variables: object): Promise<Data> {
    const connection = this.#free.pop() ?? (await new Promise<HttpConnection>((free) => this.#waiting.push(free)));
    try {
      return await connection.graphql<Data>(query, variables);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(connection);
      else this.#free.push(connection);
    }
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }
}
