import { once } from 'node:events';
import { constants, type ServerHttp2Stream } from 'node:http2';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { type Server, ServerCredentials } from '@grpc/grpc-js';

interface Peer {
  getPeer(): string;
}

/** A call as gRPC keeps it inside: there is no other way to end one without a status. The version of the package is pinned. */
interface Inside {
  readonly call: { readonly stream: ServerHttp2Stream };
}

const host = '127.0.0.1';
const nameOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress}:${remotePort}`;

/** The ports of the nodes, and the connections to them: they are made here and handed to gRPC, so that they can be cut. */
export class Connections {
  readonly #open = new Map<string, { readonly socket: Socket; readonly node: number }>();
  readonly #listening: NetServer[] = [];
  readonly #held = new Set<Peer>();

  private constructor(readonly server: Server) {}

  /** One node for each port; 0 is any that is free. */
  static async listen(server: Server, ports: readonly number[]): Promise<Connections> {
    const connections = new Connections(server);
    const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
    for (const [node, port] of ports.entries()) {
      const listening = createServer({ noDelay: true }, (socket) => {
        const name = nameOf(socket);
        connections.#open.set(name, { socket, node });
        socket.once('close', () => connections.#open.delete(name));
        socket.on('error', () => socket.destroy());
        injector.injectConnection(socket);
      });
      listening.listen(port, host);
      await once(listening, 'listening');
      connections.#listening.push(listening);
    }
    return connections;
  }

  get endpoints(): readonly { readonly host: string; readonly port: number }[] {
    return this.#listening.map((each) => ({ host, port: (each.address() as AddressInfo).port }));
  }

  /** Cuts the connection of a call as the death of the process does. */
  cut(call: Peer): void {
    this.#open.get(call.getPeer())?.socket.resetAndDestroy();
  }

  /** Remembers a call that may last until the end. */
  hold(call: Peer & { once(event: 'close', callback: () => void): unknown }): void {
    this.#held.add(call);
    call.once('close', () => this.#held.delete(call));
  }

  /** Lets go of everybody as a server does that is stopped: calls end, and nobody is told how they ended. */
  async close(): Promise<void> {
    for (const listening of this.#listening) listening.close();
    for (const call of this.#held) (call as unknown as Inside).call.stream.close(constants.NGHTTP2_NO_ERROR);
    await new Promise<void>((resolve) => this.server.tryShutdown(() => resolve()));
  }

  nodeOf(call: Peer): number {
    return this.#open.get(call.getPeer())?.node ?? 0;
  }
}
