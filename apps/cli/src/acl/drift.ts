import { aclDigest, declaredState, withoutCommands, type ClusterFacts, type NodeFacts } from '@redoubt/acl';
import { z } from 'zod';
import type { Survey } from './survey.ts';
import { rightsDiffer } from './rights-differ.ts';

export const driftSchema = z.object({
  address: z.string(),
  user: z.string(),
  kind: z.enum(['missing', 'differs', 'not_declared', 'default_open']),
  what: z.array(z.string()).describe('`+` has and should not, `-` lacks; in the words of ACL rules'),
});
export type Drift = z.infer<typeof driftSchema>;

/** Where nodes are not as declared, node by node. */
export function driftOf({ plan, facts, declaration }: Survey): Drift[] {
  return plan.nodes.flatMap(({ address, changes, leftOut }) => {
    const unmade = declaration.withoutPassword.map((user): Drift => ({ address, user, kind: 'missing', what: [] }));
    const node = facts.up.find((one) => one.node.address === address);
    const found = changes.map(({ user, kind, differs, isOrphan }): Drift => {
      if (kind === 'create') return { address, user, kind: 'missing', what: [] };
      if (isOrphan) return { address, user, kind: 'not_declared', what: openness(node, user) };
      if (user === 'default') return defaultDrift(address, differs);
      const declared = declaration.users.users.find(({ role }) => role.name === user);
      const rights = rightsOf(node, declared, new Set(leftOut));
      return { address, user, kind: 'differs', what: [...stateWords(node, user, differs, declared?.isOn), ...rights] };
    });
    return [...unmade, ...found];
  });
}

/** Shut out it has no way in, and every right: a server that loads its append-only file drops what it may not run. */
function defaultDrift(address: string, differs: readonly string[]): Drift {
  const isOpen = differs.includes('state');
  const what = [
    ...(isOpen ? ['+on'] : []),
    ...(differs.includes('passwords') ? ['passwords'] : []),
    ...(differs.includes('rights') ? ['-@all, which a restart needs'] : []),
  ];
  return { address, user: 'default', kind: isOpen ? 'default_open' : 'differs', what };
}

function openness(node: NodeFacts | undefined, user: string): string[] {
  const state = node?.users.find(({ name }) => name === user);
  if (state === undefined) return [];
  return [...(state.isOn ? ['+on'] : []), ...(state.isNoPass ? ['+nopass'] : [])];
}

function stateWords(node: NodeFacts | undefined, user: string, differs: readonly string[], isOn = true): string[] {
  const state = node?.users.find(({ name }) => name === user);
  return [
    ...(differs.includes('state') ? [isOn ? '-on' : '+on'] : []),
    ...(state?.isNoPass ? ['+nopass'] : []),
    ...(differs.includes('passwords') && !state?.isNoPass ? ['passwords'] : []),
  ];
}

function rightsOf(
  node: NodeFacts | undefined,
  declared: Survey['declaration']['users']['users'][number] | undefined,
  unknown: ReadonlySet<string>,
): string[] {
  const held = node?.users.find(({ name }) => name === declared?.role.name);
  if (node === undefined || held === undefined || declared === undefined) return [];
  const wanted = declaredState(withoutCommands(declared.role, unknown), declared, node.commands);
  return rightsDiffer(held, wanted, node.commands);
}

/** Nodes by what users they have: one group when all agree. */
export function digestGroups({ up }: ClusterFacts): { digest: string; nodes: string[] }[] {
  const groups = Map.groupBy(up, ({ digest }) => digest);
  return [...groups].map(([digest, list]) => ({ digest, nodes: list.map(({ node }) => node.address) }));
}

/** Users that are not the same on all nodes. */
export function unequalUsers({ up }: ClusterFacts): string[] {
  const names = new Set(up.flatMap(({ users }) => users.map(({ name }) => name)));
  const digestOn = (node: NodeFacts, user: string): string => aclDigest(node.users.filter(({ name }) => name === user));
  return [...names].filter((user) => new Set(up.map((node) => digestOn(node, user))).size > 1).sort();
}
