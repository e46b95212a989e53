import { createServer as createHttpServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import { FileValue } from '@redoubt/config';
import { ConfigError } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';

/** PEM files of a server. They are read again once they were replaced, for every connection from then on. */
export interface ServerTlsFiles {
  /** The certificate and those that lead from it to an authority. */
  certFile: string;
  keyFile: string;
}

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
  const files = new FileValue([tls.certFile, tls.keyFile], ([cert = '', key = '']) => pairOf(cert, key));
  let used = files.current;
  let lastFailure: string | undefined;
  const server = createHttpsServer({ ...options, ...used, handshakeTimeout: HANDSHAKE_TIMEOUT_MS });
  // Ahead of the server's own listener, which begins the handshake.
  server.prependListener('connection', () => {
    const next = files.current;
    if (files.failure !== lastFailure) {
      lastFailure = files.failure;
      if (lastFailure !== undefined) log.error({ reason: lastFailure }, 'tls_certificate_unusable');
    }
    if (next === used) return;
    used = next;
    server.setSecureContext(next);
    log.info('tls_certificate_replaced');
  });
  return server;
}

function pairOf(cert: string, key: string): { cert: string; key: string } {
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    // OpenSSL's reasons, such as "key values mismatch", hold nothing of the key.
    throw new ConfigError(`certificate or key of the server: ${(error as Error).message}`);
  }
  return { cert, key };
}
