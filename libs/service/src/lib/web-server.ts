import { createServer as createHttpServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Logger } from '@redoubt/telemetry';
import { ServerCertificate, type ServerTlsFiles } from './server-certificate.ts';

/** A client that opens a connection and says nothing would otherwise hold up a stop for two minutes. */
const HANDSHAKE_TIMEOUT_MS = 5_000;

/**
 * A server for HTTP, or for HTTPS (TLS 1.2 and newer) when it is given a certificate.
 *
 * @throws ConfigError when the files cannot be read or do not belong together
 */
export function createWebServer(
  options: ServerOptions,
  { tls, log }: { tls?: ServerTlsFiles | undefined; log: Logger },
): Server {
  if (tls === undefined) return createHttpServer(options);
  const certificate = new ServerCertificate(tls, log);
  const server = createHttpsServer({ ...options, ...certificate.used, handshakeTimeout: HANDSHAKE_TIMEOUT_MS });
  certificate.follow(server);
  return server;
}
