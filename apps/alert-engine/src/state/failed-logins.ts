import { detectionTimeMs } from '@redoubt/detection';
import { subjectHash, type OrgKeys } from '@redoubt/key-schema';
import type { StreamEvent } from '@redoubt/stream';
import type { Writes } from './fenced-write.ts';

const WINDOW_MS = 15 * 60_000;
const MOST_ATTEMPTS = 1_000;
/** Most addresses of one batch that get their list; a batch with more is a scan, which alerts show better. */
const MOST_ADDRESSES = 200;

/** Adds the failed logins of a batch to the sliding window of each address. */
export function writeFailedLogins(writes: Writes, keys: OrgKeys, events: readonly StreamEvent[]): void {
  const byAddress = new Map<string, StreamEvent[]>();
  for (const event of events) {
    const { eventType, sourceIp } = event.fields;
    if (eventType !== 'failed_login' || sourceIp === undefined) continue;
    const list = byAddress.get(sourceIp);
    if (list) list.push(event);
    else if (byAddress.size < MOST_ADDRESSES) byAddress.set(sourceIp, [event]);
  }
  for (const [address, attempts] of byAddress) {
    const key = keys.failedLogins(subjectHash(address));
    const times = attempts.map(detectionTimeMs);
    const members = attempts.flatMap((event, at) => [times[at] as number, event.eventId]);
    writes.addMany('ZADD', key, members, 2);
    writes.add('ZREMRANGEBYSCORE', key, '-inf', Math.max(...times) - WINDOW_MS);
    writes.add('ZREMRANGEBYRANK', key, 0, -(MOST_ATTEMPTS + 1));
    writes.add('EXPIRE', key, WINDOW_MS / 1_000);
  }
}
