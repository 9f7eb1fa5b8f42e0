import type { ServerWritableStream } from '@grpc/grpc-js';
import { pageEvents } from './page.js';
import type { ReadReq, ReadResp } from './protocol.js';

type Call = ServerWritableStream<ReadReq, ReadResp>;

interface Inside {
  readonly call: { sendMessage(frame: ReadResp, sent: () => void): void };
}

/**
 * Sends the frames of a call, no faster than its reader takes them: so many are under way at once, and no more. gRPC's own
 * stream sends one a turn, which is far slower than the real server, so that whoever keeps pace there would not keep it
 * here. Hence the way past it; the version of the package is pinned.
 */
export class FrameSender {
  #underWay = 0;
  #wake = (): void => undefined;
  readonly #inside: Inside;

  constructor(
    call: Call,
    private readonly ended: AbortSignal,
  ) {
    this.#inside = call as unknown as Inside;
    ended.addEventListener('abort', () => this.#wake());
  }

  /** Resolves when there is room for the next one; at once when nobody reads any more. */
  async send(frame: ReadResp): Promise<void> {
    this.#underWay++;
    this.#inside.call.sendMessage(frame, () => {
      this.#underWay--;
      this.#wake();
    });
    while (this.#underWay >= pageEvents && !this.ended.aborted)
      await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}
