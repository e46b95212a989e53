import type { OrgId } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { listDeadLetters, type DeadLetter } from '@redoubt/stream';
import { asChoice, asDuration, option } from '../command/inputs.ts';
import { DEAD_REASONS } from '@redoubt/contracts';

export const reasonOption = option(
  '--reason <reason>',
  `only these: ${DEAD_REASONS.join(', ')}`,
  asChoice(DEAD_REASONS),
);
export const sinceOption = option('--since <duration>', 'only those that died this recently, such as 1h', asDuration);

export interface ScanFilter {
  reason?: string | undefined;
  /** Epoch ms. */
  diedSinceMs?: number | undefined;
}

export interface Scan {
  letters: DeadLetter[];
  /** There are more that pass the filter. */
  isMore: boolean;
  /** Entries that are no dead letters of ours. */
  unreadable: number;
}

const pageSize = 500;

/** Reads a group's dead letters oldest first until `limit` have passed the filter. */
export async function scanDeadLetters(
  redis: RedisClient,
  of: { orgId: OrgId; group: GroupName },
  filter: ScanFilter,
  limit: number,
): Promise<Scan> {
  const scan: Scan = { letters: [], isMore: false, unreadable: 0 };
  let afterId: string | undefined;
  do {
    const page = await listDeadLetters(redis, of.orgId, of.group, {
      limit: pageSize,
      ...(afterId === undefined ? {} : { afterId }),
    });
    scan.unreadable += page.unreadable.length;
    for (const letter of page.letters) {
      if (!passes(letter, filter)) continue;
      if (scan.letters.length === limit) return { ...scan, isMore: true };
      scan.letters.push(letter);
    }
    afterId = page.nextId;
  } while (afterId !== undefined);
  return scan;
}

function passes(letter: DeadLetter, { reason, diedSinceMs }: ScanFilter): boolean {
  if (reason !== undefined && letter.reason !== reason) return false;
  return diedSinceMs === undefined || letter.diedAtMs >= diedSinceMs;
}
