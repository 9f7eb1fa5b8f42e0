import { setTimeout as delay } from 'node:timers/promises';
import type { WebsocketPluginOptions } from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import { handleProtocols } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { bodyBytesMax } from './graphql/limits.js';
import { Connection } from './live/connection.js';
import { mayConnect } from './live/origin.js';

/** What sockets may ask of one process, and how long they are waited for. */
export interface SocketLimits {
  /** Sockets of all callers together, also those that have not said who they are. */
  readonly socketsMax: number;
  readonly socketsPerTokenMax: number;
  /** Operations that run at the same time on one socket. */
  readonly operationsPerSocketMax: number;
  /** From the opening of a socket until its `connection_init`. */
  readonly initMsMax: number;
  /** How long a message may lie unread before its socket is given up. */
  readonly unreadMsMax: number;
  /** Between two pings. A peer that has not answered one when the next is due is given up. */
  readonly pingEveryMs: number;
  /** Between the close frame and the end of the connection, for peers that do not answer it. */
  readonly farewellMsMax: number;
}

export const socketLimits: SocketLimits = {
  socketsMax: 5_000,
  socketsPerTokenMax: 100,
  operationsPerSocketMax: 32,
  initMsMax: 3_000,
  unreadMsMax: 10_000,
  pingEveryMs: 15_000,
  farewellMsMax: 2_000,
};

/** Close codes of RFC 6455 and of graphql-transport-ws. Clients come back by themselves after the first two. */
const goingAway = 1001;
const tryAgainLater = 1013;
const forbidden = 4403;

export type UpgradeRefusal = 'ORIGIN_FORBIDDEN' | 'TOO_MANY_SOCKETS';

export interface SocketsOptions {
  readonly limits: SocketLimits;
  /** Origins of other sites whose pages may open sockets, such as `https://dashboard.example`. */
  readonly origins: readonly string[];
  readonly log: SocketLog;
}

/** Where it is told what became of a socket; pino's loggers fit. */
interface SocketLog {
  info(fields: object, message: string): void;
}

/** How often unread messages are looked for, as a share of the time that they are given. */
const looksPerDeadline = 4;

/** All sockets of the server: who may open one, which are given up, and how they are told goodbye. */
export class Sockets {
  readonly limits: SocketLimits;
  readonly #open = new Set<Connection>();
  readonly #byToken = new Map<string, Set<Connection>>();
  readonly #logs = new WeakMap<Connection, SocketLog>();
  readonly #timers: readonly NodeJS.Timeout[];

  constructor(private readonly options: SocketsOptions) {
    this.limits = options.limits;
    const { unreadMsMax, pingEveryMs } = this.limits;
    this.#timers = [
      this.#every(unreadMsMax / looksPerDeadline, () => this.#giveUpUnread()),
      this.#every(pingEveryMs, () => this.#open.forEach((each) => each.ping())),
    ];
  }

  /** For @fastify/websocket. */
  get pluginOptions(): WebsocketPluginOptions {
    const options = {
      maxPayload: bodyBytesMax,
      handleProtocols,
      // Answered by the connection: what a peer does not read is counted there.
      autoPong: false,
      closeTimeout: this.limits.farewellMsMax,
    };
    return {
      options,
      preClose: closeWith(this),
      // The library has closed the socket already, with the code that fits.
      errorHandler: (error, _socket, request) => request.log.info({ err: error }, 'a socket failed'),
    };
  }

  /** How many are open. */
  get size(): number {
    return this.#open.size;
  }

  /** Why a socket is not opened at all; undefined when it is. */
  refusalOf(headers: { readonly origin?: string; readonly host?: string }): UpgradeRefusal | undefined {
    if (!mayConnect(headers, this.options.origins)) return 'ORIGIN_FORBIDDEN';
    return this.#open.size >= this.limits.socketsMax ? 'TOO_MANY_SOCKETS' : undefined;
  }

  /** What is told of the socket goes to the log of the request that it was opened by. */
  open(socket: WebSocket, log: SocketLog): Connection {
    const connection = new Connection(socket);
    this.#logs.set(connection, log);
    this.#open.add(connection);
    socket.once('close', () => this.#open.delete(connection));
    return connection;
  }

  /**
   * Counts a socket to the token that it was opened with. False when that has too many, and the socket is closed then, or
   * when the peer has left while its token was looked at.
   */
  belongsTo(connection: Connection, tokenId: string): boolean {
    if (connection.socket.readyState !== connection.socket.OPEN) return false;
    const siblings = this.#byToken.get(tokenId) ?? new Set();
    if (siblings.size >= this.limits.socketsPerTokenMax) {
      this.refuse(connection, `A token may have ${this.limits.socketsPerTokenMax} sockets`);
      return false;
    }
    this.#byToken.set(tokenId, siblings.add(connection));
    connection.socket.once('close', () => {
      siblings.delete(connection);
      if (siblings.size === 0) this.#byToken.delete(tokenId);
    });
    return true;
  }

  /** Closes a socket that may come back when there is less to do. */
  refuse(connection: Connection, reason: string): void {
    this.#logs.get(connection)?.info({ reason }, 'a socket was closed');
    connection.close(tryAgainLater, reason);
  }

  /** Closes what was opened with a token that has ended. */
  endToken(tokenId: string): void {
    for (const each of this.#byToken.get(tokenId) ?? []) each.close(forbidden, 'The access token has ended');
  }

  #giveUpUnread(): void {
    const deadline = performance.now() - this.limits.unreadMsMax;
    for (const each of this.#open)
      if (each.unsentSince !== undefined && each.unsentSince < deadline) this.refuse(each, 'Too slow');
  }

  /** Before it judges it lets in what came while the process was busy with other things. */
  #every(ms: number, judge: () => void): NodeJS.Timeout {
    return setInterval(() => setImmediate(judge), ms).unref();
  }

  /** Tells everybody goodbye, and where to go on; resolves when all have left. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    const sockets = [...this.#open].map(({ socket }) => socket);
    const left = Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    for (const each of this.#open) each.close(goingAway, 'The server is shutting down');
    const tooLate = new AbortController();
    await Promise.race([left, delay(this.limits.farewellMsMax, undefined, { signal: tooLate.signal })]);
    tooLate.abort();
    for (const socket of sockets) socket.terminate();
    await left;
  }
}

/** From here on nobody is let in, and those who are in are told goodbye. */
const closeWith = (sockets: Sockets) =>
  function (this: FastifyInstance, done: () => void): void {
    this.websocketServer.close();
    void sockets.close().then(done);
  };
