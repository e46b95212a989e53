import { connectionsOf, killConnections } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import type { Admin } from './admin.ts';

export interface DirectRevocation {
  endedConnections: number;
  leftConnections: number;
  nodes: { address: string; isSaved: boolean; error?: string }[];
}

/**
 * Shuts a user out on every node, saves, ends its connections and counts what is left. A node that does not answer is
 * named; the others are done all the same, since an intruder must not wait for a dead node.
 *
 * @throws RedisUnavailableError when no node answers
 */
export async function revokeDirectly({ cluster }: Admin, user: string): Promise<DirectRevocation> {
  const { up, down } = await cluster.facts();
  const having = up.filter(({ users }) => users.some(({ name }) => name === user));
  const nodes = await Promise.all(
    having.map(async ({ node: { address } }) => {
      try {
        await cluster.call(address, 'ACL', 'SETUSER', user, 'off', 'resetpass');
        await cluster.call(address, 'ACL', 'SAVE');
        return { address, isSaved: true };
      } catch (error) {
        return { address, isSaved: false, error: toError(error).message };
      }
    }),
  );
  const reachable = up.map(({ node }) => node);
  const endedConnections = await killConnections(cluster, await connectionsOf(cluster, reachable, user));
  const left = await connectionsOf(cluster, reachable, user);
  return {
    endedConnections,
    leftConnections: left.length,
    nodes: [...nodes, ...down.map(({ node, reason }) => ({ address: node.address, isSaved: false, error: reason }))],
  };
}
