import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { toError } from '@redoubt/contracts';
import { readNodeCertificates, type NodeCertificate, type RedisTls, type UnreadCertificate } from '@redoubt/redis';

/** A certificate, and what is wrong with it. */
export interface SeenCertificate {
  /** File or `host:port`. */
  target: string;
  subject: string;
  issuer: string;
  /** DNS names and IP addresses it stands for. */
  names: readonly string[];
  /** Epoch ms. */
  notBeforeMs: number;
  notAfterMs: number;
  /** SHA-256, hex with colons. */
  fingerprint: string;
  /** Of a server: `TLSv1.3`. */
  protocol?: string;
  faults: readonly string[];
}

/** A target from which no certificate came. */
export interface UnseenCertificate {
  target: string;
  reason: string;
}

export type CertificateLook = SeenCertificate | UnseenCertificate;

const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Reads the certificates of a PEM file; a private key in it that others may read is a fault. */
export async function certificatesOfFile(path: string): Promise<CertificateLook[]> {
  try {
    const text = await readFile(path, 'utf8');
    const { mode } = await stat(path);
    const isOpenKey = text.includes('PRIVATE KEY-----') && (mode & 0o077) !== 0;
    const blocks = text.match(pemBlock) ?? [];
    if (blocks.length === 0) return [{ target: path, reason: 'no certificate in PEM form is in it' }];
    const faults = isOpenKey ? ['the private key in it may be read by others'] : [];
    return blocks.map((block) => ofFile(path, new X509Certificate(block), faults));
  } catch (error) {
    const { code, message } = toError(error) as NodeJS.ErrnoException;
    return [{ target: path, reason: code === 'ENOENT' ? 'there is no such file' : message }];
  }
}

/** Certificates that servers show, trusted or not. @throws ConfigError when files of `tls` cannot be used */
export async function certificatesOfServers(
  addresses: readonly string[],
  tls: RedisTls,
  timeoutMs: number,
): Promise<CertificateLook[]> {
  return (await readNodeCertificates(addresses, { tls, timeoutMs })).map(ofServer);
}

function ofServer(read: NodeCertificate | UnreadCertificate): CertificateLook {
  const { address: target } = read;
  if (read.kind === 'unread') return { target, reason: unreadWords[read.reason] ?? read.reason };
  const { subject, issuer, names, notBeforeMs, notAfterMs, fingerprint, protocol, refusal } = read;
  const faults = refusal === undefined ? [] : [refusalWords[refusal] ?? `clients refuse it: ${refusal}`];
  return { target, subject, issuer, names, notBeforeMs, notAfterMs, fingerprint, protocol, faults };
}

const unreadWords: Readonly<Record<string, string>> = {
  plaintext: 'it does not speak TLS',
  timeout: 'no TLS handshake in time: it may not speak TLS',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  ECONNRESET: 'it ended the connection: it may not speak TLS',
  closed: 'it ended the connection: it may not speak TLS',
};

/** What clients refuse, by the codes of OpenSSL and Node. */
const refusalWords: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is not for this name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself and not by the CA',
  SELF_SIGNED_CERT_IN_CHAIN: 'its CA is not the one that clients trust (REDIS_TLS_CA_FILE, --ca)',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its CA is not known (REDIS_TLS_CA_FILE, --ca)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its CA is not known (REDIS_TLS_CA_FILE, --ca)',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
};

function ofFile(target: string, certificate: X509Certificate, faults: readonly string[]): SeenCertificate {
  return {
    ...{ target, subject: oneLine(certificate.subject), issuer: oneLine(certificate.issuer) },
    names: (certificate.subjectAltName ?? '').split(', ').flatMap((name) => name.replace(/^[^:]+:/, '') || []),
    notBeforeMs: Date.parse(certificate.validFrom),
    notAfterMs: Date.parse(certificate.validTo),
    fingerprint: certificate.fingerprint256,
    faults,
  };
}

function oneLine(name: string | undefined): string {
  return (name ?? '').trim().split('\n').join(', ');
}

const dayMs = 86_400_000;

/** Whole days until it runs out; negative once it has. */
export function daysLeft({ notAfterMs }: SeenCertificate, nowMs: number): number {
  return Math.floor((notAfterMs - nowMs) / dayMs);
}

/** What is wrong with it, time included. */
export function faultsOf(look: SeenCertificate, { nowMs, leastDays }: { nowMs: number; leastDays: number }): string[] {
  const days = daysLeft(look, nowMs);
  const time = days < 0 ? ['it has expired'] : days < leastDays ? [`fewer than ${leastDays} days left`] : [];
  const early = look.notBeforeMs > nowMs ? ['it is not valid yet'] : [];
  return [...new Set([...time, ...early, ...look.faults])];
}
