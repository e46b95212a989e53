import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { RedisTls } from '@redoubt/redis';
import type { CertificateFiles, CertificateIssuer } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';

/** Certificates of one run, of an authority that nobody can use any more once the run is over. */
export class StackTls {
  /** Makes the certificates of Redis nodes. */
  readonly issuer: CertificateIssuer;
  readonly #client: CertificateFiles;
  readonly #server: CertificateFiles;

  private constructor(issuer: CertificateIssuer, client: CertificateFiles, server: CertificateFiles) {
    this.issuer = issuer;
    this.#client = client;
    this.#server = server;
  }

  /** Makes them; those of an earlier run in the folder are replaced. This process trusts the authority from then on. */
  static async create(dir: string): Promise<StackTls> {
    const issuer = await TestAuthority.create();
    const client = await issuer.writeFiles(dir, 'client');
    const server = await issuer.writeFiles(dir, 'server');
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(join(dir, 'ca.crt'), 'utf8')]);
    return new StackTls(issuer, client, server);
  }

  get caFile(): string {
    return this.#server.caFile;
  }

  /** How clients of Redis in this process connect. */
  get redis(): RedisTls {
    return this.#client;
  }

  /** Environment of a service or command that connects to Redis. */
  get redisEnv(): Record<string, string> {
    const { caFile, certFile, keyFile } = this.#client;
    return {
      REDIS_TLS: 'true',
      REDIS_TLS_CA_FILE: caFile,
      REDIS_TLS_CERT_FILE: certFile,
      REDIS_TLS_KEY_FILE: keyFile,
    };
  }

  /** The same for redis-cli. */
  get redisCliOptions(): string {
    const { caFile, certFile, keyFile } = this.#client;
    return `--tls --cacert ${caFile} --cert ${certFile} --key ${keyFile}`;
  }

  /** What services that answer requests show. */
  get server(): CertificateFiles {
    return this.#server;
  }

  /** Environment of a service that answers requests. */
  get serverEnv(): Record<string, string> {
    return { TLS_CERT_FILE: this.#server.certFile, TLS_KEY_FILE: this.#server.keyFile };
  }
}
