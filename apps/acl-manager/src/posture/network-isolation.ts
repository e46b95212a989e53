import { connect } from 'node:net';
import { kubernetesCall, type AclNode, type KubernetesOptions } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { isSelected, type LabelSelector } from './label-selector.ts';

/** How far Redis pods are kept from everyone else, by the rules and by trying. */
export interface NetworkIsolation {
  podCount: number;
  /** Pods that no policy for incoming connections selects. */
  unselected: readonly string[];
  /** Policies on Redis pods with a rule that lets everyone in. */
  open: readonly string[];
  /** Nodes whose cluster bus took a connection of acl-manager. */
  reachableBus: readonly string[];
}

export interface IsolationOptions {
  kubernetes: KubernetesOptions;
  /** Labels of Redis pods, as `app=valkey,tier=data`. */
  podSelector: string;
}

interface Pod {
  metadata: { name: string; labels?: Record<string, string> };
}

interface Policy {
  metadata: { name: string };
  spec: {
    podSelector: LabelSelector;
    policyTypes?: readonly string[];
    ingress?: readonly { from?: readonly Peer[] }[];
  };
}

interface Peer {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: { cidr: string };
}

const BUS_TIMEOUT_MS = 2_000;

/**
 * Reads pods and policies of the namespace, and tries the cluster bus of each node. The service account needs list on
 * pods and on networkpolicies.
 *
 * @returns why it cannot be told, when the API server does not answer or refuses
 */
export async function readNetworkIsolation(
  { kubernetes, podSelector }: IsolationOptions,
  nodes: readonly Pick<AclNode, 'address' | 'busPort'>[],
): Promise<NetworkIsolation | { error: string }> {
  const namespace = encodeURIComponent(kubernetes.namespace);
  const list = async <T>(path: string): Promise<readonly T[]> =>
    (await kubernetesCall<{ items: readonly T[] }>(kubernetes, 'GET', path)).items;
  try {
    const [pods, policies] = await Promise.all([
      list<Pod>(`/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(podSelector)}`),
      list<Policy>(`/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`),
    ]);
    const answers = await Promise.all(nodes.map(doesBusAnswer));
    return {
      ...judgePolicies(pods, policies),
      reachableBus: nodes.flatMap(({ address }, index) => (answers[index] ? [address] : [])),
    };
  } catch (error) {
    return { error: toError(error).message };
  }
}

/** A pod that one policy selects is closed but for what a rule lets in. */
function judgePolicies(pods: readonly Pod[], policies: readonly Policy[]): Omit<NetworkIsolation, 'reachableBus'> {
  const incoming = policies.filter(({ spec }) => spec.policyTypes?.includes('Ingress') ?? true);
  const on = ({ spec }: Policy, { metadata }: Pod): boolean => isSelected(spec.podSelector, metadata.labels ?? {});
  return {
    podCount: pods.length,
    unselected: pods.filter((pod) => !incoming.some((policy) => on(policy, pod))).map(({ metadata }) => metadata.name),
    open: incoming
      .filter((policy) => pods.some((pod) => on(policy, pod)) && policy.spec.ingress?.some(isForEveryone))
      .map(({ metadata }) => metadata.name),
  };
}

/** A rule that names nobody, every pod of every namespace or every address. */
function isForEveryone({ from = [] }: { from?: readonly Peer[] }): boolean {
  const isEmpty = (selector: LabelSelector | undefined): boolean =>
    selector !== undefined &&
    Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0;
  return (
    from.length === 0 ||
    from.some(({ podSelector, namespaceSelector, ipBlock }) =>
      ipBlock
        ? /^(0\.0\.0\.0|::)\/0$/.test(ipBlock.cidr)
        : isEmpty(namespaceSelector) && (podSelector === undefined || isEmpty(podSelector)),
    )
  );
}

/** Nodes alone talk on it: a policy that holds keeps everyone else from it. */
function doesBusAnswer({ address, busPort }: Pick<AclNode, 'address' | 'busPort'>): Promise<boolean> {
  const cut = address.lastIndexOf(':');
  const host = address.slice(0, cut).replace(/^\[(.*)\]$/, '$1');
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port: busPort ?? Number(address.slice(cut + 1)) + 10_000 });
  const timer = setTimeout(() => resolve(false), BUS_TIMEOUT_MS);
  socket.once('connect', () => resolve(true));
  socket.on('error', () => resolve(false));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}
