import { readFileSync } from 'node:fs';
import type { CertificateFiles } from '../tls/certificate-files.ts';

/** What a client of a node shows and trusts; read at each connect, since the files may be replaced while it runs. */
export function clientPem({ caFile, certFile, keyFile }: CertificateFiles): { ca: string; cert: string; key: string } {
  return {
    get ca() {
      return readFileSync(caFile, 'utf8');
    },
    get cert() {
      return readFileSync(certFile, 'utf8');
    },
    get key() {
      return readFileSync(keyFile, 'utf8');
    },
  };
}

/** Settings of a node that speaks TLS alone: to clients, which have to show a certificate, on the bus and in replication. */
export function tlsSettings(port: number, { caFile, certFile, keyFile }: CertificateFiles): Record<string, string> {
  return {
    port: '0',
    'tls-port': String(port),
    'tls-ca-cert-file': caFile,
    'tls-cert-file': certFile,
    'tls-key-file': keyFile,
    'tls-auth-clients': 'yes',
    'tls-cluster': 'yes',
    'tls-replication': 'yes',
  };
}
