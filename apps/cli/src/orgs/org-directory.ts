import { isOrgId, type OrgId } from '@redoubt/contracts';
import { clusterKeys, isGroupName, orgKeys, PARTITION_COUNT, type GroupName } from '@redoubt/key-schema';
import type { RedisClient, Reply } from '@redoubt/redis';
import { usageError, type CliError } from '../command/cli-error.ts';
import { similarTo } from '../output/similar.ts';

/** An organisation as Redis knows it. */
export interface KnownOrg {
  orgId: OrgId;
  /** Empty when Redis holds no settings of it. */
  name: string;
  /** Groups that must read its streams. */
  expectedGroups: GroupName[];
}

/**
 * All organisations of the registry by name. Reads Redis alone, so that commands about streams work while PostgreSQL is
 * down.
 */
export async function readOrgDirectory(redis: RedisClient): Promise<KnownOrg[]> {
  const registries = Array.from({ length: PARTITION_COUNT }, (_, partition) => clusterKeys.orgRegistry(partition));
  const members = await redis.batch(
    registries.map((key) => ({ name: 'SMEMBERS', key, args: [key], retry: 'free' as const })),
  );
  const orgIds = members.flatMap((reply) => {
    if (reply instanceof Error) throw reply;
    return (reply as string[]).filter(isOrgId);
  });
  const orgs = await readOrgs(redis, orgIds);
  return orgs.sort((a, b) => a.name.localeCompare(b.name) || a.orgId.localeCompare(b.orgId));
}

async function readOrgs(redis: RedisClient, orgIds: readonly OrgId[]): Promise<KnownOrg[]> {
  const replies = await redis.batch(
    orgIds.map((orgId) => {
      const key = orgKeys(orgId).config();
      return { name: 'HMGET', key, args: [key, 'name', 'expectedGroups'], retry: 'free' as const };
    }),
  );
  return orgIds.map((orgId, i) => {
    const reply = replies[i] as Reply | Error;
    if (reply instanceof Error) throw reply;
    const [name, groups] = reply as (string | null)[];
    return { orgId, name: name ?? '', expectedGroups: (groups ?? '').split(',').filter(isGroupName) };
  });
}

/**
 * One organisation by name or id, or all of them without either.
 *
 * @throws CliError when there is none of that name
 */
export async function selectOrgs(redis: RedisClient, nameOrId: string | undefined): Promise<KnownOrg[]> {
  if (nameOrId !== undefined && isOrgId(nameOrId)) {
    const found = await readOrgs(redis, [nameOrId]);
    if (found[0]?.name) return found;
  }
  const all = await readOrgDirectory(redis);
  if (nameOrId === undefined) return all;
  const found = all.filter((org) => org.name === nameOrId || org.orgId === nameOrId);
  if (found.length > 0) return found;
  throw unknownOrg(
    nameOrId,
    all.map((org) => org.name),
  );
}

/** @throws CliError when there is none of that name */
export async function selectOrg(redis: RedisClient, nameOrId: string): Promise<KnownOrg> {
  const [org] = await selectOrgs(redis, nameOrId);
  if (org === undefined) throw unknownOrg(nameOrId, []);
  return org;
}

/** What to call an organisation when it is shown. */
export function labelOf(org: KnownOrg): string {
  return org.name === '' ? org.orgId : org.name;
}

/** The error for a name that is none, with those that may have been meant. */
export function unknownOrg(typed: string, names: readonly string[]): CliError {
  const message = `there is no organisation ${JSON.stringify(typed)}`;
  if (names.length === 0) return usageError(message, 'there are none yet: redoubt org create <name>');
  const similar = similarTo(typed, names);
  const hint = similar.length > 0 ? `did you mean ${similar.join(' or ')}?` : 'redoubt org list shows them all';
  return usageError(message, hint);
}
