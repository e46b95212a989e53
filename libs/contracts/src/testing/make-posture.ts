import type { DeniedAttempt, PostureNode, PostureUser, SecurityPosture } from '../lib/security-posture.ts';
import { SAMPLE_CHECKS } from './sample-checks.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const address = (index: number): string => `127.0.0.1:${7001 + index}`;
const idOf = (index: number): string => String(index + 1).repeat(40);

/** What acl-manager would say of a cluster of three masters and three replicas, with a few things wrong. */
export function makePosture(atMs: number, changes: Partial<SecurityPosture> = {}): SecurityPosture {
  return {
    ...{ schemaVersion: 1, atMs, redisVersions: ['7.0.15'], mode: 'report', level: 'standard' },
    score: {
      value: 59,
      measuredShare: 0.94,
      formula: '108 of 124 points pass (87), held at 59 by a critical failure',
      isCapped: true,
    },
    checks: SAMPLE_CHECKS,
    nodes: Array.from({ length: 6 }, (_, index) => nodeAt(index, atMs)),
    users: usersAt(atMs),
    authentication: {
      ...{ successes24h: 8_412, failures24h: 31, successRate: 0.9963, successRateChange: -0.0011 },
      failuresPerHour: Array.from({ length: 24 }, (_, hour) => [0, 1, 0, 2, 0, 0, 9, 4][(hour * 5) % 8] ?? 0),
      successesPerHour: Array.from({ length: 24 }, (_, hour) => 340 + ((hour * 37) % 60)),
      trend: 'up',
    },
    denied: { total24h: 47, last: deniedAt(atMs) },
    encryption: {
      keyId: '2026-11',
      operations24h: { encryptSuccess: 1_204, encryptFailure: 0, decryptSuccess: 3_377, decryptFailure: 2 },
    },
    sessions: { active: 41, tls: 41, plain: 0 },
    incidents24h: 2,
    performance: {
      ...{ opsPerSecond: 4_812, usedMemoryBytes: 412 * 1_048_576, maxMemoryBytes: 3 * 1_073_741_824, latencyMs: 0.8 },
      slowLog: ['EVALSHA', 'XRANGE', 'XADD', 'ZRANGE'].map((command, index) => ({
        ...{ atMs: atMs - (index * 13 + 2) * minute, node: address(index % 3), durationUs: 12_400 + index * 1_733 },
        command,
      })),
      latencyEvents: ['command', 'fork', 'aof-write'].map((event, index) => ({
        ...{ atMs: atMs - (index * 29 + 4) * minute, node: address(index), event },
        ...{ latestMs: 104 + index * 31, longestMs: 180 + index * 57 },
      })),
    },
    overhead: { lookMs: 38, commandsPerMinute: 420, commandShare: 0.0014 },
    ...changes,
  };
}

function nodeAt(index: number, atMs: number): PostureNode {
  const isMaster = index < 3;
  const measured = {
    ...{ version: '7.0.15', digest: index === 2 ? 'b41c7d02aa31' : '9af1c2d37e55' },
    ...{ usedMemoryBytes: (118 + index * 11) * 1_048_576, maxMemoryBytes: 1_073_741_824 },
    ...{ opsPerSecond: isMaster ? 1_402 + index * 211 : 320, connectedClients: 9 + index, latencyMs: 0.4 + index / 10 },
    ...{
      slowLogLength: index,
      latencyThresholdMs: 100,
      rejectedConnections: 0,
      certNotAfterMs: atMs + (index === 1 ? 12 : 84) * day,
    },
  };
  return {
    ...{ nodeId: idOf(index), address: address(index), isReachable: true, isAsDeclared: index !== 2 },
    ...(isMaster
      ? { role: 'master' as const }
      : {
          role: 'replica' as const,
          masterId: idOf(index - 3),
          isLinked: true,
          replicationLagBytes: (index - 3) * 120,
        }),
    ...measured,
  };
}

const SERVICES = [
  ['acl-manager', 'Keeps users as declared', 6],
  ['alert-engine', 'Evaluates rules and opens alerts', 8],
  ['cli', 'People at the command line', 0],
  ['dashboard', 'The page and its API', 9],
  ['db-writer', 'Stores events', 7],
  ['health_monitor', 'Health checks', 1],
  ['ingest-gateway', 'Takes events in', 6],
  ['replication', 'Replicas at their masters', 3],
  ['siem-forwarder', 'Forwards to other systems', 1],
] as const;

function usersAt(atMs: number): PostureUser[] {
  const users = SERVICES.map(([user, description, connections], index): PostureUser => {
    const isAll = user === 'acl-manager';
    return {
      ...{ user, description, connections, isDeclared: true, isEnabled: true },
      credentialAgeMs: user === 'siem-forwarder' ? 97 * day : (index * 4 + 1) * day,
      rotation:
        user === 'db-writer'
          ? { step: 'switched', startedAtMs: atMs - 20_000, reason: 'monthly', isBack: false }
          : null,
      commands: isAll
        ? ['all']
        : ['evalsha', 'get', 'hgetall', 'ping', 'set', 'xack', 'xadd', 'xautoclaim', 'xreadgroup'],
      keys: isAll ? ['~*'] : ['~{org:????????-????-????-????-????????????}:events:stream', '%R~{acl}:audit'],
      channels: isAll ? ['&*'] : ['&{org:????????-????-????-????-????????????}:alerts:bell'],
      drift: [],
    };
  });
  const foreign: PostureUser = {
    ...{
      user: 'reporting',
      description: '',
      connections: 2,
      isDeclared: false,
      isEnabled: true,
      credentialAgeMs: null,
    },
    ...{ rotation: null, commands: ['all'], keys: ['~*'], channels: ['&*'], drift: [`${address(2)}: is not declared`] },
  };
  return [...users, foreign];
}

const REFUSALS: readonly (readonly [DeniedAttempt['reason'], string, string])[] = [
  ['command', 'flushall', 'reporting'],
  ['key', 'invoices:2026', 'alert-engine'],
  ['auth', 'AUTH', 'default'],
  ['channel', 'news', 'dashboard'],
  ['command', 'config|set', 'siem-forwarder'],
  ['auth', 'AUTH', 'admin'],
];

function deniedAt(atMs: number): DeniedAttempt[] {
  return Array.from({ length: 24 }, (_, index): DeniedAttempt => {
    const [reason, object, user] = REFUSALS[index % REFUSALS.length] as (typeof REFUSALS)[number];
    return {
      ...{ atMs: atMs - (index * index + 1) * minute, node: address(index % 6), user, reason, object },
      ...{ context: index % 3 === 0 ? 'lua' : 'toplevel', clientAddress: `10.0.0.${20 + (index % 5)}` },
      count: 1 + (index % 4) * 3,
    };
  });
}
