import { MINIMUM_VERSIONS } from '../lib/minimum-versions.ts';
import type { Evidence, NodeEvidence, RecordFacts } from '../lib/evidence.ts';

export const AT_MS = Date.parse('2026-11-22T13:00:00Z');

/** A node that is as it should be. */
export function makeNode(changes: Partial<NodeEvidence> = {}): NodeEvidence {
  const settings = {
    ...{ port: '0', 'tls-port': '7001', 'tls-cluster': 'yes', 'tls-replication': 'yes', 'tls-auth-clients': 'yes' },
    ...{ bind: '127.0.0.1', 'protected-mode': 'yes', maxclients: '10000', 'tcp-keepalive': '60', aclfile: 'users.acl' },
    ...{ maxmemory: '1000', 'maxmemory-policy': 'noeviction', appendfsync: 'everysec', 'acllog-max-len': '128' },
    ...{ 'enable-debug-command': 'no', 'enable-module-command': 'no', 'enable-protected-configs': 'no' },
    ...{ 'acl-pubsub-default': 'resetchannels', 'hide-user-data-from-log': 'yes' },
  };
  return {
    ...{ address: '127.0.0.1:7001', nodeId: 'a'.repeat(40), role: 'master', atMs: AT_MS },
    ...{
      settings: new Map(Object.entries(settings)),
      info: new Map([['redis_version', '7.0.15']]),
      cluster: new Map(),
    },
    ...{ users: [], digest: 'd'.repeat(64), clients: [], refusals: [], modules: [], functions: [], skewMs: 0 },
    ...{
      dryRuns: { asked: { dangerous: 10, code: 4, 'foreign-key': 12 }, allowed: [] },
      anonymous: { isRefused: true, answer: 'NOAUTH' },
      plainPort: null,
    },
    tls: {
      versions: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'].map((version) => ({
        version,
        isAccepted: version > 'TLSv1.1',
      })),
      ...{ cipher: 'TLS_AES_256_GCM_SHA384', notAfterMs: AT_MS + 90 * 86_400_000, refusal: null },
    },
    ...changes,
  };
}

export function makeRecords(changes: Partial<RecordFacts> = {}): RecordFacts {
  return {
    ...{
      atMs: AT_MS,
      chains: [{ name: 'audit_log', records: 3, fault: null }],
      fields: { sampled: 3, incomplete: [] },
    },
    ...{
      changes: { made: 1, unaudited: [] },
      reasons: { changes: 1, without: [] },
      auditReads: 1,
      isReadRecorded: true,
    },
    ...{ oldestAtMs: AT_MS, installedAtMs: AT_MS, criticalAlerts: { total: 0, inTime: 0, targetMinutes: 60 } },
    ...{
      incidents: { closed: 0, incomplete: [] },
      secrets: { sampled: 1, unsealed: [] },
      lastRunAtMs: null,
      attestations: [],
      drills: [],
    },
    ...changes,
  };
}

export function makeEvidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    ...{ nowMs: AT_MS, nodes: [makeNode()], down: [], posture: null, logGaps: 0, records: makeRecords(), sinks: [] },
    ...{ monitoring: null, canary: null },
    policy: {
      ...{
        breakGlassUsers: [],
        systemUsers: [],
        allowedSources: ['127.0.0.0/8'],
        allowedModules: ['known'],
        allowedFunctions: [],
      },
      ...{
        allowedCiphers: ['TLS_AES_256_GCM_SHA384'],
        minimumVersions: MINIMUM_VERSIONS,
        vouchedVersions: ['7.0.15'],
        maxCredentialAgeDays: 90,
        maxDrillAgeDays: 90,
        maxFailedLoginsPerHour: 20,
      },
    },
    ...changes,
  };
}
