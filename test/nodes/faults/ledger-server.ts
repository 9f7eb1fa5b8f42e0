import { bookCatalogue } from '#book';
import { openLedgerAt } from '../../../apps/ledger/ledger-place.js';
import { TcpProxy } from '../../support/tcp-proxy.js';
import { type ServerUnderTest, isReal, startServer } from '../../eventstoredb/server.js';

/** Nodes read every line of a ledger, so that books of others may stand there, and nothing else. @throws Error */
const assertHoldsBooks = async (url: string): Promise<void> => {
  const ledger = await openLedgerAt({ url });
  try {
    for await (const line of ledger.readAll()) bookCatalogue.decode(line);
  } catch (error) {
    throw new Error('the server at TEST_EVENTSTORE_URL holds lines that are in no book; give an empty one', {
      cause: error,
    });
  } finally {
    await ledger.close();
  }
};

/**
 * The server that nodes keep their ledger on: the real one where there is one, the double where there is none. The real one
 * is shared with the books that are there, to which nobody else may write meanwhile.
 */
export const startLedgerServer = async (): Promise<ServerUnderTest> => {
  const server = await startServer();
  if (isReal) await assertHoldsBooks(server.url);
  return server;
};

/** A way to the server that can fail, and the address by which it is taken. */
export const wayTo = async (url: string): Promise<{ readonly url: string; readonly proxy: TcpProxy }> => {
  const { hostname, port } = new URL(url);
  const proxy = await TcpProxy.open({ host: hostname, port: Number(port) });
  const through = new URL(url);
  through.host = `127.0.0.1:${proxy.port}`;
  return { url: through.href, proxy };
};
