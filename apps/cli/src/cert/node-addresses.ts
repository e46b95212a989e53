import { AclCluster } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { mayRun } from '../acl/admin.ts';
import type { Context } from '../command/context.ts';

/** Every node of the cluster; those of the settings where the user may not ask, or none answers. */
export async function nodeAddresses(context: Context): Promise<string[]> {
  const pool = context.nodes();
  const note = (why: string): void => context.output.note(`only the nodes of the settings: ${why}`);
  if (!mayRun(pool.credentials?.username ?? 'default', 'cluster|nodes')) {
    note('the Redis user may not ask for the others');
    return pool.configured();
  }
  try {
    return (await new AclCluster(pool).nodes()).map(({ address }) => address);
  } catch (error) {
    note(toError(error).message);
    return pool.configured();
  }
}
