import { toError } from '@redoubt/contracts';
import type { AclCluster } from '../cluster/acl-cluster.ts';
import type { AclNode } from '../cluster/cluster-nodes.ts';

/** One connection as CLIENT LIST shows it. */
export interface ClientConnection {
  node: string;
  id: number;
  user: string;
  /** CLIENT SETNAME. */
  name: string;
  address: string;
  ageSeconds: number;
}

/** Reads CLIENT LIST of one node. */
export function parseClientList(node: string, text: string): ClientConnection[] {
  return text.split('\n').flatMap((row) => {
    const fields = new Map(row.split(' ').map((word) => word.split(/=(.*)/s, 2) as [string, string]));
    const id = Number(fields.get('id'));
    if (!Number.isInteger(id) || !fields.has('user')) return [];
    const [user = '', name = '', address = ''] = [fields.get('user'), fields.get('name'), fields.get('addr')];
    return [{ node, id, user, name, address, ageSeconds: Number(fields.get('age') ?? 0) }];
  });
}

/** Connections of a user on every node. Throws when a node does not answer: what cannot be seen is not proven. */
export async function connectionsOf(
  cluster: AclCluster,
  nodes: readonly AclNode[],
  user: string,
): Promise<ClientConnection[]> {
  const lists = await Promise.all(
    nodes.map(async ({ address }) => parseClientList(address, String(await cluster.call(address, 'CLIENT', 'LIST')))),
  );
  return lists.flat().filter((connection) => connection.user === user);
}

/** Ends connections by their ids; how many were ended. One that is gone already is no error. */
export async function killConnections(cluster: AclCluster, connections: readonly ClientConnection[]): Promise<number> {
  const ends = await Promise.allSettled(
    connections.map(({ node, id }) => cluster.call(node, 'CLIENT', 'KILL', 'ID', id)),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw toError(failed.reason);
  return ends.reduce((sum, end) => sum + Number((end as PromiseFulfilledResult<unknown>).value), 0);
}
