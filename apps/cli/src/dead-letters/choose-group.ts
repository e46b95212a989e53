import { GROUPS, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { countDeadLetters } from '@redoubt/stream';
import { usageError } from '../command/cli-error.ts';
import { asGroup, option } from '../command/inputs.ts';
import { labelOf, type KnownOrg } from '../orgs/org-directory.ts';

export const groupOption = option(
  '--group <group>',
  'whose dead letters (default: the one group that has some)',
  asGroup,
);

/** Groups whose dead letters an organisation may have. */
export function groupsOf(org: KnownOrg): GroupName[] {
  return [...new Set<GroupName>([...org.expectedGroups, ...GROUPS])];
}

/**
 * The group that was named, or the only one with dead letters.
 *
 * @returns undefined when no group has any
 * @throws CliError when several have
 */
export async function chooseGroup(
  redis: RedisClient,
  org: KnownOrg,
  named: GroupName | undefined,
): Promise<GroupName | undefined> {
  if (named !== undefined) return named;
  const candidates = groupsOf(org);
  const counts = await countDeadLetters(
    redis,
    candidates.map((group) => ({ orgId: org.orgId, group })),
  );
  const filled = candidates.filter((_, i) => {
    const count = counts[i];
    if (count instanceof Error) throw count;
    return (count ?? 0) > 0;
  });
  if (filled.length > 1) {
    throw usageError(`${labelOf(org)} has dead letters of ${filled.join(' and ')}`, 'choose one with --group');
  }
  return filled[0];
}
