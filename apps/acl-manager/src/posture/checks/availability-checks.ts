import { fail, notApplicable, notMeasured, onEveryNode, pass } from '../check.ts';
import type { CheckDefinition, Evidence, Verdict } from '../check.ts';

/** Masters send a PING every 10 s. */
const MAX_SILENCE_S = 20;
const MAX_MEMORY_SHARE = 0.8;
const MAX_SKEW_MS = 1_000;
/** How long records that went away before they were copied fail a check. */
const GAP_SHOWN_MS = 86_400_000;
const MAX_BEHIND = 1_000;
/** How long a look at the whole chain holds. */
const CHAIN_FRESH_MS = 3_600_000;

/** Whether the cluster holds when a node fails, and whether what happened can be shown afterwards. */
export const AVAILABILITY_CHECKS: readonly CheckDefinition[] = [
  {
    ...{ checkId: 'avail.cluster', area: 'availability', rank: 'critical' },
    title: 'The cluster serves every slot',
    fix: 'redoubt doctor; bring the missing master back or let its replica take over',
    measure: (evidence) =>
      onEveryNode(
        evidence,
        ({ cluster }) => {
          const [state, slots] = [cluster.text('cluster_state'), cluster.number('cluster_slots_ok')];
          return state === 'ok' && slots === 16_384 ? undefined : `cluster_state ${state}, ${slots} slots`;
        },
        'ok, 16384 slots',
      ),
  },
  {
    ...{ checkId: 'avail.nodes', area: 'availability', rank: 'high' },
    title: 'Every node answers',
    fix: 'start the nodes named; their users are put right when they are back',
    measure: ({ look }) => {
      if (look === undefined) return notMeasured('the nodes were not looked at lately');
      if (look.down.length === 0) return pass(`${look.readings.length} nodes`);
      return fail(
        look.down.map(({ node, reason }) => `${node.address}: ${reason}`).join('; '),
        look.down.map(({ node }) => node.address),
      );
    },
  },
  {
    ...{ checkId: 'avail.replicas', area: 'availability', rank: 'high' },
    title: 'Every master has a replica',
    fix: 'add a replica to the masters named (CLUSTER REPLICATE)',
    measure: replicas,
  },
  {
    ...{ checkId: 'avail.replication', area: 'availability', rank: 'medium' },
    title: 'Replicas follow closely',
    fix: 'look at the network and the load of the nodes named; masterauth must be what the replication user has',
    measure: replication,
  },
  {
    ...{ checkId: 'avail.persistence', area: 'availability', rank: 'high' },
    title: 'Writes reach the disk',
    fix: 'appendonly yes, appendfsync everysec; free space on the data volume',
    measure: (evidence) =>
      onEveryNode(
        evidence,
        ({ info }) => {
          if (info.text('aof_enabled') === '') return null;
          if (info.number('aof_enabled') !== 1) return 'appendonly is off';
          const status = info.text('aof_last_write_status');
          return status === 'ok' ? undefined : `last write ${status}`;
        },
        'appended and ok',
      ),
  },
  {
    ...{ checkId: 'avail.capacity', area: 'availability', rank: 'medium' },
    title: 'Memory is left',
    fix: 'raise maxmemory or add masters; look which organisation grows (redoubt lag)',
    measure: (evidence) =>
      onEveryNode(
        evidence,
        ({ info }) => {
          const [used, most] = [info.number('used_memory'), info.number('maxmemory')];
          if (info.number('evicted_keys') > 0) return `${info.number('evicted_keys')} keys evicted`;
          if (most === 0 || used <= most * MAX_MEMORY_SHARE) return undefined;
          return `${Math.round((used / most) * 100)} % used`;
        },
        `below ${MAX_MEMORY_SHARE * 100} %, none evicted`,
      ),
  },
  {
    ...{ checkId: 'log.chain', area: 'audit', rank: 'critical' },
    title: 'The audit chain is whole',
    fix: 'redoubt audit verify names the record; compare with security_audit in PostgreSQL and find who wrote it',
    measure: chain,
  },
  {
    ...{ checkId: 'log.archive', area: 'audit', rank: 'high' },
    title: 'The audit chain is copied to PostgreSQL',
    fix: 'look at the log of acl-manager for audit_not_archived and audit_chain_does_not_go_on; check DATABASE_URL and the rights of its role; records that are missing were erased, lost in a failover, or dropped while the database was away',
    measure: archived,
  },
  {
    ...{ checkId: 'log.time', area: 'audit', rank: 'medium' },
    title: 'Clocks agree',
    fix: 'NTP on the machines named',
    measure: (evidence) =>
      onEveryNode(
        evidence,
        ({ skewMs }) => {
          if (skewMs === undefined) return null;
          return Math.abs(skewMs) < MAX_SKEW_MS ? undefined : `${skewMs} ms off`;
        },
        'within 1 s',
      ),
  },
];

function replicas({ look }: Evidence): Verdict {
  if (look === undefined) return notMeasured('the nodes were not looked at lately');
  const followed = new Set(
    look.readings.filter(({ node }) => node.role === 'replica').map(({ node: { masterId } }) => masterId),
  );
  const alone = look.readings
    .filter(({ node, info }) => node.role === 'master' && info.text('role') !== 'slave' && !followed.has(node.id))
    .map(({ node }) => node.address);
  return alone.length === 0 ? pass('every master has one') : fail(`${alone.length} masters without a replica`, alone);
}

function replication(evidence: Evidence): Verdict {
  if (evidence.look?.readings.every(({ node }) => node.role === 'master')) return notApplicable('there is no replica');
  return onEveryNode(
    evidence,
    ({ info }) => {
      if (info.text('role') !== 'slave') return undefined;
      if (info.text('master_link_status') !== 'up') return 'link to its master is down';
      const silentS = info.number('master_last_io_seconds_ago');
      return silentS <= MAX_SILENCE_S ? undefined : `nothing heard for ${silentS} s`;
    },
    'all linked',
  );
}

function chain({ probes: { chain: found }, nowMs }: Evidence): Verdict {
  if (found === undefined || nowMs - found.atMs > CHAIN_FRESH_MS) return notMeasured('not verified yet');
  return found.fault === null ? pass(`${found.records} records verified`) : fail(found.fault);
}

function archived({ probes: { archive }, nowMs }: Evidence): Verdict {
  if (archive === undefined) return notApplicable('no database is set (DATABASE_URL)');
  const { error, gap, behind, lastSeq } = archive;
  if (error !== null) return fail(behind > 0 ? `${error}; ${behind} records wait` : error);
  if (gap !== null && nowMs - gap.atMs < GAP_SHOWN_MS) return fail(gap.text);
  return behind <= MAX_BEHIND ? pass(`up to record ${lastSeq}`) : fail(`${behind} records behind`);
}
