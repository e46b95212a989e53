import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebServer, type Closable, type ConnectionShares } from '@redoubt/service';
import type { Logger } from '@redoubt/telemetry';
import type { DashboardConfig } from '../config.ts';
import type { ProblemCode } from './problem-kinds.ts';
import { Refusal } from './refusal.ts';
import { API_HEADERS } from './security-headers.ts';

const maxHeaderBytes = 16 * 1024;

/** The dashboard's HTTP server: bounds on connections and time, and a stop that lets requests in hand finish. */
export class DashboardServer implements Closable {
  readonly #server: Server;
  readonly #log: Logger;
  readonly #options: DashboardConfig['http'];
  /** Answers not out yet; no more than there are connections. */
  readonly #inHand = new Set<ServerResponse>();
  #isDraining = false;

  constructor(
    listener: RequestListener,
    { log, shares }: { log: Logger; shares: ConnectionShares },
    options: DashboardConfig['http'],
  ) {
    this.#log = log;
    this.#options = options;
    const settings = {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: options.headersTimeoutMs,
      requestTimeout: options.requestTimeoutMs,
      // Node looks every 30 s by itself, which would let the slow stay as much longer.
      connectionsCheckingInterval: Math.min(1_000, options.headersTimeoutMs),
      keepAliveTimeout: options.keepAliveTimeoutMs,
    };
    this.#server = createWebServer(settings, { tls: options.tls, log, shares });
    this.#server.on('request', (request, response) => {
      this.#take(response);
      listener(request, response);
    });
    this.#server.on('clientError', answerBrokenRequest);
  }

  /** For what attaches to it, such as sockets. */
  get http(): Server {
    return this.#server;
  }

  get isListening(): boolean {
    return this.#server.listening;
  }

  /** The port in use; 0 before `listen`. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  async listen(): Promise<void> {
    const { host, port } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen({ host, port }, () => {
      this.#server.off('error', reject);
      resolve();
    });
    await promise;
    this.#log.info({ host, port: this.port }, 'http_server_started');
  }

  /** From now on every answer ends its connection, so that senders go elsewhere. */
  setDraining(): void {
    this.#isDraining = true;
    for (const response of this.#inHand) if (!response.headersSent) response.setHeader('connection', 'close');
  }

  #take(response: ServerResponse): void {
    this.#inHand.add(response);
    response.once('close', () => {
      this.#inHand.delete(response);
      // One that had its head out before the stop began has left its connection open.
      if (this.#isDraining) setImmediate(() => this.#server.closeIdleConnections());
    });
    if (this.#isDraining) response.setHeader('connection', 'close');
  }

  /** Takes no new connections, lets requests in hand finish for half the drain time, then cuts them off. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.setDraining();
    const closed = Promise.withResolvers<void>();
    this.#server.close(() => closed.resolve());
    this.#server.closeIdleConnections();
    const timer = setTimeout(() => this.#server.closeAllConnections(), this.#options.drainMs);
    await closed.promise;
    clearTimeout(timer);
  }
}

const BROKEN: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** No request came of it, so it is answered on the bare socket. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const refusal = new Refusal(BROKEN[error.code ?? ''] ?? 'malformed_request');
  const body = JSON.stringify(refusal.toProblem());
  const headers = Object.entries({
    ...API_HEADERS,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  });
  const head = [`HTTP/1.1 ${refusal.status} Refused`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
