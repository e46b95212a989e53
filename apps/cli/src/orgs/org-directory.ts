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

/** What could be read of the registry. */
export interface OrgDirectory {
  /** By name. */
  orgs: KnownOrg[];
  /** Why a part could not be read; organisations may be missing then. */
  failure?: Error;
}

/**
 * All organisations of the registry. Reads Redis alone, so that commands about streams work while PostgreSQL is down;
 * while a master is down it gives what the others know.
 */
async function readOrgDirectory(redis: RedisClient): Promise<OrgDirectory> {
  const registries = Array.from({ length: PARTITION_COUNT }, (_, partition) => clusterKeys.orgRegistry(partition));
  const members = await redis.batch(
    registries.map((key) => ({ name: 'SMEMBERS', key, args: [key], retry: 'free' as const })),
  );
  const orgIds = members.flatMap((reply) => (reply instanceof Error ? [] : (reply as string[]).filter(isOrgId)));
  const { orgs, failure = members.find((reply) => reply instanceof Error) } = await readOrgs(redis, orgIds);
  orgs.sort((a, b) => a.name.localeCompare(b.name) || a.orgId.localeCompare(b.orgId));
  return { orgs, ...(failure === undefined ? {} : { failure }) };
}

async function readOrgs(redis: RedisClient, orgIds: readonly OrgId[]): Promise<OrgDirectory> {
  const replies = await redis.batch(
    orgIds.map((orgId) => {
      const key = orgKeys(orgId).config();
      return { name: 'HMGET', key, args: [key, 'name', 'expectedGroups'], retry: 'free' as const };
    }),
  );
  const orgs = orgIds.map((orgId, i): KnownOrg => {
    const reply = replies[i] as Reply | Error;
    const [name, groups] = reply instanceof Error ? [] : (reply as (string | null)[]);
    return { orgId, name: name ?? '', expectedGroups: (groups ?? '').split(',').filter(isGroupName) };
  });
  const failure = replies.find((reply) => reply instanceof Error);
  return { orgs, ...(failure === undefined ? {} : { failure }) };
}

/**
 * One organisation by name or id, or all of them without either; with what could not be read.
 *
 * @throws CliError when there is none of that name
 */
export async function findOrgs(redis: RedisClient, nameOrId: string | undefined): Promise<OrgDirectory> {
  if (nameOrId !== undefined && isOrgId(nameOrId)) {
    const found = await readOrgs(redis, [nameOrId]);
    if (found.failure || found.orgs[0]?.name) return found;
  }
  const directory = await readOrgDirectory(redis);
  if (nameOrId === undefined) return directory;
  const orgs = directory.orgs.filter((org) => org.name === nameOrId || org.orgId === nameOrId);
  if (orgs.length > 0) return { orgs };
  // It may be among those that could not be read.
  if (directory.failure) throw directory.failure;
  throw unknownOrg(
    nameOrId,
    directory.orgs.map((org) => org.name),
  );
}

/**
 * The same for commands that are of no use with a part.
 *
 * @throws CliError when there is none of that name; RedisUnavailableError when a part cannot be read
 */
export async function selectOrgs(redis: RedisClient, nameOrId: string | undefined): Promise<KnownOrg[]> {
  const { orgs, failure } = await findOrgs(redis, nameOrId);
  if (failure) throw failure;
  return orgs;
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
