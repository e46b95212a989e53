import type { AclNode } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { chooseReplica, type Nodes } from './choose-replica.ts';
import { slotsOfMaster, type SlotRange } from './master-slots.ts';
import { parseInfo } from './parse-info.ts';

/** A master and the replica that is to take over from it; addresses are `host:port`. */
export interface PlannedFailover {
  master: string;
  replica: string;
  /** What the master serves. */
  slots: readonly SlotRange[];
}

export interface FailoverPlan {
  failovers: PlannedFailover[];
  /** Why it must not be tried now; empty when it may. */
  refusals: string[];
}

/** Looks which replica of each master is fit to take over; masters that serve nothing are left out. */
export async function planFailovers(nodes: Nodes, known: readonly AclNode[]): Promise<FailoverPlan> {
  const plan: FailoverPlan = { failovers: [], refusals: [] };
  for (const { address, health } of known) if (health !== 'ok') plan.refusals.push(`${address} is ${health}`);
  for (const { id, address } of known.filter(({ role }) => role === 'master')) {
    const replicas = known.filter(({ masterId }) => masterId === id).map((node) => node.address);
    try {
      const slots = slotsOfMaster(await nodes.call(address, 'CLUSTER', 'SLOTS'), id);
      if (slots.length === 0) continue;
      await refuseUnlessWhole(nodes, address);
      const replica = await chooseReplica(nodes, address, replicas);
      plan.failovers.push({ master: address, replica, slots });
    } catch (error) {
      plan.refusals.push(`${address}: ${toError(error).message}`);
    }
  }
  if (plan.failovers.length + plan.refusals.length === 0) plan.refusals.push('no master serves a slot');
  return plan;
}

async function refuseUnlessWhole(nodes: Nodes, address: string): Promise<void> {
  const state = parseInfo(String(await nodes.call(address, 'CLUSTER', 'INFO'))).get('cluster_state');
  if (state !== 'ok') throw new Error(`the cluster is ${state}`);
}
