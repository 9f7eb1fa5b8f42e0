import fastifyStatic from '@fastify/static';
import altair from 'altair-static';
import type { FastifyInstance } from 'fastify';
import { examples } from './examples.js';
import { pageScript } from './page-script.js';

const home = '/altair';

/** Altair styles its elements at run time and shows images that it holds as data; everything else comes from here. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ');

const page = altair.renderAltair({ baseURL: `${home}/`, serveInitialOptionsInSeperateRequest: 'wavebook.js' });

/** The sandbox for GraphQL, from files of this installation: it works without a network. Open; the API behind it is not. */
export const serveAltair = async (fastify: FastifyInstance): Promise<void> => {
  fastify.get(home, (_request, reply) => reply.redirect(`${home}/`));
  fastify.get(`${home}/`, (_request, reply) =>
    reply.header('content-security-policy', contentSecurityPolicy).type('text/html; charset=utf-8').send(page),
  );
  const script = pageScript(examples);
  fastify.get(`${home}/wavebook.js`, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script));
  await fastify.register(fastifyStatic, {
    root: altair.getDistDirectory(),
    prefix: `${home}/`,
    index: false,
    decorateReply: false,
    setHeaders(reply, file) {
      // Scripts that a user writes run in a frame that can reach nothing of this page.
      if (altair.isSandboxFrame(file)) void reply.header('content-security-policy', altair.SANDBOX_FRAME_CSP);
    },
  });
};
