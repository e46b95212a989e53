import type { DryRuns } from './dry-runs.ts';
import type { NetworkIsolation } from './network-isolation.ts';

/** What is tried now and then, since it costs more than reading. Maps are by address; what could not be tried is left out. */
export interface Probes {
  /** Whether nodes refuse a client without a user. */
  anonymous: ReadonlyMap<string, { isRefused: boolean; answer: string }> | undefined;
  /** Certificates that nodes serve; undefined without TLS. */
  certificates: ReadonlyMap<string, ServedCertificate> | undefined;
  /** Versions of TLS that nodes take; undefined without TLS. */
  protocols: ReadonlyMap<string, readonly string[]> | undefined;
  /** Names of loaded modules. */
  modules: ReadonlyMap<string, readonly string[]> | undefined;
  /** Undefined outside Kubernetes. */
  isolation: NetworkIsolation | { error: string } | undefined;
  /** What services would be let do of what is dangerous; undefined below level `high`. */
  dryRuns: ReadonlyMap<string, DryRuns> | undefined;
  chain: { records: number; fault: string | null; atMs: number } | undefined;
  /** Copy of the chain in PostgreSQL; undefined where there is none. */
  archive: ArchiveState | undefined;
}

export interface ArchiveState {
  lastSeq: number;
  /** Records of the chain that are not copied yet. */
  behind: number;
  error: string | null;
  /** The last time the chain did not go on where the copy ended. */
  gap: { text: string; atMs: number } | null;
}

export interface ServedCertificate {
  cipher: string;
  /** Epoch ms. */
  notAfterMs: number;
  /** Why a client that verifies would refuse it; null when it would not. */
  refusal: string | null;
}
