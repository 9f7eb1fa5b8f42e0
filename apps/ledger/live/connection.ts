import type { WebSocket } from 'ws';

/** What a socket may leave unread, in bytes, before the server stops reading from it as well. */
const unsentBytesMax = 1_048_576;
/** What a close frame has room for (RFC 6455, 5.5). */
const reasonBytesMax = 123;

/**
 * One socket: its unsent messages, and where its subscriptions could be gone on with. A peer that does not read is
 * handed no more than one message for each of its operations; the rest waits in the ledger.
 */
export class Connection {
  /** Lets go of the subscriptions of the socket. Called once, when it closes or is about to. */
  onEnd: ((code: number, reason: string) => void) | undefined;
  #unsent = 0;
  #unsentSince: number | undefined;
  #hasAnswered = true;
  readonly #sentUpTo = new Map<string, bigint>();

  constructor(readonly socket: WebSocket) {
    socket.on('ping', (data) => void this.#write((done) => socket.pong(data, false, done)));
    socket.on('pong', () => (this.#hasAnswered = true));
    socket.once('close', (code, reason) => this.#end(code, String(reason)));
  }

  /** Resolves when the message has left this process: whoever waits for that keeps the pace of the peer. */
  send(text: string): Promise<void> {
    return this.#write((done) => this.socket.send(text, done));
  }

  /** Since when the oldest unsent message waits, on the clock of `performance.now()`; undefined when all were sent. */
  get unsentSince(): number | undefined {
    return this.#unsentSince;
  }

  /** Asks the peer for a sign of life; ends the socket when it has given none since it was last asked. */
  ping(): void {
    const { socket } = this;
    // A peer with unsent messages has another deadline, with a better farewell.
    if (socket.readyState !== socket.OPEN || this.#unsent > 0) return;
    if (!this.#hasAnswered) return socket.terminate();
    this.#hasAnswered = false;
    socket.ping();
  }

  /** All lines of an operation up to this position were sent, or were not asked for. */
  sentUpTo(operationId: string, position: bigint): void {
    this.#sentUpTo.set(operationId, position);
  }

  forget(operationId: string): void {
    this.#sentUpTo.delete(operationId);
  }

  /** Ends the socket and its subscriptions. The reason tells where they can be gone on with. */
  close(code: number, reason: string): void {
    const whole = `${reason}${this.#farewell()}`;
    this.socket.close(code, Buffer.byteLength(whole) <= reasonBytesMax ? whole : reason);
    this.#end(code, reason);
  }

  /** Where several books are followed, the one that is furthest behind counts: a line may come twice, none is lost. */
  #farewell(): string {
    const positions = [...this.#sentUpTo.values()];
    if (positions.length === 0) return '';
    return `; resume after ${positions.reduce((least, each) => (each < least ? each : least))}`;
  }

  #end(code: number, reason: string): void {
    const end = this.onEnd;
    this.onEnd = undefined;
    end?.(code, reason);
  }

  #write(write: (done: () => void) => void): Promise<void> {
    const { socket } = this;
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    this.#unsent++;
    this.#unsentSince ??= performance.now();
    return new Promise((resolve) => {
      write(() => {
        this.#sent();
        resolve();
      });
      if (socket.bufferedAmount > unsentBytesMax) socket.pause();
    });
  }

  #sent(): void {
    const { socket } = this;
    this.#unsent--;
    this.#unsentSince = this.#unsent > 0 ? performance.now() : undefined;
    if (socket.isPaused && socket.bufferedAmount <= unsentBytesMax) socket.resume();
  }
}
