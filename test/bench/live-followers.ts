import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { token } from './child-server.js';
import { type Given, positionsIn } from './live-commands.js';

const settleMsMax = 60_000;

/** Something that came to a follower, and when. */
export interface Received {
  readonly position: bigint;
  readonly atNs: bigint;
}

interface Heard {
  readonly type: string;
  readonly payload?: { readonly data?: { readonly ledgerEvents: { readonly position: string } } };
}

const query = `subscription ($programmeId: ID!, $after: Position) {
  ledgerEvents(programmeId: $programmeId, after: $after) { position type sentence }
}`;

/**
 * One who follows a book over a socket of their own. Written on a bare WebSocket: a thousand general clients cost more
 * processor time than the server that is measured, on a machine with two cores.
 */
export class Follower {
  readonly received: Received[] = [];

  private constructor(
    readonly programmeId: string,
    private readonly socket: WebSocket,
  ) {
    socket.on('message', (text: Buffer) => this.#hear(text));
  }

  /** Resolves when the server has let it in; what was written after `after` comes at once. */
  static async open(url: string, programmeId: string, after: string): Promise<Follower> {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { perMessageDeflate: false });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }));
    await once(socket, 'message');
    const follower = new Follower(programmeId, socket);
    const payload = { query, variables: { programmeId, after } };
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
    return follower;
  }

  end(): void {
    this.socket.terminate();
  }

  #hear(text: Buffer): void {
    const atNs = process.hrtime.bigint();
    const heard = JSON.parse(String(text)) as Heard;
    const line = heard.payload?.data?.ledgerEvents;
    if (!line) throw new Error(`a follower was told ${String(text)}`);
    this.received.push({ position: BigInt(line.position), atNs });
  }
}

/** Resolves when each has as many lines as were given to its book. */
export const untilDelivered = async (followers: readonly Follower[], given: readonly Given[]): Promise<void> => {
  const books = new Set(followers.map(({ programmeId }) => programmeId));
  const counts = new Map([...books].map((book) => [book, positionsIn(given, book).length]));
  const hasAll = ({ received, programmeId }: Follower) => received.length >= counts.get(programmeId)!;
  for (const deadline = performance.now() + settleMsMax; !followers.every(hasAll); await delay(5))
    if (performance.now() > deadline) throw new Error(`not all lines came within ${settleMsMax} ms`);
};

/** Each follower was given every line of its book that was acknowledged, once and in order. */
export const assertDelivered = (followers: readonly Follower[], given: readonly Given[]): void => {
  for (const { programmeId, received } of followers) {
    const positions = positionsIn(given, programmeId);
    const differs = positions.findIndex((position, n) => received[n]?.position !== position);
    if (differs >= 0 || received.length !== positions.length)
      throw new Error(
        `${positions.length} lines were acknowledged, ${received.length} came; they differ at ${differs}`,
      );
  }
};
