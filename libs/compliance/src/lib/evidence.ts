import type { SecurityPosture } from '@redoubt/contracts';
import type { MinimumVersions } from './minimum-versions.ts';

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
  /** Versions tried, `TLSv1.1`; empty when handshakes ended in a way that says nothing. */
  versions: readonly { version: string; isAccepted: boolean }[];
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
  /** Null when they were not read. */
  users: readonly UserSeen[] | null;
  /** SHA-256 of its users, hex. */
  digest: string | null;
  clients: readonly ClientSeen[];
  refusals: readonly RefusalSeen[];
  /** Null when they were not asked for. */
  modules: readonly string[] | null;
  functions: readonly string[] | null;
  /** Its clock against the collector's, ms; null when it was not asked for. */
  skewMs: number | null;
  /** ACL DRYRUN: questions asked by kind, and those that were allowed; null when it was not asked. */
  dryRuns: {
    asked: Readonly<Partial<Record<DryRunAllowed['kind'], number>>>;
    allowed: readonly DryRunAllowed[];
  } | null;
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

/** The newest drill of a kind, as it was recorded. */
export interface DrillSeen {
  kind: 'failover' | 'restore';
  by: string;
  /** When it ended, epoch ms. */
  atMs: number;
  isPassed: boolean;
  /** By name; the unit is part of the name. */
  figures: Readonly<Record<string, number>>;
  faults: readonly string[];
}

/** A sink, and what the forwarder and the streams say of it. */
export interface SinkSeen {
  name: string;
  isEnabled: boolean;
  /** Taken off for being too far behind. */
  isDetached: boolean;
  /** Entries of its streams that it has not settled; null: not known. */
  waitingEntries: number | null;
  /** When its receiver last took something, epoch ms. */
  lastSuccessMs: number | null;
  lastError: string | null;
}

/** What a Prometheus that watches the platform says. */
export interface MonitoringSeen {
  /** Epoch ms. */
  atMs: number;
  /** Alert rules it has loaded. */
  rules: readonly { name: string; hasRunbook: boolean; isHealthy: boolean }[];
}

/** Rounds of the canary: an event in at the gateway, an alert out. */
export interface CanarySeen {
  /** Since when they are counted, epoch ms. */
  sinceMs: number;
  rounds: number;
  failed: number;
  /** Rounds whose alert took longer than five seconds. */
  slow: number;
}

/** What the platform's own records say of the period. */
export interface RecordFacts {
  /** When they were read, epoch ms. */
  atMs: number;
  chains: readonly ChainSeen[];
  /** Newest audit entries looked at for completeness. */
  fields: { sampled: number; incomplete: readonly string[] };
  /** Things created in the period, and those of them without an audit entry. */
  changes: { made: number; unaudited: readonly string[] };
  /** Changes of rules, channels, suppressions and Redis users in the period that should have a reason. */
  reasons: { changes: number; without: readonly string[] };
  /** Times somebody read the audit log in the period, as it tells itself. */
  auditReads: number;
  /** Whether a read that the collector made has its entry in the log. */
  isReadRecorded: boolean;
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
  drills: readonly DrillSeen[];
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
  minimumVersions: MinimumVersions;
  /** Versions that a distribution mends under the same number, as the operator answers for. */
  vouchedVersions: readonly string[];
  maxCredentialAgeDays: number;
  /** Days after which a failover and a restore have to be tried again. */
  maxDrillAgeDays: number;
  maxFailedLoginsPerHour: number;
}

/** A node that is known and did not answer as a Redis server. */
export interface DownNode {
  address: string;
  reason: string;
  /** What handshakes showed: who refuses a certificate knows why. */
  tls: TlsSeen | null;
}

/** What acl-manager knows beside what nodes tell: who is declared, ages of passwords, and what it alone measures. */
export type ManagerEvidence = Pick<SecurityPosture, 'atMs' | 'checks' | 'nodes' | 'users' | 'encryption'>;

/** All that checks are made on. */
export interface Evidence {
  /** Epoch ms. */
  nowMs: number;
  nodes: readonly NodeEvidence[];
  down: readonly DownNode[];
  /** Null when acl-manager is silent. */
  posture: ManagerEvidence | null;
  /** Times a node may have dropped refusals before they were read, 24 h; null when nobody who counts them answered. */
  logGaps: number | null;
  /** Null when PostgreSQL did not answer. */
  records: RecordFacts | null;
  /** Null when Redis or PostgreSQL did not tell. */
  sinks: readonly SinkSeen[] | null;
  /** `error` when it did not answer; null where none is named. */
  monitoring: MonitoringSeen | { error: string } | null;
  /** Null where none runs. */
  canary: CanarySeen | null;
  policy: Policy;
}
