import { heldGrants, type NodeFacts } from '@redoubt/acl';
import type { DownNode, Evidence, NodeEvidence, TlsSeen } from '@redoubt/compliance';
import { TLS_VERSIONS } from '@redoubt/redis';
import type { NodeReading } from '../collect/node-reading.ts';
import type { PostureEvidence } from './evidence.ts';

/** What acl-manager looked at, as checks take it; parts it did not look at are null and leave checks unmeasured. */
export function nodesSeen(given: PostureEvidence): Pick<Evidence, 'nodes' | 'down'> {
  const { look, watch } = given;
  const facts = new Map(watch?.facts.up.map((one) => [one.node.address, one]));
  return {
    nodes: look?.readings.map((reading) => nodeSeen(given, reading, facts.get(reading.node.address))) ?? [],
    down: (look?.down ?? []).map(({ node: { address }, reason }): DownNode => ({
      ...{ address, reason },
      tls: tlsSeen(given, address),
    })),
  };
}

function nodeSeen(given: PostureEvidence, reading: NodeReading, facts: NodeFacts | undefined): NodeEvidence {
  const { probes, look, nowMs } = given;
  const { node, settings, info, cluster, clients, denied, skewMs } = reading;
  const { address, id: nodeId, role, masterId } = node;
  return {
    ...{ address, nodeId, role, ...(masterId === undefined ? {} : { masterId }), atMs: look?.atMs ?? nowMs },
    ...{ settings, info: info.fields, cluster: cluster.fields, digest: facts?.digest ?? null },
    users:
      facts?.users.map((user) => ({
        ...{ name: user.name, isOn: user.isOn, isNoPass: user.isNoPass, passwords: user.hashes.length },
        grants: heldGrants(user, facts.commands),
      })) ?? null,
    clients: clients.map((client) => ({ address: client.address, user: client.user, name: client.name })),
    refusals: denied.map(({ reason, user, count, atMs }) => ({
      ...{ reason, user, count, ageSeconds: Math.max(0, (nowMs - atMs) / 1_000) },
    })),
    ...{ modules: probes.modules?.get(address) ?? null, functions: null, skewMs: skewMs ?? null },
    dryRuns: probes.dryRuns?.get(address) ?? null,
    ...{ anonymous: probes.anonymous?.get(address) ?? null, plainPort: null, tls: tlsSeen(given, address) },
  };
}

function tlsSeen({ probes: { certificates, protocols } }: PostureEvidence, address: string): TlsSeen | null {
  const certificate = certificates?.get(address);
  if (certificate === undefined) return null;
  const accepted = protocols?.get(address);
  const versions = accepted ? TLS_VERSIONS.map((version) => ({ version, isAccepted: accepted.includes(version) })) : [];
  return { versions, ...certificate };
}
