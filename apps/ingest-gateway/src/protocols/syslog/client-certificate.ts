import type { TLSSocket } from 'node:tls';

/** SHA-256 of the certificate that a client proved to own; undefined when it showed none. */
export function fingerprintOf(socket: TLSSocket, nowMs: number): Buffer | 'invalid' | undefined {
  const certificate = socket.getPeerCertificate();
  // Without a certificate it is an object without members.
  if (certificate.fingerprint256 === undefined) return undefined;
  const isValid = Date.parse(certificate.valid_from) <= nowMs && nowMs <= Date.parse(certificate.valid_to);
  return isValid ? Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex') : 'invalid';
}
