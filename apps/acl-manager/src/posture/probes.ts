/** What is tried now and then, since it costs more than reading. */
export interface Probes {
  /** Whether nodes refuse a client without a user, by address; an address that could not be tried is left out. */
  anonymous: ReadonlyMap<string, { isRefused: boolean; answer: string }> | undefined;
  /** Certificates that nodes serve, by address; undefined without TLS. */
  certificates: ReadonlyMap<string, ServedCertificate> | undefined;
  /** What services would be let do of what is dangerous, by address; undefined below level `high`. */
  dryRuns: ReadonlyMap<string, readonly string[]> | undefined;
  chain: { records: number; fault: string | null; atMs: number } | undefined;
  /** Copy of the chain in PostgreSQL; undefined where there is none. */
  archive: { lastSeq: number; behind: number; error: string | null } | undefined;
}

export interface ServedCertificate {
  /** Epoch ms. */
  notAfterMs: number;
  /** Why a client that verifies would refuse it; null when it would not. */
  refusal: string | null;
}
