import { createSecureContext, type Server } from 'node:tls';
import { FileValue } from '@redoubt/config';
import { ConfigError } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';

/** PEM files of a server. They are read again once they were replaced, for every connection from then on. */
export interface ServerTlsFiles {
  /** The certificate and those that lead from it to an authority. */
  certFile: string;
  keyFile: string;
}

interface Pair {
  cert: string;
  key: string;
}

/** Certificate and key of a server, exchanged while it runs when their files are. */
export class ServerCertificate {
  readonly #files: FileValue<Pair>;
  readonly #log: Logger;
  #used: Pair;
  #lastFailure: string | undefined;

  /** @throws ConfigError when the files cannot be read or do not belong together */
  constructor({ certFile, keyFile }: ServerTlsFiles, log: Logger) {
    this.#files = new FileValue([certFile, keyFile], ([cert = '', key = '']) => pairOf(cert, key));
    this.#used = this.#files.current;
    this.#log = log;
  }

  /** What new connections get. */
  get used(): Pair {
    return this.#used;
  }

  /** Looks at the files at every connection; to be called once, before the server listens. */
  follow(server: Server): void {
    // Ahead of the server's own listener, which begins the handshake.
    server.prependListener('connection', () => this.#renew(server));
  }

  #renew(server: Server): void {
    const next = this.#files.current;
    const { failure } = this.#files;
    if (failure !== this.#lastFailure) {
      this.#lastFailure = failure;
      if (failure !== undefined) this.#log.error({ reason: failure }, 'tls_certificate_unusable');
    }
    if (next === this.#used) return;
    this.#used = next;
    server.setSecureContext(next);
    this.#log.info('tls_certificate_replaced');
  }
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
