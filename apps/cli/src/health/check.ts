import type { PostureCheck, SecurityCheckStatus } from '@redoubt/contracts';
import { z } from 'zod';

export const HEALTH_AREAS = [
  ...(['authentication', 'access_control', 'encryption', 'network', 'audit', 'availability', 'configuration'] as const),
  ...(['performance', 'data_flow', 'services'] as const),
] as const;
export type HealthArea = (typeof HEALTH_AREAS)[number];

export const checkSchema = z.object({
  checkId: z.string(),
  area: z.enum(HEALTH_AREAS),
  title: z.string(),
  status: z.enum(['pass', 'fail', 'not_measured', 'not_applicable']),
  isCritical: z.boolean(),
  evidence: z.string(),
  fix: z.string().describe('what to do when it fails'),
  nodes: z.array(z.string()).describe('addresses of the nodes that fail it'),
  source: z.enum(['measured', 'acl-manager']).describe('looked at now, or as acl-manager last said'),
});
export type HealthCheck = z.infer<typeof checkSchema>;

/** What a check is, before anything was looked at. */
export type CheckHead = Pick<HealthCheck, 'checkId' | 'area' | 'title' | 'fix'> & { isCritical?: boolean };

/** The verdict of a check. */
export function verdict(
  head: CheckHead,
  status: SecurityCheckStatus,
  evidence: string,
  nodes: readonly string[] = [],
): HealthCheck {
  return { isCritical: false, ...head, status, evidence, nodes: [...nodes], source: 'measured' };
}

/** What stands against a node: text, nothing, or `null` when it did not tell. */
export type Objection = string | undefined | null;

/** Fails where one node does; a node that told nothing leaves the check unmeasured, unless another fails it. */
export function overNodes<N extends { address: string }>(
  head: CheckHead,
  nodes: readonly N[],
  objection: (node: N) => Objection,
  passed: string,
): HealthCheck {
  const rows = nodes.map((node) => [node.address, objection(node)] as const);
  const bad = rows.filter(([, found]) => typeof found === 'string');
  if (bad.length > 0) {
    const groups = Map.groupBy(bad, ([, found]) => found as string);
    const text = [...groups].map(([found, list]) => {
      const isAll = nodes.length > 1 && list.length === nodes.length;
      return `${found} (${isAll ? `all ${nodes.length} nodes` : list.map(([address]) => address).join(' ')})`;
    });
    return verdict(
      head,
      'fail',
      text.join('; '),
      bad.map(([address]) => address),
    );
  }
  const silent = rows.filter(([, found]) => found === null).map(([address]) => address);
  if (silent.length > 0) return verdict(head, 'not_measured', `no answer from ${silent.join(' ')}`, silent);
  return verdict(head, nodes.length === 0 ? 'not_measured' : 'pass', nodes.length === 0 ? 'no node to ask' : passed);
}

/** A check as acl-manager published it. */
export function publishedCheck(check: PostureCheck): HealthCheck {
  const { checkId, area, title, status, isCritical, evidence, fix, nodes = [] } = check;
  return { checkId, area, title, status, isCritical, evidence, fix, nodes: [...nodes], source: 'acl-manager' };
}
