import type { EntryId, OrgId } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { DeadLetter } from './dead-letter.ts';
import { listDeadLetters } from './list-dead-letters.ts';

/** How far a scan may go. */
export interface ScanBounds {
  /** Most letters to find. */
  limit: number;
  /** Entries looked at; it ends at the end of the page that reaches this. @default 5,000 */
  maxEntries?: number;
  /** Bytes of events looked at, likewise. @default 16 MiB */
  maxBytes?: number;
}

export interface DeadLetterScan {
  letters: DeadLetter[];
  /** Entries looked at that are no dead letters of ours. */
  unreadable: number;
  /** Where to go on; absent when the end was reached. */
  nextId?: EntryId;
}

/** Bytes in memory at a time: so many letters, each at most as large as an accepted event. */
const pageSize = 200;

/** Reads a group's dead letters oldest first, keeping those that pass, until a bound is reached. */
export async function scanDeadLetters(
  redis: RedisClient,
  of: { orgId: OrgId; group: GroupName; afterId?: EntryId },
  passes: (letter: DeadLetter) => boolean,
  { limit, maxEntries = 5_000, maxBytes = 16 * 1024 * 1024 }: ScanBounds,
): Promise<DeadLetterScan> {
  const found: DeadLetterScan = { letters: [], unreadable: 0 };
  let [entries, bytes] = [0, 0];
  let { afterId } = of;
  for (;;) {
    const from = afterId === undefined ? {} : { afterId };
    const page = await listDeadLetters(redis, of.orgId, of.group, { limit: pageSize, ...from });
    found.unreadable += page.unreadable.length;
    for (const letter of page.letters) {
      bytes += letter.event.length;
      if (!passes(letter)) continue;
      found.letters.push(letter);
      if (found.letters.length < limit) continue;
      const isLast = page.nextId === undefined && letter === page.letters.at(-1);
      return isLast ? found : { ...found, nextId: letter.deadLetterId };
    }
    entries += pageSize;
    afterId = page.nextId;
    if (afterId === undefined) return found;
    if (entries >= maxEntries || bytes >= maxBytes) return { ...found, nextId: afterId };
  }
}
