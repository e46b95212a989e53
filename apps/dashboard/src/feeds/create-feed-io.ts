import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Clock } from '@redoubt/contracts';
import { Server } from 'socket.io';
import { AddressGates } from './address-gates.ts';
import { FeedRefusal } from './admission.ts';
import type { FeedMetrics } from './feed-metrics.ts';
import type { FeedServer } from './feed-socket.ts';
import { HandshakeGate } from './handshake-gate.ts';

export interface FeedIoOptions {
  /** Connections of this process; each carries up to three sockets. */
  maxConnections: number;
  handshakesPerSecond: number;
  addressHandshakesPerSecond: number;
  pingIntervalMs: number;
  pingTimeoutMs: number;
}

/** Clients send nothing but what they connect with: a token of at most 4 KiB and a position. */
const MAX_MESSAGE_BYTES = 8 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;

/** What may be turned away before it says who it is. */
export interface Door {
  isDraining: boolean;
}

export interface FeedIoDeps {
  metrics: FeedMetrics;
  clock: Clock;
  door: Door;
  /** Whose share a request counts in; undefined for one of whom nothing is known but a proxy. */
  senderOf: (request: IncomingMessage) => string | undefined;
}

/**
 * The socket.io server on the HTTP server's port: websockets only, so that a balancer needs no sticky sessions, without
 * compression, and with nothing in its default namespace.
 */
export function createFeedIo(
  http: HttpServer,
  { metrics, clock, door, senderOf }: FeedIoDeps,
  options: FeedIoOptions,
): FeedServer {
  const gate = new HandshakeGate(clock, options.handshakesPerSecond);
  const gates = new AddressGates(clock, options.addressHandshakesPerSecond);
  const isLetIn = (request: IncomingMessage): boolean => {
    const hasRoom = !door.isDraining && io.engine.clientsCount < options.maxConnections;
    return hasRoom && gates.take(senderOf(request)) && gate.take();
  };
  const io: FeedServer = new Server(http, {
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    pingInterval: options.pingIntervalMs,
    pingTimeout: options.pingTimeoutMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    perMessageDeflate: false,
    allowRequest: (request, callback) => {
      const isAllowed = isLetIn(request);
      if (!isAllowed) metrics.handshakesRefused.inc();
      callback(undefined, isAllowed);
    },
  });
  io.use((_socket, next) => next(new FeedRefusal('not_found')));
  return io;
}
