import { waitFor } from '../wait-for.ts';
import type { RedisNode } from './redis-node.ts';

const SLOT_COUNT = 16_384;
const FORM_TIMEOUT_MS = 30_000;

/**
 * Makes one cluster of running nodes: slots and epochs for the masters, a meeting, then replication.
 *
 * Nodes that come back with their nodes.conf keep their slots and only meet again (their ports may have changed).
 */
export async function formCluster(masters: readonly RedisNode[], replicas: readonly RedisNode[]): Promise<void> {
  const nodes = [...masters, ...replicas];
  const isNew = (await assignedSlots(nodes)) === 0;
  if (isNew) await assignSlots(masters);
  const first = nodes[0] as RedisNode;
  for (const node of nodes.slice(1)) await first.admin.call('CLUSTER', 'MEET', node.host, node.port);
  await untilAllKnow(nodes);
  if (isNew) await attachReplicas(masters, replicas);
  await untilOk(nodes);
}

/** Waits until every node reports `cluster_state:ok`, all agree on masters and replicas of each slot, and every replica's link is up. */
export async function untilOk(nodes: readonly RedisNode[], timeoutMs = FORM_TIMEOUT_MS): Promise<void> {
  await waitFor(
    async () => {
      const states = await Promise.all(nodes.map(viewOf));
      const owners = states[0]?.owners ?? '';
      const isListed = nodes.every((node) => owners.includes(`:${node.port}`));
      return isListed && states.every((state) => state.isOk && state.isLinked && state.owners === owners);
    },
    { timeoutMs, intervalMs: 50, what: `cluster of ${nodes.length} nodes ok` },
  );
}

async function assignedSlots(nodes: readonly RedisNode[]): Promise<number> {
  const infos = await Promise.all(nodes.map(clusterInfo));
  return Math.max(...infos.map((info) => Number(info.get('cluster_slots_assigned'))));
}

async function assignSlots(masters: readonly RedisNode[]): Promise<void> {
  const share = SLOT_COUNT / masters.length;
  for (const [index, node] of masters.entries()) {
    await node.admin.call('CLUSTER', 'ADDSLOTSRANGE', Math.round(index * share), Math.round((index + 1) * share) - 1);
    await node.admin.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
  }
}

async function untilAllKnow(nodes: readonly RedisNode[]): Promise<void> {
  await waitFor(
    async () => {
      const infos = await Promise.all(nodes.map(clusterInfo));
      return infos.every((info) => Number(info.get('cluster_known_nodes')) === nodes.length);
    },
    { timeoutMs: FORM_TIMEOUT_MS, intervalMs: 50, what: `${nodes.length} nodes meeting` },
  );
}

async function attachReplicas(masters: readonly RedisNode[], replicas: readonly RedisNode[]): Promise<void> {
  for (const [index, replica] of replicas.entries()) {
    const master = masters[index % masters.length] as RedisNode;
    const masterId = await master.nodeId();
    // A node that has only just met the others may not know its master's id yet.
    await waitFor(async () => (await replica.admin.call('CLUSTER', 'REPLICATE', masterId)) === 'OK', {
      what: `replica ${replica.address} attached`,
    });
  }
}

type SlotRange = [number, number, [string, number], ...[string, number][]];

interface NodeView {
  isOk: boolean;
  isLinked: boolean;
  /** Slot ranges with their master and replicas, the same text on nodes that agree. */
  owners: string;
}

async function viewOf(node: RedisNode): Promise<NodeView> {
  const [info, replication, slots] = await Promise.all([
    clusterInfo(node),
    node.admin.info('replication'),
    node.admin.call('CLUSTER', 'SLOTS') as Promise<SlotRange[]>,
  ]);
  const ranges = slots.map(([first, last, master, ...replicas]) => {
    const copies = replicas.map((replica) => `:${replica[1]}`).sort();
    return `${first}-${last} :${master[1]} ${copies.join(' ')}`;
  });
  const isReplica = replication.includes('role:slave');
  return {
    isOk: info.get('cluster_state') === 'ok' && Number(info.get('cluster_slots_assigned')) === SLOT_COUNT,
    isLinked: !isReplica || replication.includes('master_link_status:up'),
    owners: ranges.sort().join(),
  };
}

async function clusterInfo(node: RedisNode): Promise<Map<string, string>> {
  const text = String(await node.admin.call('CLUSTER', 'INFO'));
  return new Map(text.split('\r\n').map((line) => line.split(':', 2) as [string, string]));
}
