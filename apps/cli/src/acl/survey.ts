import { planFrom, type AclPlan, type ClusterFacts } from '@redoubt/acl';
import { usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { similarTo } from '../output/similar.ts';
import { openAdmin, type Admin, type AdminGiven } from './admin.ts';
import { warnOfFiles } from './acl-file.ts';
import { declareUsers, type Declaration, type DeclarationGiven } from './declaration.ts';

/** Users as they are on every node, as they should be, and what lies between. */
export interface Survey {
  admin: Admin;
  facts: ClusterFacts;
  declaration: Declaration;
  plan: AclPlan;
  /** What stands against comparing or carrying the plan out; nodes that are down and missing passwords left out. */
  problems: readonly string[];
}

/**
 * @param known when one is at hand already
 * @throws CliError, RedisUnavailableError when no node answers
 */
export async function surveyUsers(
  context: Context,
  given: AdminGiven & DeclarationGiven,
  known?: Admin,
): Promise<Survey> {
  const admin = known ?? (await openAdmin(context, given));
  const facts = await admin.cluster.facts();
  const declaration = await declareUsers(context, admin, facts, given);
  const plan = planFrom(facts, declaration.users);
  await warnOfFiles(context, facts);
  return { admin, facts, declaration, plan, problems: [...declaration.problems, ...plan.problems] };
}

/** The facts of one node alone. @throws CliError when the cluster has no such node */
export function onlyNode(facts: ClusterFacts, address: string | undefined): ClusterFacts {
  if (address === undefined) return facts;
  const up = facts.up.filter(({ node }) => node.address === address || node.id === address);
  const down = facts.down.filter(({ node }) => node.address === address || node.id === address);
  if (up.length + down.length > 0) return { up, down };
  throw unknownNode(
    address,
    [...facts.up, ...facts.down].map(({ node }) => node.address),
  );
}

/** The error for an address that is no node's. */
export function unknownNode(typed: string, addresses: readonly string[]): ReturnType<typeof usageError> {
  const similar = similarTo(typed, addresses);
  const hint = similar.length > 0 ? `did you mean ${similar.join(' or ')}?` : `nodes are ${addresses.join(', ')}`;
  return usageError(`the cluster has no node ${JSON.stringify(typed)}`, hint);
}
