import { fail, notMeasured, onEveryNode, pass } from '../check.ts';
import type { CheckDefinition, Evidence, Verdict } from '../check.ts';

/** Who can reach the nodes. */
export const NETWORK_CHECKS: readonly CheckDefinition[] = [
  {
    ...{ checkId: 'net.bind', area: 'network', rank: 'high' },
    title: 'Nodes do not listen to everyone',
    fix: 'bind to named addresses, or protected-mode yes; in Kubernetes a NetworkPolicy',
    measure: (evidence) => onEveryNode(evidence, isOpenToAll, 'bound to named addresses or protected'),
  },
  {
    ...{ checkId: 'net.policy', area: 'network', rank: 'critical' },
    title: 'Policies of the network keep everyone else from the nodes',
    fix: 'a NetworkPolicy that selects every Redis pod and lets in the services alone, and a network that enforces it',
    measure: networkPolicy,
  },
  {
    ...{ checkId: 'net.limits', area: 'network', rank: 'low' },
    title: 'Connections are bounded and dead ones end',
    fix: 'maxclients, tcp-keepalive 300; look for what opens so many connections',
    measure: (evidence) => {
      const rejected = evidence.look?.grown.rejected ?? 0;
      if (rejected > 0) return fail(`${rejected} connections rejected since the look before`);
      return onEveryNode(
        evidence,
        ({ settings }) =>
          Number(settings.get('maxclients') ?? 0) > 0 && Number(settings.get('tcp-keepalive') ?? 0) > 0
            ? undefined
            : 'maxclients or tcp-keepalive is not set',
        'set, none rejected',
      );
    },
  },
];

/** `*`, `::` and `0.0.0.0` in any form; a dash in front means that a missing address is no error. */
function isOpenToAll({ settings }: { settings: ReadonlyMap<string, string> }): string | undefined | null {
  const bind = settings.get('bind');
  if (bind === undefined) return null;
  const isWild = bind.trim() === '' || bind.split(/\s+/).some((word) => /^-?(\*|::\*?|0\.0\.0\.0)$/.test(word));
  return isWild && settings.get('protected-mode') !== 'yes' ? `bind ${bind || '*'} without protected-mode` : undefined;
}

/** By the rules, and by trying: the cluster bus is for nodes alone, so that it must not answer acl-manager. */
function networkPolicy({ probes: { isolation } }: Evidence): Verdict {
  if (isolation === undefined) {
    return notMeasured(
      'no Kubernetes is named (KUBERNETES_NAMESPACE, REDIS_POD_SELECTOR); the firewall of other places is not seen from here',
    );
  }
  if ('error' in isolation) return notMeasured(isolation.error);
  const { podCount, unselected, open, reachableBus } = isolation;
  if (unselected.length > 0) return fail(`no policy selects ${unselected.join(', ')}`);
  if (open.length > 0) return fail(`lets everyone in: ${open.join(', ')}`);
  if (reachableBus.length > 0) return fail('the cluster bus answers acl-manager, which no rule lets in', reachableBus);
  if (podCount === 0) return notMeasured('no pod has the labels of REDIS_POD_SELECTOR');
  return pass(`policies select all ${podCount} pods; the cluster bus does not answer acl-manager`);
}
