import { formatBytes } from '../output/number.ts';
import { overNodes, verdict, type CheckHead, type HealthCheck, type Objection } from './check.ts';
import { numberOf, type NodeReading } from './read-nodes.ts';

/** What is too much. */
export interface HealthLimits {
  /** One PING from here, ms. */
  latencyMs: number;
  /** Part of maxmemory, 0 to 1. */
  memoryShare: number;
  replicationLagBytes: number;
  /** Failed logins, and refused commands, within the last hour on all nodes. */
  perHour: number;
}

export const DEFAULT_LIMITS: HealthLimits = {
  latencyMs: 100,
  memoryShare: 0.8,
  replicationLagBytes: 16 * 1024 * 1024,
  perHour: 20,
};

const hourSeconds = 3_600;
const longestSilenceSeconds = 20;
const slots = '16384';

/** What shows on the nodes themselves. */
export function nodeChecks(nodes: readonly NodeReading[], limits: HealthLimits): HealthCheck[] {
  return [
    nodesCheck(nodes),
    clusterCheck(nodes),
    replicasCheck(nodes),
    overNodes(
      heads.replication,
      replicasOf(nodes),
      (node) => replicationObjection(node, nodes, limits),
      'all follow closely',
    ),
    overNodes(heads.persistence, nodes, persistenceObjection, 'every write reached the disk'),
    overNodes(heads.memory, nodes, (node) => memoryObjection(node, limits), memoryText(nodes)),
    overNodes(heads.latency, nodes, (node) => latencyObjection(node, limits), latencyText(nodes)),
    refusalCheck(heads.logins, nodes, limits, (reason) => reason === 'auth'),
    refusalCheck(heads.denied, nodes, limits, (reason) => reason !== 'auth'),
  ];
}

const heads = {
  nodes: {
    ...{ checkId: 'avail.nodes', area: 'availability', title: 'Every node answers' },
    fix: 'start the nodes named; redoubt acl diff shows afterwards whether their users are right',
  },
  cluster: {
    ...{ checkId: 'avail.cluster', area: 'availability', title: 'The cluster serves every slot', isCritical: true },
    fix: 'bring the missing master back, or let its replica take over (CLUSTER FAILOVER on it)',
  },
  replicas: {
    ...{ checkId: 'avail.replicas', area: 'availability', title: 'Every master has a replica' },
    fix: 'add a replica to the masters named (CLUSTER REPLICATE)',
  },
  replication: {
    ...{ checkId: 'avail.replication', area: 'availability', title: 'Replicas follow closely' },
    fix: 'look at network and load of the nodes named; masterauth must be what the replication user has',
  },
  persistence: {
    ...{ checkId: 'avail.persistence', area: 'availability', title: 'Writes reach the disk' },
    fix: 'look at space and errors of the data volume',
  },
  memory: {
    ...{ checkId: 'perf.memory', area: 'performance', title: 'Memory is left' },
    fix: 'redoubt lag shows who does not keep up; else more memory or more masters',
  },
  latency: {
    ...{ checkId: 'perf.latency', area: 'performance', title: 'Nodes answer fast' },
    fix: 'SLOWLOG GET and LATENCY LATEST on the nodes named; load of their machines',
  },
  logins: {
    ...{ checkId: 'auth.failures', area: 'authentication', title: 'Few logins failed within the hour' },
    fix: 'redoubt audit tail --redis --action login_failed names addresses; block them, rotate the user they try',
  },
  denied: {
    ...{ checkId: 'acl.denied', area: 'access_control', title: 'Few commands were refused within the hour' },
    fix: 'redoubt audit tail --redis --action command_denied; redoubt acl test <user> tells whether its role is whole',
  },
} as const satisfies Record<string, CheckHead>;

/** A node that the cluster gave up fails; one that only this machine cannot reach was not measured. */
function nodesCheck(nodes: readonly NodeReading[]): HealthCheck {
  const silent = nodes.filter(({ failure }) => failure !== undefined);
  const dead = silent.filter(({ health }) => health === 'failed');
  const addresses = (list: readonly NodeReading[]): string[] => list.map(({ address }) => address);
  if (dead.length > 0) return verdict(heads.nodes, 'fail', `failed: ${addresses(dead).join(' ')}`, addresses(dead));
  if (silent.length > 0) {
    const text = silent.map(({ address, failure }) => `${address}: ${failure ?? ''}`).join('; ');
    return verdict(heads.nodes, 'not_measured', text, addresses(silent));
  }
  return verdict(heads.nodes, 'pass', `${nodes.length} nodes`);
}

function clusterCheck(nodes: readonly NodeReading[]): HealthCheck {
  const told = nodes.filter(({ cluster }) => cluster !== undefined);
  if (told.length === 0) return verdict(heads.cluster, 'not_measured', 'no node told (CLUSTER INFO)');
  return overNodes(
    heads.cluster,
    told,
    ({ cluster }) => {
      const [state, ok] = [cluster?.get('cluster_state'), cluster?.get('cluster_slots_ok')];
      return state === 'ok' && ok === slots ? undefined : `state ${state ?? '?'}, ${ok ?? '?'} of ${slots} slots`;
    },
    `ok, ${slots} slots`,
  );
}

