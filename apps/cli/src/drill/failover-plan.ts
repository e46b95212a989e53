import { AclCluster } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import type { NodePool } from '@redoubt/redis';

/** A master and the replica that is to take over from it; addresses are `host:port`. */
export interface PlannedFailover {
  master: string;
  replica: string;
}

export interface FailoverPlan {
  failovers: PlannedFailover[];
  /** Why it must not be tried now; empty when it may. */
  refusals: string[];
}

interface ReplicaLine {
  address: string;
  isOnline: boolean;
  offset: number;
  lagS: number;
}

/** A replica that is further behind would keep its master's clients waiting. */
const MAX_LAG_S = 2;
const MAX_BEHIND_BYTES = 1_048_576;

/** Looks which replica of each master is fit to take over. @throws RedisUnavailableError when no node answers */
export async function planFailovers(pool: NodePool): Promise<FailoverPlan> {
  const nodes = await new AclCluster(pool).nodes();
  const plan: FailoverPlan = { failovers: [], refusals: [] };
  for (const { address, health } of nodes) if (health !== 'ok') plan.refusals.push(`${address} is ${health}`);
  const masters = nodes.filter(({ role }) => role === 'master');
  for (const { id, address } of masters) {
    const known = nodes.filter(({ masterId }) => masterId === id).map((node) => node.address);
    const found = await fitReplica(pool, address, known).catch((error: unknown) => toError(error).message);
    if (typeof found === 'string') plan.refusals.push(`${address}: ${found}`);
    else plan.failovers.push({ master: address, replica: found.address });
  }
  return plan;
}

/** The replica with the newest data, or why none will do. */
async function fitReplica(pool: NodePool, master: string, known: readonly string[]): Promise<ReplicaLine | string> {
  const cluster = parseInfo(String(await pool.call(master, 'CLUSTER', 'INFO')));
  if (cluster.get('cluster_state') !== 'ok') return `the cluster is ${cluster.get('cluster_state')}`;
  const info = parseInfo(String(await pool.call(master, 'INFO', 'replication')));
  const offset = Number(info.get('master_repl_offset'));
  const lines = [...info].flatMap(([name, text]) => (/^slave\d+$/.test(name) ? [replicaOf(text)] : []));
  if (lines.length === 0) return 'it has no replica';
  const isFit = (one: ReplicaLine): boolean =>
    one.isOnline && one.lagS <= MAX_LAG_S && offset - one.offset <= MAX_BEHIND_BYTES && isKnown(one, known);
  const [best] = lines.filter(isFit).sort((left, right) => right.offset - left.offset);
  return best === undefined ? 'none of its replicas follows closely' : addressIn(best, known);
}

/** A replica may announce another host than the cluster knows it by; its port tells it. */
function isKnown({ address }: ReplicaLine, known: readonly string[]): boolean {
  return known.some((one) => portOf(one) === portOf(address));
}

function addressIn(replica: ReplicaLine, known: readonly string[]): ReplicaLine {
  const same =
    known.find((one) => one === replica.address) ?? known.find((one) => portOf(one) === portOf(replica.address));
  return { ...replica, address: same ?? replica.address };
}

function portOf(address: string): string {
  return address.slice(address.lastIndexOf(':') + 1);
}

function replicaOf(text: string): ReplicaLine {
  const fields = new Map(text.split(',').map((part) => part.split('=', 2) as [string, string]));
  return {
    address: `${fields.get('ip')}:${fields.get('port')}`,
    isOnline: fields.get('state') === 'online',
    offset: Number(fields.get('offset')),
    lagS: Number(fields.get('lag')),
  };
}

/** `name:value` lines of INFO and CLUSTER INFO. */
export function parseInfo(text: string): Map<string, string> {
  return new Map(
    text.split('\r\n').flatMap((line): [string, string][] => {
      const cut = line.indexOf(':');
      return cut <= 0 ? [] : [[line.slice(0, cut), line.slice(cut + 1)]];
    }),
  );
}
