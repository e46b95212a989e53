import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { connect, type ConnectionOptions } from 'node:tls';
import { isIP } from 'node:net';
import { toError } from '@redoubt/contracts';

/** A certificate, and what is wrong with it. */
export interface SeenCertificate {
  /** File or `host:port`. */
  target: string;
  subject: string;
  /** `DNS:a, IP Address:b`. */
  names: string;
  issuer: string;
  /** Epoch ms. */
  notBeforeMs: number;
  notAfterMs: number;
  isAuthority: boolean;
  /** Of a server: `TLSv1.3`. */
  protocol?: string;
  faults: string[];
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
    return blocks.map((block) => seen(path, new X509Certificate(block), [...faults]));
  } catch (error) {
    return [{ target: path, reason: toError(error).message }];
  }
}

export interface ServerLook {
  /** What a client would verify with. */
  tls: ConnectionOptions;
  timeoutMs: number;
}

/** Shakes hands with a server and reads the certificate it serves, trusted or not. */
export function certificateOfServer(address: string, { tls, timeoutMs }: ServerLook): Promise<CertificateLook> {
  const cut = address.lastIndexOf(':');
  const host = address.slice(0, cut).replace(/^\[(.*)]$/, '$1');
  const servername = tls.servername ?? (isIP(host) === 0 ? host : undefined);
  return new Promise((resolve) => {
    const socket = connect({
      ...tls,
      ...{ host, port: Number(address.slice(cut + 1)), rejectUnauthorized: false },
      ...(servername === undefined ? {} : { servername }),
    });
    const end = (look: CertificateLook): void => {
      socket.destroy();
      resolve(look);
    };
    socket.setTimeout(timeoutMs, () => end({ target: address, reason: 'no answer in time' }));
    socket.once('error', (error) => end({ target: address, reason: reasonOf(error) }));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      if (certificate === undefined) return end({ target: address, reason: 'it served no certificate' });
      const faults = socket.authorized ? [] : [refusalText(socket.authorizationError)];
      const protocol = socket.getProtocol();
      end({ ...seen(address, certificate, faults), ...(protocol === null ? {} : { protocol }) });
    });
  });
}

function reasonOf(error: Error): string {
  return /wrong version number|packet length too long|ECONNRESET/.test(error.message)
    ? `it does not speak TLS (${error.message.split(':').at(-1)?.trim() ?? ''})`
    : error.message;
}

/** OpenSSL's codes in words. */
function refusalText(error: Error | string | undefined): string {
  const code = String((error as NodeJS.ErrnoException | undefined)?.code ?? error ?? '');
  const words: Readonly<Record<string, string>> = {
    ERR_TLS_CERT_ALTNAME_INVALID: 'it is not for this name',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself, not by the CA',
    SELF_SIGNED_CERT_IN_CHAIN: 'it leads to a CA that is not the one given (REDIS_TLS_CA or --ca)',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its CA is not known (REDIS_TLS_CA or --ca)',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its CA is not known (REDIS_TLS_CA or --ca)',
    CERT_HAS_EXPIRED: 'it has expired',
    CERT_NOT_YET_VALID: 'it is not valid yet',
  };
  return words[code] ?? `clients would refuse it: ${code}`;
}

function seen(target: string, certificate: X509Certificate, faults: string[]): SeenCertificate {
  return {
    target,
    subject: oneLine(certificate.subject),
    names: certificate.subjectAltName ?? '',
    issuer: oneLine(certificate.issuer),
    notBeforeMs: Date.parse(certificate.validFrom),
    notAfterMs: Date.parse(certificate.validTo),
    isAuthority: certificate.ca,
    faults,
  };
}

function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}