function replicasOf(nodes: readonly NodeReading[]): NodeReading[] {
  return nodes.filter(({ role }) => role === 'replica');
}

function replicasCheck(nodes: readonly NodeReading[]): HealthCheck {
  const masters = nodes.filter(({ role, health }) => role === 'master' && health !== 'failed');
  if (masters.length === 0) return verdict(heads.replicas, 'not_measured', 'which nodes are masters is not known');
  const alive = replicasOf(nodes).filter(({ failure }) => failure === undefined);
  const followed = new Set(alive.map(({ master }) => master));
  return overNodes(
    heads.replicas,
    masters,
    ({ address }) => (followed.has(address) ? undefined : 'no replica that answers'),
    `${masters.length} masters, ${alive.length} replicas`,
  );
}

function replicationObjection(
  { info, master, failure }: NodeReading,
  nodes: readonly NodeReading[],
  limits: HealthLimits,
): Objection {
  if (failure !== undefined || info === undefined) return null;
  if (info.get('master_link_status') !== 'up') return 'the link to its master is down';
  const silence = numberOf(info, 'master_last_io_seconds_ago') ?? 0;
  if (silence > longestSilenceSeconds) return `nothing heard from its master for ${silence}s`;
  const behind = lagBytes({ info, master }, nodes);
  if (behind === undefined) return undefined;
  return behind > limits.replicationLagBytes ? `${formatBytes(behind)} behind` : undefined;
}

/** How far a replica is behind its master; undefined where one of them did not tell. */
export function lagBytes(
  { info, master }: Pick<NodeReading, 'info' | 'master'>,
  nodes: readonly NodeReading[],
): number | undefined {
  const ahead = numberOf(nodes.find(({ address }) => address === master)?.info, 'master_repl_offset');
  const own = numberOf(info, 'slave_repl_offset');
  return ahead === undefined || own === undefined ? undefined : Math.max(0, ahead - own);
}

function persistenceObjection({ info }: NodeReading): Objection {
  if (info === undefined) return null;
  if (info.get('aof_enabled') === '1' && info.get('aof_last_write_status') !== 'ok') return 'the last AOF write failed';
  return info.get('rdb_last_bgsave_status') === 'err' ? 'the last snapshot failed' : undefined;
}

/** Part of its limit that a node uses; undefined without a limit. */
export function memoryShare(info: NodeReading['info']): number | undefined {
  const [used, most] = [numberOf(info, 'used_memory'), numberOf(info, 'maxmemory')];
  return used === undefined || most === undefined || most === 0 ? undefined : used / most;
}

function memoryObjection({ info }: NodeReading, limits: HealthLimits): Objection {
  if (info === undefined) return null;
  const share = memoryShare(info);
  return share !== undefined && share > limits.memoryShare
    ? `${Math.round(share * 100)} % of maxmemory used`
    : undefined;
}

function memoryText(nodes: readonly NodeReading[]): string {
  const shares = nodes.flatMap(({ info }) => memoryShare(info) ?? []);
  return shares.length === 0
    ? 'no limit is set (maxmemory)'
    : `at most ${Math.round(Math.max(...shares) * 100)} % used`;
}

function latencyObjection({ latencyMs }: NodeReading, limits: HealthLimits): Objection {
  if (latencyMs === undefined) return null;
  return latencyMs > limits.latencyMs ? `PING took ${latencyMs}ms` : undefined;
}

function latencyText(nodes: readonly NodeReading[]): string {
  const all = nodes.flatMap(({ latencyMs }) => latencyMs ?? []);
  return all.length === 0 ? '-' : `PING at most ${Math.max(...all)}ms from here`;
}

function refusalCheck(
  head: CheckHead,
  nodes: readonly NodeReading[],
  limits: HealthLimits,
  isMeant: (reason: string) => boolean,
): HealthCheck {
  const told = nodes.filter(({ denied }) => denied !== undefined);
  if (told.length === 0) return verdict(head, 'not_measured', 'no node told (ACL LOG)');
  const recent = told.flatMap(({ address, denied = [] }) =>
    denied.flatMap((row) => (isMeant(row.reason) && row.ageSeconds < hourSeconds ? [{ ...row, address }] : [])),
  );
  const total = recent.reduce((sum, { count }) => sum + count, 0);
  const named = [
    ...new Set(recent.map(({ user, object, reason }) => (reason === 'auth' ? user : `${user} ${object}`))),
  ];
  const evidence = total === 0 ? 'none' : `${total}: ${named.slice(0, 5).join(', ')}${named.length > 5 ? ' …' : ''}`;
  const addresses = [...new Set(recent.map(({ address }) => address))];
  if (total > limits.perHour) return verdict(head, 'fail', evidence, addresses);
  const silent = nodes.length - told.length;
  return silent > 0
    ? verdict(head, 'not_measured', `${evidence}; ${silent} nodes did not tell`)
    : verdict(head, 'pass', evidence);
}
