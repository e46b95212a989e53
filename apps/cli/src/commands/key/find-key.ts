import { clusterKeys } from '@redoubt/key-schema';
import { listApiKeys, type ApiKeyInfo } from '@redoubt/tenancy';
import type { Context } from '../../command/context.ts';
import { argument, BadValue } from '../../command/inputs.ts';
import { usageError } from '../../command/cli-error.ts';
import { allOrganizations } from '../../orgs/find-org.ts';

/** A key id; a whole key is refused, since arguments end up in shell histories and process lists. */
export const keyIdArgument = argument('<key-id>', 'as "redoubt key list" shows it', (text: string): string => {
  if (text.startsWith('rk_')) throw new BadValue('must be the id of a key, the part between its two underscores');
  if (!/^[0-9A-Za-z]{12,32}$/.test(text)) throw new BadValue('must be a key id: 12 to 32 letters and digits');
  return text;
});

/** @throws CliError when there is no such key */
export async function findKey(context: Context, id: string): Promise<ApiKeyInfo> {
  const deps = await context.tenancy();
  const fromRedis = await deps.redis.call('HGET', clusterKeys.apiKey(id), ['orgId'], { retry: 'free' });
  // Redis may have lost it; then every organisation is asked.
  const orgIds =
    typeof fromRedis === 'string' ? [fromRedis] : (await allOrganizations(deps.database)).map((org) => org.id);
  for (const orgId of orgIds) {
    const found = (await listApiKeys(deps, orgId)).find((key) => key.id === id);
    if (found) return found;
  }
  throw usageError(`there is no key ${id}`, 'redoubt key list --all shows them all');
}
