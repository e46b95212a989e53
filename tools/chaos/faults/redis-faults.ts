import { orgKeys } from '@redoubt/key-schema';
import { waitFor, type RedisNode } from '@redoubt/test-kit';
import type { PlannedFault, RedisFault } from './fault-plan.ts';
import { cutOff } from './packet-filter.ts';
import { LOAD_ORGS, pause, type World } from './world.ts';

const WHOLE_TIMEOUT_MS = 60_000;
/** Room that a full server has left: less than a frame. */
const ROOM_BYTES = 4_096;
/** What is freed meanwhile may be more than is written: the gateway sends less when memory is short. */
const FELT_TIMEOUT_MS = 30_000;

type Doing = (world: World, fault: PlannedFault<RedisFault>) => Promise<void>;

const DOINGS: Record<RedisFault, Doing> = {
  master_kill: async (world, fault) => killed(world, await drawMaster(world, fault), fault),
  replica_kill: async (world, fault) => killed(world, await drawReplica(world, fault), fault),
  master_pause: async (world, fault) => stillStanding(world, await drawMaster(world, fault), fault),
  replica_pause: async (world, fault) => stillStanding(world, await drawReplica(world, fault), fault),
  master_cut_off: async (world, fault) => {
    const node = await drawMaster(world, fault);
    world.onStep(`nothing reaches the master ${node.address} for ${fault.holdMs} ms`);
    const heal = await cutOff(node.port);
    try {
      await pause(fault.holdMs);
    } finally {
      await heal();
    }
  },
  master_parted: async (world, fault) => {
    const { bus } = world.wires;
    if (bus === undefined) throw new Error('nodes that speak TLS cannot be parted');
    const node = await drawMaster(world, fault);
    world.onStep(`the master ${node.address} and the other nodes do not hear each other for ${fault.holdMs} ms`);
    await bus.part(node);
    await pause(fault.holdMs);
    bus.heal();
  },
  node_roll: async (world) => {
    for (const node of world.cluster.nodes) {
      world.onStep(`restart of ${node.address}`);
      const isMaster = (await world.cluster.masters()).includes(node);
      if (isMaster) await world.cluster.clusterFailover(await world.cluster.replicaOf(node));
      await node.stop();
      await node.start();
      await whole(world);
    }
  },
  failover: async (world, fault) => {
    const replica = await drawReplica(world, fault);
    world.onStep(`failover to ${replica.address}`);
    await world.cluster.clusterFailover(replica);
  },
  slot_move: async (world, fault) => {
    const { cluster, platform, onStep } = world;
    const org = platform.orgs[Math.floor(fault.draw * platform.orgs.length)] as (typeof platform.orgs)[0];
    const key = orgKeys(org.organization.id).eventsStream();
    const from = await cluster.masterOfKey(key);
    const to = (await cluster.masters()).find((node) => node !== from) as RedisNode;
    const slot = Number(await from.admin.call('CLUSTER', 'KEYSLOT', key));
    onStep(`slot ${slot} with all of ${org.organization.name} moves to ${to.address}`);
    await cluster.moveSlot(slot, from, to);
  },
  memory_full: async (world, fault) => {
    const node = await drawBusyMaster(world, fault);
    world.onStep(`the memory of ${node.address} is full for ${fault.holdMs} ms`);
    const [, before] = (await node.admin.call('CONFIG', 'GET', 'maxmemory')) as string[];
    const refused = await writesRefused(node);
    await node.admin.call('CONFIG', 'SET', 'maxmemory', (await usedBytes(node)) + ROOM_BYTES);
    await pause(fault.holdMs);
    const isRefusing = async (): Promise<boolean> => {
      if ((await writesRefused(node)) > refused) return true;
      await node.admin.call('CONFIG', 'SET', 'maxmemory', await usedBytes(node));
      return false;
    };
    const isFelt = await waitFor(isRefusing, { timeoutMs: FELT_TIMEOUT_MS, intervalMs: 250 }).catch(() => false);
    await node.admin.call('CONFIG', 'SET', 'maxmemory', before as string);
    if (!isFelt) world.undone.push(`${node.address} refused nothing for want of memory`);
  },
};

/** Does the fault, holds it, mends it, and waits until the cluster is whole with all its replicas. */
export async function doRedisFault(world: World, fault: PlannedFault<RedisFault>): Promise<void> {
  await DOINGS[fault.kind](world, fault);
  await whole(world);
}

/** Every slot served, and every replica up to date: only then may the next node fail. */
export async function whole({ cluster }: World): Promise<void> {
  await cluster.untilOk(WHOLE_TIMEOUT_MS);
  const deadlineMs = performance.now() + WHOLE_TIMEOUT_MS;
  while (!(await isReplicated(cluster.nodes))) {
    if (performance.now() > deadlineMs) throw new Error('a master has no replica that is up to date');
    await pause(100);
  }
}

async function isReplicated(nodes: readonly RedisNode[]): Promise<boolean> {
  const infos = await Promise.all(nodes.map((node) => node.admin.info('replication').catch(() => '')));
  const masters = infos.filter((info) => info.includes('role:master'));
  const linked = infos.filter((info) => info.includes('master_link_status:up'));
  return masters.length * 2 === nodes.length && linked.length === masters.length;
}

async function killed({ onStep }: World, node: RedisNode, { kind, holdMs }: PlannedFault): Promise<void> {
  onStep(`${kind}: kill -9 of ${node.address} for ${holdMs} ms`);
  await node.kill9();
  await pause(holdMs);
  await node.start();
}

async function stillStanding({ onStep }: World, node: RedisNode, { kind, holdMs }: PlannedFault): Promise<void> {
  onStep(`${kind}: ${node.address} stands still for ${holdMs} ms`);
  node.pause();
  await pause(holdMs);
  node.resume();
}

async function drawMaster({ cluster }: World, { draw }: PlannedFault): Promise<RedisNode> {
  const masters = await cluster.masters();
  return masters[Math.floor(draw * masters.length)] as RedisNode;
}

/** One that the load writes to. */
async function drawBusyMaster({ cluster, platform }: World, { draw }: PlannedFault): Promise<RedisNode> {
  const org = platform.orgs[Math.floor(draw * LOAD_ORGS)] as (typeof platform.orgs)[0];
  return cluster.masterOfKey(orgKeys(org.organization.id).eventsStream());
}

async function usedBytes(node: RedisNode): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await node.admin.info('memory'))?.[1]);
}

/** How many commands a node refused because its memory was full, since it started. */
async function writesRefused(node: RedisNode): Promise<number> {
  return Number(/^errorstat_OOM:count=(\d+)/m.exec(await node.admin.info('errorstats'))?.[1] ?? 0);
}

async function drawReplica(world: World, fault: PlannedFault): Promise<RedisNode> {
  return world.cluster.replicaOf(await drawMaster(world, fault));
}
