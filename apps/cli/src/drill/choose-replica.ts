import { toError } from '@redoubt/contracts';
import type { NodePool } from '@redoubt/redis';
import { parseInfo } from './parse-info.ts';

/** A way to single nodes. */
export type Nodes = Pick<NodePool, 'call'>;

/** What a replica says of itself. */
interface ReplicaState {
  isLinked: boolean;
  isFilled: boolean;
  offset: number;
  /** Since its master was heard last; masters ping every 10 s unless `repl-ping-replica-period` says otherwise. */
  silentS: number;
}

/** A replica that is further behind would keep its master's clients waiting. */
const MAX_BEHIND_BYTES = 1_048_576;
const MAX_SILENT_S = 15;

/**
 * The replica with the newest data of those that follow closely. Each is judged by its own INFO replication: the
 * master's list has addresses that may be other ones than the cluster's.
 *
 * @param replicas addresses of the replicas that the cluster knows of this master
 * @throws Error that says what is against each of them
 */
export async function chooseReplica(nodes: Nodes, master: string, replicas: readonly string[]): Promise<string> {
  if (replicas.length === 0) throw new Error('it has no replica');
  const states = await Promise.all(
    replicas.map((address) => stateOf(nodes, address).catch((error: unknown) => toError(error).message)),
  );
  const masterOffset = Number((await replicationOf(nodes, master)).get('master_repl_offset'));
  const fit: { address: string; offset: number }[] = [];
  const reasons: string[] = [];
  for (const [index, address] of replicas.entries()) {
    const state = states[index] as ReplicaState | string;
    const reason = typeof state === 'string' ? state : reasonAgainst(state, masterOffset);
    if (typeof state === 'string' || reason !== undefined) reasons.push(`${address}: ${reason}`);
    else fit.push({ address, offset: state.offset });
  }
  const [best] = fit.sort((left, right) => right.offset - left.offset);
  if (best === undefined) throw new Error(`none of its replicas follows closely (${reasons.join('; ')})`);
  return best.address;
}

/** Conditions are put so that a figure which is missing counts against it. */
function reasonAgainst(
  { isLinked, isFilled, offset, silentS }: ReplicaState,
  masterOffset: number,
): string | undefined {
  if (!isLinked) return 'its link is down';
  if (!isFilled) return 'it is being filled';
  if (!(silentS <= MAX_SILENT_S)) return `it has not heard its master for ${silentS} s`;
  if (!(masterOffset - offset <= MAX_BEHIND_BYTES)) return `it is ${masterOffset - offset} bytes behind`;
  return undefined;
}

async function stateOf(nodes: Nodes, address: string): Promise<ReplicaState> {
  const info = await replicationOf(nodes, address);
  return {
    isLinked: info.get('master_link_status') === 'up',
    isFilled: info.get('master_sync_in_progress') === '0',
    offset: Number(info.get('slave_repl_offset')),
    silentS: Number(info.get('master_last_io_seconds_ago')),
  };
}

/** Fields of a node's INFO replication. */
export async function replicationOf(nodes: Nodes, address: string): Promise<Map<string, string>> {
  return parseInfo(String(await nodes.call(address, 'INFO', 'replication')));
}
