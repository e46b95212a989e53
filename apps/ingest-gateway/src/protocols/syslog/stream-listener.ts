import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { ServerCertificate, type ServerTlsFiles } from '@redoubt/service';
import type { Logger } from '@redoubt/telemetry';
import type { SyslogIntake } from './intake.ts';
import { StreamConnection } from './stream-connection.ts';

export interface StreamListenerOptions {
  host: string;
  port: number;
  maxConnections: number;
  maxMessageBytes: number;
  maxHeldBytes: number;
  /** TLS with this certificate; clients are asked for theirs. */
  tls?: ServerTlsFiles;
}

export interface StreamListenerDeps {
  log: Logger;
  /** What takes the messages of a connection. */
  intakeOf: (socket: Socket | TLSSocket) => SyslogIntake;
  onBytes: (bytes: number) => void;
  onRejected: () => void;
}

const HANDSHAKE_TIMEOUT_MS = 5_000;
/** Finds senders that went away without a word. */
const KEEP_ALIVE_MS = 60_000;

/** Listens for syslog over TCP, or over TLS (RFC 5425). */
export class StreamListener {
  readonly #deps: StreamListenerDeps;
  readonly #options: StreamListenerOptions;
  readonly #server: Server;
  readonly #connections = new Set<StreamConnection>();

  constructor(deps: StreamListenerDeps, options: StreamListenerOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#server = this.#serverFor(options);
    this.#server.maxConnections = options.maxConnections;
    this.#server.on('drop', () => deps.onRejected());
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get isListening(): boolean {
    return this.#server.listening;
  }

  get connections(): number {
    return this.#connections.size;
  }

  get heldBytes(): number {
    let sum = 0;
    for (const connection of this.#connections) sum += connection.heldBytes;
    return sum;
  }

  listen(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen({ host: this.#options.host, port: this.#options.port, backlog: 1024 }, () => {
      this.#server.off('error', reject);
      resolve();
    });
    return promise;
  }

  /** Reads no more, and settles when what was read is durable or given up. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    const ending = [...this.#connections].map((connection) => {
      connection.stop();
      return connection.ended;
    });
    await Promise.all(ending);
    await closed;
  }

  #serverFor({ tls }: StreamListenerOptions): Server {
    if (tls === undefined) return createServer((socket) => this.#onConnection(socket));
    const certificate = new ServerCertificate(tls, this.#deps.log);
    // Client certificates are known by their fingerprint, so it does not matter who signed them.
    const options = { requestCert: true, rejectUnauthorized: false, handshakeTimeout: HANDSHAKE_TIMEOUT_MS };
    const server = createTlsServer({ ...options, ...certificate.used }, (socket) => this.#onConnection(socket));
    server.on('tlsClientError', () => this.#deps.onRejected());
    certificate.follow(server);
    return server;
  }

  #onConnection(socket: Socket): void {
    // Those that ended with messages that are not durable yet count as well: each may hold as much as an open one.
    if (this.#connections.size >= this.#options.maxConnections) {
      this.#deps.onRejected();
      socket.destroy();
      return;
    }
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const connection = new StreamConnection(socket, this.#deps.intakeOf(socket), {
      maxMessageBytes: this.#options.maxMessageBytes,
      maxHeldBytes: this.#options.maxHeldBytes,
      onBytes: this.#deps.onBytes,
    });
    this.#connections.add(connection);
    void connection.ended.then(() => this.#connections.delete(connection));
  }
}
