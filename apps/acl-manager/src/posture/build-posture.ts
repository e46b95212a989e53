import type { MonitoringLevel, PostureNode, SecurityPosture } from '@redoubt/contracts';
import type { DeniedTimeline } from '../collect/denied-timeline.ts';
import type { NodeReading } from '../collect/node-reading.ts';
import type { PostureEvidence } from './evidence.ts';
import { measureChecks, scorePosture } from './measure-checks.ts';
import { userRows } from './user-rows.ts';

const SLOW_LOG_ROWS = 50;
const LATENCY_ROWS = 50;

export interface PostureOptions {
  mode: 'enforce' | 'report';
  level: MonitoringLevel;
  /** How often nodes are looked at, ms. */
  intervalMs: number;
}

/** Puts together what `{acl}:posture` says. */
export function buildPosture(
  evidence: PostureEvidence,
  timeline: Pick<DeniedTimeline, 'newest'>,
  { mode, level, intervalMs }: PostureOptions,
): SecurityPosture {
  const { nowMs, hours, look } = evidence;
  const rows = { nodes: nodeRows(evidence), users: userRows(evidence) };
  const checks = measureChecks(evidence, rows);
  const readings = look?.readings ?? [];
  const versions = [...new Set(readings.map(versionOf))].sort();
  return {
    ...{ schemaVersion: 1, atMs: nowMs, redisVersions: versions, mode, level },
    ...{ score: scorePosture(checks), checks, ...rows },
    authentication: authenticationOf(hours),
    denied: { total24h: hours.total('denied'), last: timeline.newest() },
    encryption: evidence.encryption,
    sessions: sessionsOf(readings),
    incidents24h: hours.total('incidents'),
    performance: performanceOf(readings),
    overhead: {
      lookMs: look?.lookMs ?? 0,
      commandsPerMinute: Math.round(((look?.sentCommands ?? 0) * 60_000) / intervalMs),
      commandShare: look?.commandShare ?? null,
    },
  };
}

function versionOf({ info }: NodeReading): string {
  return info.text('valkey_version') || info.text('redis_version');
}

function nodeRows({ look, watch, probes }: PostureEvidence): PostureNode[] {
  const offsets = new Map(look?.readings.map(({ node, info }) => [node.id, info.number('master_repl_offset')]));
  const rows = (look?.readings ?? []).map((reading): PostureNode => {
    const { node, info, latencyMs, slowLogLength, latencyThresholdMs, clients } = reading;
    const plan = watch?.plan.nodes.find(({ address }) => address === node.address);
    const digest = watch?.facts.up.find((facts) => facts.node.address === node.address)?.digest;
    const savedDigest = watch?.saved.get(node.address);
    const certificate = probes.certificates?.get(node.address);
    const isReplica = info.text('role') === 'slave';
    const ahead = isReplica ? offsets.get(node.masterId ?? '') : undefined;
    return {
      ...{ nodeId: node.id, address: node.address, role: isReplica ? 'replica' : 'master' },
      ...(node.masterId === undefined ? {} : { masterId: node.masterId }),
      ...{ isReachable: true, version: versionOf(reading) },
      ...(digest === undefined ? {} : { digest }),
      ...(savedDigest === undefined ? {} : { savedDigest }),
      isAsDeclared: plan !== undefined && plan.changes.length === 0,
      ...{ usedMemoryBytes: info.number('used_memory'), maxMemoryBytes: info.number('maxmemory') },
      ...{ opsPerSecond: info.number('instantaneous_ops_per_sec'), connectedClients: clients.length },
      ...(ahead === undefined ? {} : { replicationLagBytes: Math.max(0, ahead - info.number('slave_repl_offset')) }),
      ...(isReplica ? { isLinked: info.text('master_link_status') === 'up' } : {}),
      ...{ latencyMs, rejectedConnections: info.number('rejected_connections') },
      ...(slowLogLength === undefined ? {} : { slowLogLength }),
      ...(latencyThresholdMs === undefined ? {} : { latencyThresholdMs }),
      ...(certificate === undefined ? {} : { certNotAfterMs: certificate.notAfterMs }),
    };
  });
  const down = (look?.down ?? []).map(({ node }): PostureNode => {
    const { id, address, role, masterId } = node;
    return { nodeId: id, address, role, ...(masterId ? { masterId } : {}), isReachable: false, isAsDeclared: false };
  });
  return [...rows, ...down].sort((a, b) => (a.address < b.address ? -1 : 1));
}

function authenticationOf(hours: PostureEvidence['hours']): SecurityPosture['authentication'] {
  const [failures, successes] = [hours.perHour('failures'), hours.perHour('logins')];
  const [failed, succeeded] = [total(failures), total(successes)];
  const [before, lately] = [
    rateOf(successes.slice(0, 12), failures.slice(0, 12)),
    rateOf(successes.slice(12), failures.slice(12)),
  ];
  const [less, more] = [total(failures.slice(0, 12)), total(failures.slice(12))];
  return {
    ...{ successes24h: succeeded, failures24h: failed, successRate: rateOf(successes, failures) },
    successRateChange: before === null || lately === null ? null : round(lately - before),
    ...{ failuresPerHour: failures, successesPerHour: successes },
    trend: more > less * 1.2 + 2 ? 'up' : less > more * 1.2 + 2 ? 'down' : 'flat',
  };
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}

function rateOf(successes: readonly number[], failures: readonly number[]): number | null {
  const all = total(successes) + total(failures);
  return all === 0 ? null : round(total(successes) / all);
}

/** acl-manager's own connections are no sessions of a service. */
function sessionsOf(readings: readonly NodeReading[]): SecurityPosture['sessions'] {
  const clients = readings.flatMap((reading) => reading.clients).filter(({ name }) => !name.startsWith('acl-manager'));
  const tls = clients.filter(({ isTls }) => isTls).length;
  return { active: clients.length, tls, plain: clients.length - tls };
}

function performanceOf(readings: readonly NodeReading[]): SecurityPosture['performance'] {
  const masters = readings.filter(({ info }) => info.text('role') !== 'slave').map(({ info }) => info);
  const limits = masters.map((info) => info.number('maxmemory'));
  return {
    opsPerSecond: total(masters.map((info) => info.number('instantaneous_ops_per_sec'))),
    usedMemoryBytes: total(masters.map((info) => info.number('used_memory'))),
    maxMemoryBytes: limits.includes(0) ? 0 : total(limits),
    latencyMs: readings.length === 0 ? null : Math.max(...readings.map(({ latencyMs }) => latencyMs)),
    slowLog: readings
      .flatMap(({ slowLog }) => slowLog)
      .sort((a, b) => b.atMs - a.atMs)
      .slice(0, SLOW_LOG_ROWS),
    latencyEvents: readings
      .flatMap(({ latencyEvents }) => latencyEvents)
      .sort((a, b) => b.atMs - a.atMs)
      .slice(0, LATENCY_ROWS),
  };
}
