import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

/**
 * The headers that helmet puts on answers, asked of it once: none of them depends on the request. Transport security is
 * left to whoever terminates TLS.
 */
const headersOfHelmet = (): Readonly<Record<string, string>> => {
  const headers: Record<string, string> = {};
  const answer = {
    setHeader: (name: string, value: string) => void (headers[name] = value),
    removeHeader: () => undefined,
  };
  const guard = helmet({ strictTransportSecurity: false });
  guard({} as IncomingMessage, answer as unknown as ServerResponse, (error) => {
    if (error) throw error as Error;
  });
  return headers;
};

export const securityHeaders = headersOfHelmet();
