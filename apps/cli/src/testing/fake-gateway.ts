import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came. */
export interface SeenRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface FakeAnswer {
  status: number;
  body?: object;
  headers?: Record<string, string>;
}

/** An HTTP server that answers as it is told and remembers what it was sent. */
export interface FakeGateway {
  url: string;
  seen: SeenRequest[];
  close(): Promise<void>;
}

/** @param answer decides by the request and its number, from 0 */
export async function startFakeGateway(
  answer: (request: SeenRequest, number: number) => FakeAnswer | Promise<FakeAnswer>,
): Promise<FakeGateway> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    const reply = async (): Promise<void> => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('latin1') };
      seen.push(one);
      const { status, body = {}, headers = {} } = await answer(one, seen.length - 1);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    request.on('end', () => void reply().catch(() => response.destroy()));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  await promise;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Takes everything. */
export function acceptAll({ body }: SeenRequest): FakeAnswer {
  const accepted = body.split('\n').filter(Boolean).length;
  return { status: 202, body: { accepted, refused: 0, errors: [], batchId: 'b' } };
}
