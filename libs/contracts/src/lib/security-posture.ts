/** What a check is about; the dashboard groups by it. */
export type SecurityArea =
  'authentication' | 'access_control' | 'encryption' | 'network' | 'audit' | 'availability' | 'configuration';

/** `not_measured` never counts as a pass; `not_applicable` counts for nothing. */
export type SecurityCheckStatus = 'pass' | 'fail' | 'not_measured' | 'not_applicable';

/** A control of the Redis installation, and what was seen of it. */
export interface PostureCheck {
  /** `auth.default-disabled`; stable. */
  checkId: string;
  area: SecurityArea;
  title: string;
  status: SecurityCheckStatus;
  /** A failure of one of these caps the score. */
  isCritical: boolean;
  weight: number;
  /** What was seen, without secrets and hashes. */
  evidence: string;
  /** What to do when it fails. */
  fix: string;
  /** Addresses of the nodes that fail it. */
  nodes?: readonly string[];
}

export interface PostureNode {
  /** 40 hexadecimal digits. */
  nodeId: string;
  /** `host:port`. */
  address: string;
  role: 'master' | 'replica';
  masterId?: string;
  isReachable: boolean;
  version?: string;
  /** Of its users; equal on all nodes when all is well. */
  digest?: string;
  /** Of its users when acl-manager last had them saved to its file; absent where it did not. */
  savedDigest?: string;
  /** Its users are as declared. */
  isAsDeclared: boolean;
  usedMemoryBytes?: number;
  /** 0 for no limit. */
  maxMemoryBytes?: number;
  opsPerSecond?: number;
  connectedClients?: number;
  /** How far a replica is behind its master. */
  replicationLagBytes?: number;
  /** Whether a replica's link to its master is up. */
  isLinked?: boolean;
  /** One PING from acl-manager. */
  latencyMs?: number;
  slowLogLength?: number;
  /** From how long on its latency monitor notes a stall, ms; 0 when it is off. */
  latencyThresholdMs?: number;
  /** Since the node started. */
  rejectedConnections?: number;
  /** When the certificate it serves runs out, epoch ms; only with TLS. */
  certNotAfterMs?: number;
}

/** A Redis user with its effective permissions. */
export interface PostureUser {
  user: string;
  /** What it is for; empty for one that is not declared. */
  description: string;
  isDeclared: boolean;
  isEnabled: boolean;
  /** null when the store has no password of it. */
  credentialAgeMs: number | null;
  /** `isBack`: it was turned round already. */
  rotation: null | { step: string; startedAtMs: number; reason: string; isBack: boolean };
  /** Open connections on all nodes. */
  connections: number;
  /** Commands it may use, one by one; `all` alone for a user that may do everything. */
  commands: readonly string[];
  /** Patterns with their access in front: `~` read and write, `%R~` read, `%W~` write. */
  keys: readonly string[];
  channels: readonly string[];
  /** Nodes where it is not as declared, as `<address>: <what differs>`. */
  drift: readonly string[];
}

/** A refusal of a node, as its ACL LOG tells. */
export interface DeniedAttempt {
  /** Epoch ms. */
  atMs: number;
  /** `host:port`. */
  node: string;
  user: string;
  reason: 'command' | 'key' | 'channel' | 'auth';
  /** Command, key or channel that was refused. */
  object: string;
  /** `toplevel`, `multi`, `lua`, `module`. */
  context: string;
  clientAddress: string;
  count: number;
}

/** Successes and failures of encrypting, as services report them. */
export interface EncryptionOperations {
  encryptSuccess: number;
  encryptFailure: number;
  decryptSuccess: number;
  decryptFailure: number;
}

export interface SlowCommand {
  /** Epoch ms. */
  atMs: number;
  node: string;
  durationUs: number;
  /** Its name alone: arguments may hold data. */
  command: string;
}

/** A kind of stall, as the latency monitor of a node (LATENCY LATEST) keeps it. */
export interface LatencyEvent {
  /** When it last came to pass, epoch ms. */
  atMs: number;
  node: string;
  /** `command`, `fork`, `aof-fsync-always` …; of the server. */
  event: string;
  latestMs: number;
  longestMs: number;
}

/** How closely acl-manager looks; each level holds the ones before. */
export const MONITORING_LEVELS = ['basic', 'standard', 'high'] as const;
export type MonitoringLevel = (typeof MONITORING_LEVELS)[number];

/**
 * What acl-manager knows of the Redis installation: JSON in `{acl}:posture`, written anew every few seconds and gone
 * after a minute without acl-manager. It belongs to the installation and to no organisation, and holds no secrets.
 */
export interface SecurityPosture {
  schemaVersion: 1;
  /** When it was measured, epoch ms. */
  atMs: number;
  /** Different versions among the nodes, ascending. */
  redisVersions: readonly string[];
  /** Whether differences are put right, or only said. */
  mode: 'enforce' | 'report';
  level: MonitoringLevel;
  score: {
    /** 0 to 100; null when nothing was measured. */
    value: number | null;
    /** Part of the applicable weight that was measured, 0 to 1. */
    measuredShare: number;
    /** The formula with its numbers, for people. */
    formula: string;
    /** A critical failure holds the score down. */
    isCapped: boolean;
  };
  checks: readonly PostureCheck[];
  nodes: readonly PostureNode[];
  users: readonly PostureUser[];
  authentication: {
    successes24h: number;
    failures24h: number;
    /** 0 to 1; null without any attempt. */
    successRate: number | null;
    /** Change of the success rate, the last 12 hours against the 12 before, -1 to 1; null when either had no attempt. */
    successRateChange: number | null;
    /** 24 numbers, the hour under way last. */
    failuresPerHour: readonly number[];
    successesPerHour: readonly number[];
    /** Of failures. */
    trend: 'up' | 'down' | 'flat';
  };
  denied: {
    /** Without failed logins. */
    total24h: number;
    /** Newest first, 200 at most. */
    last: readonly DeniedAttempt[];
  };
  encryption: {
    /** Key in use; null when none is set up. */
    keyId: string | null;
    /** Of the last 24 h; null when no service reports. */
    operations24h: EncryptionOperations | null;
  };
  /** Open connections of clients on all nodes, acl-manager's own left out. */
  sessions: { active: number; tls: number; plain: number };
  /** Spikes and drift of the last 24 h. */
  incidents24h: number;
  performance: {
    /** Of masters, added up. */
    opsPerSecond: number;
    usedMemoryBytes: number;
    /** 0 when a master has no limit. */
    maxMemoryBytes: number;
    /** The slowest PING. */
    latencyMs: number | null;
    /** Newest first, 50 at most; from level `standard` on. */
    slowLog: readonly SlowCommand[];
    /** Newest first, 50 at most; from level `standard` on. */
    latencyEvents: readonly LatencyEvent[];
  };
  /** What looking at the nodes costs. */
  overhead: {
    /** How long the last look took. */
    lookMs: number;
    commandsPerMinute: number;
    /** acl-manager's part of all commands that nodes ran since the look before, 0 to 1; null at the first look. */
    commandShare: number | null;
  };
}

/** Reads `{acl}:posture`; null for what is none, or of another version. */
export function parseSecurityPosture(text: string): SecurityPosture | null {
  try {
    const value = JSON.parse(text) as SecurityPosture | null;
    return value?.schemaVersion === 1 ? value : null;
  } catch {
    return null;
  }
}
