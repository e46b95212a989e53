import type { RedisClient } from '@redoubt/redis';
import { countDeadLetters, listDeadLetters } from '@redoubt/stream';
import { labelOf, type KnownOrg } from '../orgs/org-directory.ts';
import { isoTime } from '../output/time.ts';
import { groupsOf } from './choose-group.ts';

/** How many dead letters a group of an organisation has. */
export interface DeadLetterCount {
  organization: string;
  orgId: string;
  group: string;
  count: number;
  /** RFC 3339. */
  oldestDiedAt: string;
}

/** Counts the dead letters of all groups; those without any are left out. */
export async function summarise(redis: RedisClient, orgs: readonly KnownOrg[]): Promise<DeadLetterCount[]> {
  const places = orgs.flatMap((org) => groupsOf(org).map((group) => ({ org, orgId: org.orgId, group })));
  const counts = await countDeadLetters(redis, places);
  const rows: DeadLetterCount[] = [];
  for (const [i, { org, orgId, group }] of places.entries()) {
    const count = counts[i];
    if (count instanceof Error) throw count;
    if (count === undefined || count === 0) continue;
    const { letters } = await listDeadLetters(redis, orgId, group, { limit: 1 });
    const diedAtMs = letters[0]?.diedAtMs;
    const oldestDiedAt = diedAtMs === undefined ? 'unknown' : isoTime(diedAtMs);
    rows.push({ organization: labelOf(org), orgId, group, count, oldestDiedAt });
  }
  return rows;
}
