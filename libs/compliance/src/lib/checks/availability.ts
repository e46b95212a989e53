import type { Check, Measurement } from '../check.ts';
import type { Evidence } from '../evidence.ts';
import { notApplicable, attested, ofPosture, onNodes } from '../measure.ts';

const area = 'availability';
const MAX_LAG_S = 10;
/** Masters send a PING every 10 s where nothing is written. */
const MAX_SILENCE_S = 20;
const MAX_MEMORY_SHARE = 0.8;
const SLOTS = 16_384;

/** Whether the cluster holds when a node fails, and whether data comes back. */
export const AVAILABILITY: readonly Check[] = [
  {
    ...{ checkId: 'avail.cluster', area, rank: 'critical', title: 'The cluster serves every slot' },
    shows: 'All data can be read and written.',
    fix: 'redoubt health; bring the missing master back or let its replica take over',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ cluster }) => {
          const [state, ok, failing] = ['cluster_state', 'cluster_slots_ok', 'cluster_slots_fail'].map((key) =>
            cluster.get(key),
          );
          const isGood = state === 'ok' && Number(ok) === SLOTS && Number(failing) === 0;
          const value = state === undefined ? null : `cluster_state ${state}, ${ok} slots ok, ${failing} failing`;
          return { command: 'CLUSTER INFO', value, objection: value !== null && !isGood ? value : undefined };
        },
        `ok, ${SLOTS} slots`,
      ),
  },
  {
    ...{ checkId: 'avail.nodes', area, rank: 'high', title: 'Every node answers' },
    shows: 'What is said of the cluster is said of all of it.',
    fix: 'start the nodes named; their users are put right when they are back',
    measure: (evidence) => ofPosture(evidence, 'avail.nodes'),
  },
  {
    ...{ checkId: 'avail.replicas', area, rank: 'high', title: 'Every master has a replica' },
    shows: 'The loss of one node takes no data away.',
    fix: 'add a replica to the masters named (CLUSTER REPLICATE), in another zone',
    measure: replicas,
  },
  {
    ...{ checkId: 'avail.replication', area, rank: 'medium', title: 'Replicas follow closely' },
    shows: 'A replica that takes over has the newest data.',
    fix: 'look at the network and the load of the nodes named; masterauth must be what the replication user has',
    measure: replication,
  },
  {
    ...{ checkId: 'avail.persistence', area, rank: 'high', title: 'Writes reach the disk' },
    shows: 'A restart of all nodes loses seconds at most.',
    fix: 'appendonly yes, appendfsync everysec; free space on the data volume',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ info, settings }) => {
          const [isOn, status, rewrite] = [
            info.get('aof_enabled'),
            info.get('aof_last_write_status'),
            info.get('aof_last_bgrewrite_status'),
          ];
          const [value, sync] = [
            isOn === undefined
              ? null
              : `aof_enabled ${isOn}, last write ${status}, rewrite ${rewrite}, appendfsync ${settings.get('appendfsync')}`,
            settings.get('appendfsync'),
          ];
          const command = 'INFO persistence; CONFIG GET appendfsync';
          if (value !== null && isOn !== '1') return { command, value, objection: 'appendonly is off' };
          const isBad = value !== null && (status !== 'ok' || rewrite !== 'ok' || sync === 'no');
          return { command, value, objection: isBad ? value : undefined };
        },
        'appended and ok',
      ),
  },
  {
    ...{ checkId: 'avail.backup', area, rank: 'high', title: 'Backups are made' },
    shows: 'Data can be brought back; avail.restore-drill tells whether it was tried.',
    fix: 'make a backup of PostgreSQL every 24 hours, then `redoubt compliance attest avail.backup`',
    ...attested('avail.backup', { what: 'a backup of the last day', days: 90 }),
  },
  {
    ...{ checkId: 'avail.capacity', area, rank: 'medium', title: 'Memory is left' },
    shows: 'There is room for growth, and nothing was dropped for want of it.',
    fix: 'raise redis-cluster.maxMemory together with resources.limits.memory, or add masters where the cluster is your own; look which organisation grows (redoubt lag)',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ info }) => {
          const [used, most, evicted] = ['used_memory', 'maxmemory', 'evicted_keys'].map((key) =>
            Number(info.get(key) ?? Number.NaN),
          ) as [number, number, number];
          const value = Number.isNaN(used)
            ? null
            : `used_memory ${used} of ${most === 0 ? 'no limit' : most}, ${evicted} evicted`;
          const command = 'INFO memory stats';
          if (evicted > 0) return { command, value, objection: `${evicted} keys evicted` };
          const isFull = most > 0 && used > most * MAX_MEMORY_SHARE;
          return { command, value, objection: isFull ? `${Math.round((used / most) * 100)} % used` : undefined };
        },
        `below ${MAX_MEMORY_SHARE * 100} %, none evicted`,
      ),
  },
];

function replicas(evidence: Evidence): Measurement {
  const followed = new Set(evidence.nodes.filter(({ role }) => role === 'replica').map(({ masterId }) => masterId));
  return onNodes(
    evidence,
    ({ role, nodeId, info }) => {
      const isMaster = role === 'master' && info.get('role') !== 'slave';
      const isUnfollowed = isMaster && Number(info.get('connected_slaves') ?? 0) < 1;
      const value = role === 'master' ? `master, ${info.get('connected_slaves') ?? '?'} connected replicas` : 'replica';
      return {
        command: 'CLUSTER NODES; INFO replication',
        value,
        objection: isUnfollowed || (isMaster && !followed.has(nodeId)) ? 'a master without a replica' : undefined,
      };
    },
    'every master has one; zones are not told by Redis',
  );
}

function replication(evidence: Evidence): Measurement {
  if (evidence.nodes.length > 0 && evidence.nodes.every(({ role }) => role === 'master')) {
    return notApplicable('there is no replica; avail.replicas says so');
  }
  return onNodes(
    evidence,
    ({ info }) => {
      const command = 'INFO replication';
      if (info.get('role') !== 'slave') {
        const lags = [...info].flatMap(([name, text]) =>
          /^slave\d+$/.test(name) ? [Number(/(?:^|,)lag=(\d+)/.exec(text)?.[1] ?? 0)] : [],
        );
        const lagS = Math.max(0, ...lags);
        const value = `${info.get('role') ?? 'unknown'}, replicas ${lagS} s behind at most`;
        return { command, value, objection: lagS > MAX_LAG_S ? `a replica is ${lagS} s behind` : undefined };
      }
      const [link, silentS] = [info.get('master_link_status'), Number(info.get('master_last_io_seconds_ago'))];
      const value = `link ${link}, heard of ${silentS} s ago`;
      if (link !== 'up') return { command, value, objection: 'link to its master is down' };
      return { command, value, objection: silentS > MAX_SILENCE_S ? `nothing heard for ${silentS} s` : undefined };
    },
    'all linked',
  );
}
