import fastify from 'fastify';
import mercurius from 'mercurius';
import { WebSocketServer } from 'ws';
import { tellWhenAsked } from './told.js';

/**
 * The peer of the server: mercurius on Fastify with a mutation of the same shape that does nothing, and a bare WebSocket
 * that tells everybody on it of each mutation. What it reaches is what this machine leaves to a server that has no work.
 */
const schema = `
  type Unit { id: ID! name: String! eligible: Int! }
  type UserError { code: String! message: String! field: String }
  type UnitPayload { unit: Unit position: String userErrors: [UserError!]! }
  input EnrolUnitInput { programmeId: ID! name: String! eligible: Int! }
  type Query { ready: Boolean! }
  type Mutation { enrolUnit(input: EnrolUnitInput!): UnitPayload! }
`;

interface EnrolUnitInput {
  readonly programmeId: string;
  readonly name: string;
  readonly eligible: number;
}

const app = fastify();
const sockets = new WebSocketServer({ noServer: true });
let position = 0;

const tellOthers = (programmeId: string): void => {
  if (sockets.clients.size === 0) return;
  const text = JSON.stringify({ programmeId, atNs: String(process.hrtime.bigint()) });
  for (const socket of sockets.clients) if (socket.protocol === programmeId) socket.send(text);
};

await app.register(mercurius, {
  schema,
  resolvers: {
    Mutation: {
      enrolUnit: (_root, { input: { programmeId, name, eligible } }: { input: EnrolUnitInput }) => {
        position++;
        tellOthers(programmeId);
        return { unit: { id: `unit-${position}`, name, eligible }, position: String(position), userErrors: [] };
      },
    },
  },
});
app.get('/health/ready', () => ({ status: 'ready' }));
app.server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
});
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
tellWhenAsked();
process.on('SIGTERM', () => process.exit(0));
