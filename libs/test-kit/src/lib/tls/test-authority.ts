// Has to stand before the library, whose decorators ask for it while it loads.
import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type X509Certificate,
} from '@peculiar/x509';
import { webcrypto } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { CertificateFiles, CertificateIssuer, CertificateOptions } from './certificate-files.ts';

const KEYS = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };
const MINUTE_MS = 60_000;
const VALID_MS = 90 * 24 * 60 * MINUTE_MS;

/**
 * A certificate authority to throw away: its private key stays in memory, so nothing it vouched for can be forged once
 * the process is gone.
 */
export class TestAuthority implements CertificateIssuer {
  readonly caPem: string;
  readonly #certificate: X509Certificate;
  readonly #key: webcrypto.CryptoKey;

  private constructor(certificate: X509Certificate, key: webcrypto.CryptoKey) {
    this.#certificate = certificate;
    this.#key = key;
    this.caPem = certificate.toString('pem');
  }

  /** @param name  common name, to tell two of them apart */
  static async create(name = 'Redoubt throw-away CA'): Promise<TestAuthority> {
    const keys = await webcrypto.subtle.generateKey(KEYS, false, ['sign', 'verify']);
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: `CN=${name}`,
      notBefore: new Date(Date.now() - MINUTE_MS),
      notAfter: new Date(Date.now() + VALID_MS),
      signingAlgorithm: SIGNING,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    });
    return new TestAuthority(certificate, keys.privateKey);
  }

  async writeFiles(dir: string, name: string, options: CertificateOptions = {}): Promise<CertificateFiles> {
    const { certPem, keyPem } = await this.#issue(name, options);
    mkdirSync(dir, { recursive: true });
    return {
      caFile: replaceFile(join(dir, 'ca.crt'), this.caPem),
      // The key first: a reader that meets a new certificate finds its key.
      keyFile: replaceFile(join(dir, `${name}.key`), keyPem, 0o600),
      certFile: replaceFile(join(dir, `${name}.crt`), certPem),
    };
  }

  async #issue(name: string, options: CertificateOptions): Promise<{ certPem: string; keyPem: string }> {
    const { hosts = ['localhost', '127.0.0.1'], notBeforeMs, notAfterMs } = options;
    const keys = await webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);
    const certificate = await X509CertificateGenerator.create({
      subject: `CN=${name}`,
      issuer: this.#certificate.subject,
      notBefore: new Date(notBeforeMs ?? Date.now() - MINUTE_MS),
      notAfter: new Date(notAfterMs ?? Date.now() + VALID_MS),
      publicKey: keys.publicKey,
      signingKey: this.#key,
      signingAlgorithm: SIGNING,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        // Nodes are clients of each other on the bus and in replication.
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
        new SubjectAlternativeNameExtension(hosts.map((host) => ({ type: isIP(host) ? 'ip' : 'dns', value: host }))),
      ],
    });
    const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
    return { certPem: certificate.toString('pem'), keyPem: PemConverter.encode(key, 'PRIVATE KEY') };
  }
}

function replaceFile(path: string, text: string, mode = 0o644): string {
  writeFileSync(`${path}.new`, `${text}\n`, { mode });
  renameSync(`${path}.new`, path);
  return path;
}
