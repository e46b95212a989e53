/** PEM files of one party of TLS: its certificate with its key, and whom it trusts. */
export interface CertificateFiles {
  caFile: string;
  certFile: string;
  /** 0600. */
  keyFile: string;
}

export interface CertificateOptions {
  /** DNS names and IP addresses it stands for. Default `localhost` and `127.0.0.1`. */
  hosts?: readonly string[];
  /** Epoch ms. Default a minute ago, for clocks that differ. */
  notBeforeMs?: number;
  /** Epoch ms. Default in 90 days. */
  notAfterMs?: number;
}

/** Who makes certificates that it vouches for; `TestAuthority` of `@redoubt/test-kit/certificates` is one. */
export interface CertificateIssuer {
  /**
   * Makes a certificate and writes `<name>.crt`, `<name>.key` and `ca.crt` to `dir`. Files that are there already are
   * replaced as a whole, so whoever watches them never reads half of one.
   */
  writeFiles(dir: string, name: string, options?: CertificateOptions): Promise<CertificateFiles>;
}
