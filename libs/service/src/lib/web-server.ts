import { createServer as createHttpServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Logger } from '@redoubt/telemetry';
import { ConnectionPlaces, type PlaceLimits } from './connection-places.ts';
import { ServerCertificate, type ServerTlsFiles } from './server-certificate.ts';

/** A client that opens a connection and says nothing would otherwise hold up a stop for two minutes. */
const HANDSHAKE_TIMEOUT_MS = 5_000;

/** Who gets how many of a server's connections. */
export interface ConnectionShares extends PlaceLimits {
  /** Whose share an address counts in; undefined for one that stands for many, such as a load balancer's. */
  holderOf: (address: string) => string | undefined;
  /** Told of a connection that was closed at once, and whose bound was reached. */
  onRefused: (bound: 'full' | 'address') => void;
}

/**
 * A server for HTTP, or for HTTPS (TLS 1.2 and newer) when it is given a certificate.
 *
 * @throws ConfigError when the files cannot be read or do not belong together
 */
export function createWebServer(
  options: ServerOptions,
  { tls, log, shares }: { tls?: ServerTlsFiles | undefined; log: Logger; shares?: ConnectionShares },
): Server {
  const server = tls === undefined ? createHttpServer(options) : createTlsServer(options, tls, log);
  if (shares !== undefined) limitConnections(server, shares);
  return server;
}

function createTlsServer(options: ServerOptions, tls: ServerTlsFiles, log: Logger): Server {
  const certificate = new ServerCertificate(tls, log);
  const server = createHttpsServer({ ...options, ...certificate.used, handshakeTimeout: HANDSHAKE_TIMEOUT_MS });
  certificate.follow(server);
  return server;
}

/** Counted before their handshake: one that is left open takes a connection too. */
function limitConnections(server: Server, { holderOf, onRefused, ...limits }: ConnectionShares): void {
  const places = new ConnectionPlaces(limits);
  server.on('connection', (socket: Socket) => {
    const { remoteAddress } = socket;
    // Gone before it was looked at.
    if (remoteAddress === undefined) return void socket.destroy();
    const place = places.take(holderOf(remoteAddress));
    if (typeof place === 'object') return void socket.once('close', () => place.leave());
    onRefused(place);
    socket.destroy();
  });
}
