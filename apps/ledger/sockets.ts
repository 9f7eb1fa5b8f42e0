import type { FastifyInstance } from 'fastify';

/** RFC 6455: the endpoint is going away. Clients of graphql-transport-ws connect again later. */
const goingAway = 1001;
/** A client that does not answer the farewell is cut off. */
const farewellMsMax = 2_000;

/** Ends every socket with a reason, and waits for their farewells. Their subscriptions end with them. */
export function closeSockets(this: FastifyInstance, done: () => void): void {
  const server = this.websocketServer;
  const sockets = [...server.clients];
  const cutOff = setTimeout(() => sockets.forEach((socket) => socket.terminate()), farewellMsMax);
  const left = sockets.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
  for (const socket of sockets) socket.close(goingAway, 'The server is shutting down');
  server.close();
  void Promise.all(left).then(() => {
    clearTimeout(cutOff);
    done();
  });
}
