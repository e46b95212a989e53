import { toError } from '@redoubt/contracts';
import type { AclCluster } from './acl-cluster.ts';
import { planUsers, type AclPlan, type DeclaredUsers, type NodePlan } from './plan.ts';

/** What became of one node. */
export interface NodeResult {
  address: string;
  role: 'master' | 'replica';
  /** Changes made, as `<kind> <user>`. */
  done: readonly string[];
  isSaved: boolean;
  /** Of its users afterwards; empty when it could not be read. */
  digest: string;
  error?: string;
}

export interface ApplyResult {
  /** Every node of the cluster has exactly the declared users, saved, and said so afterwards. */
  isOk: boolean;
  nodes: readonly NodeResult[];
  /** Nodes that were left out because they did not answer. */
  skipped: readonly { address: string; reason: string }[];
  /** Why nothing was done at all. */
  refused: readonly string[];
}

export interface ApplyOptions {
  /**
   * What to do while a node does not answer. `refuse`: nothing anywhere. `skip`: the others, and say so; the result is
   * not ok. Repairs skip, since taking away what an intruder made must not wait for a node that is dead.
   *
   * @default 'refuse'
   */
  downNodes?: 'refuse' | 'skip';
  /** Leave alone what is not declared, replication's user too. @default false */
  keepsOrphans?: boolean;
  /** Write this declared user and touch no other, declared or not, nor `default`. @default all of them */
  only?: string;
}

/**
 * Gives every node of the cluster the declared users, and saves them there. Idempotent: nodes that have them already
 * are only saved. Never rejects for what a node answers; a user is changed in one call that a node takes or refuses as
 * a whole, and open connections of a changed user stay.
 *
 * @throws RedisUnavailableError when no node answers
 */
export async function applyUsers(
  cluster: AclCluster,
  declared: DeclaredUsers,
  { downNodes = 'refuse', keepsOrphans = false, only }: ApplyOptions = {},
): Promise<ApplyResult> {
  const isOne = only !== undefined;
  const plan = await planUsers(cluster, isOne ? onlyUser(declared, only) : declared);
  const refused = refusals(plan, downNodes);
  if (refused.length > 0) return { isOk: false, nodes: [], skipped: plan.down, refused };
  const nodes = await Promise.all(plan.nodes.map((node) => applyToNode(cluster, node, keepsOrphans || isOne)));
  const isOk = plan.down.length === 0 && nodes.every((node) => node.error === undefined);
  return { isOk, nodes, skipped: plan.down, refused: [] };
}

/** Everybody else counts as not declared, and is left alone as such. */
function onlyUser(declared: DeclaredUsers, only: string): DeclaredUsers {
  return { ...declared, users: declared.users.filter(({ role }) => role.name === only), defaultUser: 'keep' };
}

function refusals({ problems, down }: AclPlan, downNodes: 'refuse' | 'skip'): string[] {
  if (downNodes === 'skip') return [...problems];
  return [...problems, ...down.map(({ address, reason }) => `${address} does not answer: ${reason}`)];
}

async function applyToNode(cluster: AclCluster, plan: NodePlan, keepsOrphans: boolean): Promise<NodeResult> {
  const { address, role } = plan;
  const result = { address, role, done: [] as string[], isSaved: false, digest: '' };
  try {
    for (const { user, kind, rules, isOrphan } of plan.changes) {
      if (isOrphan && keepsOrphans) continue;
      // A deletion ends the user's connections too.
      if (kind === 'delete') await cluster.call(address, 'ACL', 'DELUSER', user);
      else await cluster.call(address, 'ACL', 'SETUSER', user, ...rules);
      result.done.push(`${kind} ${user}`);
    }
    await cluster.call(address, 'ACL', 'SAVE');
    result.isSaved = true;
    result.digest = await digestOf(cluster, plan);
    const isAsDeclared = keepsOrphans || result.digest === plan.digestAfter;
    return isAsDeclared ? result : { ...result, error: 'its users are not what was written' };
  } catch (error) {
    return { ...result, error: toError(error).message };
  }
}

async function digestOf(cluster: AclCluster, { address, role }: NodePlan): Promise<string> {
  return (await cluster.factsOf({ id: '', address, role, health: 'ok' })).digest;
}
