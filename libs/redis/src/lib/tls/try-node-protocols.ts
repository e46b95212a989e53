import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { connect, createSecureContext, type SecureVersion } from 'node:tls';
import type { RedisTls } from './connection-tls.ts';

/** Versions of TLS that are tried, oldest first. */
export const TLS_VERSIONS: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/**
 * Tries each version of TLS on each node by a handshake of its own; needs no password. A setting says nothing of it:
 * where it is empty the server's library decides.
 *
 * @param addresses  `host:port`
 * @returns versions that a node took, by address; a node is left out when a handshake ended in a way that says nothing
 * @throws Error when files of `tls` cannot be read
 */
export async function tryNodeProtocols(
  addresses: readonly string[],
  { tls, timeoutMs = 3_000 }: { tls: RedisTls; timeoutMs?: number },
): Promise<Map<string, SecureVersion[]>> {
  const contexts = TLS_VERSIONS.map((version) => [version, contextOf(tls, version)] as const);
  const found = new Map<string, SecureVersion[]>();
  for (const address of addresses) {
    const ends = await Promise.all(
      contexts.map(([version, secureContext]) =>
        handshake(address, { secureContext, timeoutMs }).then((end) => [version, end] as const),
      ),
    );
    if (ends.some(([, end]) => end === 'unknown')) continue;
    found.set(
      address,
      ends.flatMap(([version, end]) => (end === 'accepted' ? [version] : [])),
    );
  }
  return found;
}

function contextOf({ ca, caFile, certFile, keyFile }: RedisTls, version: SecureVersion) {
  const text = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file, 'utf8'));
  const [authority, cert, key] = [text(caFile) ?? ca, text(certFile), text(keyFile)];
  return createSecureContext({
    ...{ ...(authority ? { ca: authority } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) },
    ...{ minVersion: version, maxVersion: version },
    // At its usual level OpenSSL offers nothing below 1.2, and the server would have nothing to refuse.
    ciphers: 'DEFAULT:@SECLEVEL=0',
  });
}

function handshake(
  address: string,
  { secureContext, timeoutMs }: { secureContext: ReturnType<typeof createSecureContext>; timeoutMs: number },
): Promise<'accepted' | 'refused' | 'unknown'> {
  const cut = address.lastIndexOf(':');
  const host = address.slice(0, cut).replace(/^\[(.*)\]$/, '$1');
  const { promise, resolve } = Promise.withResolvers<'accepted' | 'refused' | 'unknown'>();
  const socket = connect({
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...{ host, port: Number(address.slice(cut + 1)), secureContext, rejectUnauthorized: false },
  });
  let isConnected = false;
  const timer = setTimeout(() => resolve('unknown'), timeoutMs);
  socket.once('connect', () => (isConnected = true));
  socket.once('secureConnect', () => resolve('accepted'));
  socket.on('error', ({ code }: NodeJS.ErrnoException) => {
    // What this side cannot offer the other one has not refused.
    const isOurs = code === 'ERR_SSL_NO_PROTOCOLS_AVAILABLE' || code === 'ERR_SSL_NO_CIPHERS_AVAILABLE';
    resolve(isConnected && !isOurs ? 'refused' : 'unknown');
  });
  socket.once('close', () => resolve(isConnected ? 'refused' : 'unknown'));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}
