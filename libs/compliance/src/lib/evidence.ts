import type { SecurityPosture } from '@redoubt/contracts';

/** A Redis user as a node has it. */
export interface UserSeen {
  name: string;
  isOn: boolean;
  isNoPass: boolean;
  passwords: number;
  /** One per selector: commands one by one (`all` alone for every one), key and channel patterns. */
  grants: readonly { commands: readonly string[]; keys: readonly string[]; channels: readonly string[] }[];
}

export interface ClientSeen {
  /** `host:port`. */
  address: string;
  user: string;
  name: string;
}

/** An entry of ACL LOG. */
export interface RefusalSeen {
  reason: string;
  user: string;
  count: number;
  ageSeconds: number;
}

/** What connecting from outside showed. */
export interface TlsSeen {
  /** Handshakes tried, `TLSv1.1`; null when this side cannot speak that version. */
  versions: readonly { version: string; isAccepted: boolean | null }[];
  /** Of the best handshake, `TLS_AES_256_GCM_SHA384`. */
  cipher: string;
  /** Epoch ms. */
  notAfterMs: number;
  /** Why a client that verifies would refuse the certificate; null when it would not. */
  refusal: string | null;
}

/** What one node said, and what trying it showed. */
export interface NodeEvidence {
  /** `host:port`. */
  address: string;
  nodeId: string;
  role: 'master' | 'replica';
  masterId?: string;
  /** When it was asked, epoch ms. */
  atMs: number;
  /** CONFIG GET; a name the server does not know is not there. */
  settings: ReadonlyMap<string, string>;
  /** INFO. */
  info: ReadonlyMap<string, string>;
  /** CLUSTER INFO. */
  cluster: ReadonlyMap<string, string>;
  users: readonly UserSeen[];
  /** SHA-256 of its users, hex. */
  digest: string;
  clients: readonly ClientSeen[];
  refusals: readonly RefusalSeen[];
  modules: readonly string[];
  functions: readonly string[];
  /** Its clock against the collector's, ms. */
  skewMs: number;
  /** ACL DRYRUN: questions asked, and those that were allowed, as `user: COMMAND`. */
  dryRuns: { asked: number; allowed: readonly DryRunAllowed[] };
  /** Answer to PING without a user; null when it could not be tried. */
  anonymous: { isRefused: boolean; answer: string } | null;
  /** Whether the plain port answers; null without one. */
  plainPort: { port: number; isOpen: boolean } | null;
  /** Null for a node without TLS, or one whose handshake could not be tried. */
  tls: TlsSeen | null;
}

export interface DryRunAllowed {
  kind: 'dangerous' | 'code' | 'foreign-key';
  user: string;
  command: string;
}

/** A chain of records that was recomputed. */
export interface ChainSeen {
  name: string;
  records: number;
  /** What is wrong with it; null when it is whole. */
  fault: string | null;
}

/** What a person vouched for. */
export interface Attestation {
  checkId: string;
  by: string;
  note: string;
  atMs: number;
  expiresAtMs: number;
}

/** What the platform's own records say of the period. */
export interface RecordFacts {
  /** When they were read, epoch ms. */
  atMs: number;
  chains: readonly ChainSeen[];
  /** Times a node may have dropped refusals before they were read, 24 h. */
  logGaps: number;
  /** Newest audit entries looked at for completeness. */
  fields: { sampled: number; incomplete: readonly string[] };
  /** Things created in the period, and those of them without an audit entry. */
  changes: { made: number; unaudited: readonly string[] };
  /** Changes of rules, channels, suppressions and Redis users in the period that should have a reason. */
  reasons: { changes: number; without: readonly string[] };
  /** Times somebody read the audit log in the period, as it tells itself. */
  auditReads: number;
  /** Oldest record there is; null without one. */
  oldestAtMs: number | null;
  /** When the first organisation was made; null without one. */
  installedAtMs: number | null;
  /** Critical alerts of the period, and those that were acknowledged in time. */
  criticalAlerts: { total: number; inTime: number; targetMinutes: number };
  /** Incidents closed in the period, and those whose record lacks something. */
  incidents: { closed: number; incomplete: readonly string[] };
  /** Secrets of channels that were looked at. */
  secrets: { sampled: number; unsealed: readonly string[] };
  /** When the last complete run before this one ended; null for the first. */
  lastRunAtMs: number | null;
  attestations: readonly Attestation[];
}

/** What counts as good enough here. */
export interface Policy {
  /** Users that may do everything, and are used in emergencies alone. */
  breakGlassUsers: readonly string[];
  /** Users of the platform that look after the nodes and need more than a service. */
  systemUsers: readonly string[];
  /** CIDR ranges that connections may come from. */
  allowedSources: readonly string[];
  allowedModules: readonly string[];
  allowedFunctions: readonly string[];
  allowedCiphers: readonly string[];
  /** Versions that a distribution mends under the same number, as the operator answers for. */
  vouchedVersions: readonly string[];
  maxCredentialAgeDays: number;
  maxFailedLoginsPerHour: number;
}

/** All that checks are made on. */
export interface Evidence {
  /** Epoch ms. */
  nowMs: number;
  nodes: readonly NodeEvidence[];
  /** Nodes that are known and did not answer. */
  down: readonly { address: string; reason: string }[];
  /** What acl-manager last said; null when it is silent. */
  posture: SecurityPosture | null;
  /** Null when PostgreSQL did not answer. */
  records: RecordFacts | null;
  policy: Policy;
}
