import { BlockList, isIPv6 } from 'node:net';
import type { Manifest } from './helm.ts';

type Labels = Readonly<Record<string, string>>;

interface Peer {
  podSelector?: { matchLabels?: Labels };
  namespaceSelector?: { matchLabels?: Labels };
  ipBlock?: { cidr: string; except?: readonly string[] };
}

interface Rule {
  to?: readonly Peer[];
  from?: readonly Peer[];
  ports?: readonly { port: number | string; protocol?: string }[];
}

export interface PolicySpec {
  podSelector: { matchLabels?: Labels };
  ingress?: readonly Rule[];
  egress?: readonly Rule[];
}

/** The other end of a connection: a pod by its labels, in this namespace unless another is named, or an address. */
export type End = { labels: Labels; namespace?: string } | { address: string };

export interface Connection {
  end: End;
  /** As the pod opens it, a number or the name it has there. */
  port: number | string;
  protocol?: 'TCP' | 'UDP';
}

const isWithin = (labels: Labels, { matchLabels = {} }: { matchLabels?: Labels }): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value);

/** The policy of an object of this name. Throws Error when there is none. */
export function policyOf(manifests: readonly Manifest[], name: string): PolicySpec {
  const found = manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name);
  if (found === undefined) throw new Error(`no policy of ${name}`);
  return found.spec as PolicySpec;
}

/** Whether the pods of a policy may open a connection, as Kubernetes reads it: what no rule names is refused. */
export function letsOut({ egress = [] }: PolicySpec, to: Connection): boolean {
  return egress.some((rule) => isOpen(rule.to, rule, to));
}

/** The same of a connection that comes to them. */
export function letsIn({ ingress = [] }: PolicySpec, from: Connection): boolean {
  return ingress.some((rule) => isOpen(rule.from, rule, from));
}

function isOpen(peers: readonly Peer[] = [], { ports = [] }: Rule, connection: Connection): boolean {
  const { end, port, protocol = 'TCP' } = connection;
  const isPort = ports.length === 0 || ports.some((one) => one.port === port && (one.protocol ?? 'TCP') === protocol);
  return isPort && (peers.length === 0 || peers.some((peer) => isPeer(peer, end)));
}

function isPeer({ podSelector, namespaceSelector, ipBlock }: Peer, end: End): boolean {
  if ('address' in end) return ipBlock !== undefined && isInBlock(ipBlock, end.address);
  // Some networks hold blocks against pods as well; nobody may rely on it.
  if (ipBlock !== undefined) return false;
  const { labels, namespace } = end;
  if (namespaceSelector === undefined) return namespace === undefined && isWithin(labels, podSelector ?? {});
  const isThere = isWithin({ 'kubernetes.io/metadata.name': namespace ?? 'redoubt' }, namespaceSelector);
  return isThere && (podSelector === undefined || isWithin(labels, podSelector));
}

function isInBlock({ cidr, except = [] }: NonNullable<Peer['ipBlock']>, address: string): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const holds = (block: string): boolean => {
    const [network = '', bits] = block.split('/');
    if (isIPv6(network) !== (family === 'ipv6')) return false;
    const list = new BlockList();
    list.addSubnet(network, Number(bits), family);
    return list.check(address, family);
  };
  return holds(cidr) && !except.some(holds);
}
