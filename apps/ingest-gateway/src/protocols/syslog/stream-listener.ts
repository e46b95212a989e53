import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer, type TLSSocket } from 'node:tls';
import {
  ConnectionPlaces,
  ServerCertificate,
  type Place,
  type PlaceLimits,
  type ServerTlsFiles,
} from '@redoubt/service';
import type { Logger } from '@redoubt/telemetry';
import { networkOf } from '@redoubt/tenancy';
import type { SyslogIntake } from './intake.ts';
import { reset, StreamConnection } from './stream-connection.ts';
import type { ConnectionRefusal } from './syslog-metrics.ts';

export interface StreamListenerOptions {
  host: string;
  port: number;
  /** Connections in all and of one address, with those that ended and have messages under way. */
  limits: PlaceLimits;
  maxMessageBytes: number;
  maxHeldBytes: number;
  /** A connection that brought no message of a known sender until then is closed. */
  firstMessageTimeoutMs: number;
  /** TLS with this certificate; clients are asked for theirs. */
  tls?: ServerTlsFiles;
}

export interface StreamListenerDeps {
  log: Logger;
  /** What takes the messages of a connection. */
  intakeOf: (socket: Socket | TLSSocket) => SyslogIntake;
  onBytes: (bytes: number) => void;
  onClosed: (reason: ConnectionRefusal) => void;
}

const HANDSHAKE_TIMEOUT_MS = 5_000;
/** Finds senders that went away without a word. */
const KEEP_ALIVE_MS = 60_000;

/** Listens for syslog over TCP, or over TLS (RFC 5425). */
export class StreamListener {
  readonly #deps: StreamListenerDeps;
  readonly #options: StreamListenerOptions;
  readonly #server: Server;
  readonly #places: ConnectionPlaces;
  readonly #connections = new Set<StreamConnection>();

  constructor(deps: StreamListenerDeps, options: StreamListenerOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#places = new ConnectionPlaces(options.limits);
    // Our side ends when all that came is durable; over TLS a handshake that was left would stay open by it.
    this.#server = createServer({ allowHalfOpen: options.tls === undefined }, this.#handlerFor(options));
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

  #handlerFor({ tls }: StreamListenerOptions): (socket: Socket) => void {
    if (tls === undefined) return (socket) => this.#admit(socket, (place) => this.#onConnection(socket, place));
    const certificate = new ServerCertificate(tls, this.#deps.log);
    // Client certificates are known by their fingerprint, so it does not matter who signed them.
    const options = { requestCert: true, rejectUnauthorized: false, handshakeTimeout: HANDSHAKE_TIMEOUT_MS };
    // It has no port: connections are handed to it once they have a place.
    const handshakes = createTlsServer({ ...options, ...certificate.used });
    certificate.follow(handshakes);
    const waiting = new Map<string, Place>();
    handshakes.on('secureConnection', (socket) => {
      const place = waiting.get(peerOf(socket));
      waiting.delete(peerOf(socket));
      if (place === undefined) socket.destroy();
      else this.#onConnection(socket, place);
    });
    handshakes.on('tlsClientError', () => this.#deps.onClosed('handshake'));
    return (socket) => this.#admit(socket, (place) => shakeHands(handshakes, socket, place, waiting));
  }

  #admit(socket: Socket, accept: (place: Place) => void): void {
    const { remoteAddress } = socket;
    const place = remoteAddress === undefined ? undefined : this.#places.take(networkOf(remoteAddress));
    if (typeof place === 'object') return accept(place);
    if (place !== undefined) this.#deps.onClosed(place);
    reset(socket);
  }

  #onConnection(socket: Socket, place: Place): void {
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const { maxMessageBytes, maxHeldBytes, firstMessageTimeoutMs } = this.#options;
    const { onBytes, onClosed, intakeOf } = this.#deps;
    const options = { maxMessageBytes, maxHeldBytes, firstMessageTimeoutMs, onBytes, onClosed };
    const connection = new StreamConnection(socket, intakeOf(socket), options);
    this.#connections.add(connection);
    // Not before what it sent is durable: until then it may hold as much as an open one.
    void connection.ended.then(() => {
      this.#connections.delete(connection);
      place.leave();
    });
  }
}

/** The place stays in `waiting` for as long as the handshake lasts. */
function shakeHands(server: TlsServer, socket: Socket, place: Place, waiting: Map<string, Place>): void {
  const peer = peerOf(socket);
  waiting.set(peer, place);
  socket.once('close', () => {
    if (waiting.get(peer) !== place) return;
    waiting.delete(peer);
    place.leave();
  });
  server.emit('connection', socket);
}

/** Names an open connection. */
function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress ?? ''} ${remotePort ?? ''}`;
}
