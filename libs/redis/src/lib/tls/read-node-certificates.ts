import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { connectionTls, type RedisTls } from './connection-tls.ts';

/** The certificate that a node shows, and what a client with the given settings makes of it. */
export interface NodeCertificate {
  kind: 'read';
  /** `host:port`. */
  address: string;
  /** One line, `CN=…`. */
  subject: string;
  issuer: string;
  /** DNS names and IP addresses it stands for. */
  names: readonly string[];
  notBeforeMs: number;
  notAfterMs: number;
  /** SHA-256, hex with colons. */
  fingerprint: string;
  /** `TLSv1.2` or `TLSv1.3`. */
  protocol: string;
  cipher: string;
  /** Why a client would refuse it, as a code of OpenSSL or Node such as CERT_HAS_EXPIRED; undefined when it would not. */
  refusal?: string;
}

/** A node whose certificate could not be read. */
export interface UnreadCertificate {
  kind: 'unread';
  address: string;
  /** An error code such as ECONNREFUSED, `timeout`, or `plaintext` for a port that does not speak TLS. */
  reason: string;
}

/**
 * Asks nodes for their certificates, all at once; needs no password, since TLS comes before Redis. Never rejects for a
 * single node.
 *
 * @param addresses  `host:port`
 * @param tls        what the clients use; without it only Node's own authorities are trusted
 * @throws ConfigError when files of `tls` cannot be used
 */
export function readNodeCertificates(
  addresses: readonly string[],
  { tls = {}, timeoutMs = 3_000 }: { tls?: RedisTls | undefined; timeoutMs?: number } = {},
): Promise<(NodeCertificate | UnreadCertificate)[]> {
  const options = connectionTls(tls);
  return Promise.all(addresses.map((address) => readCertificate(address, { ...options }, timeoutMs)));
}

function readCertificate(
  address: string,
  options: ReturnType<typeof connectionTls>,
  timeoutMs: number,
): Promise<NodeCertificate | UnreadCertificate> {
  const cut = address.lastIndexOf(':');
  const host = address.slice(0, cut).replace(/^\[(.*)\]$/, '$1');
  const { promise, resolve } = Promise.withResolvers<NodeCertificate | UnreadCertificate>();
  const named = isIP(host) === 0 ? { servername: host } : {};
  // An expired certificate is to be told of, not refused.
  const socket = connect({
    ...named,
    ...options,
    host,
    port: Number(address.slice(cut + 1)),
    rejectUnauthorized: false,
  });
  const unread = (reason: string): void => resolve({ kind: 'unread', address, reason });
  const timer = setTimeout(() => unread('timeout'), timeoutMs);
  socket.once('secureConnect', () => resolve(describe(address, socket)));
  socket.on('error', (error: NodeJS.ErrnoException) => unread(reasonOf(error)));
  socket.once('close', () => unread('closed'));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG'
    ? 'plaintext'
    : (code ?? message);
}

function describe(address: string, socket: TLSSocket): NodeCertificate | UnreadCertificate {
  const shown = socket.getPeerX509Certificate();
  if (shown === undefined) return { kind: 'unread', address, reason: 'no certificate' };
  const refusal = socket.authorizationError as unknown as Error | string | null;
  return {
    ...{ kind: 'read', address, subject: oneLine(shown.subject), issuer: oneLine(shown.issuer) },
    names: namesOf(shown),
    ...{ notBeforeMs: Date.parse(shown.validFrom), notAfterMs: Date.parse(shown.validTo) },
    fingerprint: shown.fingerprint256,
    ...{ protocol: socket.getProtocol() ?? 'unknown', cipher: socket.getCipher().name },
    ...(refusal ? { refusal: typeof refusal === 'string' ? refusal : refusal.message } : {}),
  };
}

function oneLine(name: string | undefined): string {
  return (name ?? '').trim().split('\n').join(', ');
}

function namesOf({ subjectAltName = '' }: X509Certificate): string[] {
  return [...subjectAltName.matchAll(/(?:DNS|IP Address):([^,"\s]+)/g)].map(([, name = '']) => name);
}
