import { once } from 'node:events';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { type Server, ServerCredentials } from '@grpc/grpc-js';

interface Peer {
  getPeer(): string;
}

const host = '127.0.0.1';
const nameOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress}:${remotePort}`;

/** The ports of the nodes, and the connections to them: they are made here and handed to gRPC, so that they can be cut. */
export class Connections {
  readonly #open = new Map<string, { readonly socket: Socket; readonly node: number }>();
  readonly #listening: NetServer[] = [];

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

  /** Lets go of everybody, as a server does that is stopped. */
  close(): void {
    for (const { socket } of this.#open.values()) socket.destroy();
  }

  nodeOf(call: Peer): number {
    return this.#open.get(call.getPeer())?.node ?? 0;
  }
}
