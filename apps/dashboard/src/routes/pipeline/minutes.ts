import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { readStoredLedger } from '@redoubt/storage';
import { z } from 'zod';
import { minuteOf, MINUTE_MS } from '../../cache/event-counters.ts';
import { allOf, hashOf, readHash } from '../../cache/hash-reply.ts';
import type { Services } from '../services.ts';

const shownMinutes = 30;
const count = z.number().int();

export const minuteSchema = z.strictObject({
  atMs: z.number().describe('Begin of the minute in which events were accepted'),
  accepted: count,
  stored: count.describe('Of these, so many are stored'),
  dead: z.record(z.string(), count).describe('Of these, so many were given up, by group'),
});

const DEAD = 'dead:';

/** What the ledger holds of the last minutes. */
export async function readMinutes(
  { redis, database }: Services,
  orgId: OrgId,
  nowMs: number,
): Promise<z.output<typeof minuteSchema>[]> {
  const fromMs = minuteOf(nowMs) - (shownMinutes - 1) * MINUTE_MS;
  const starts = Array.from({ length: shownMinutes }, (_, i) => fromMs + i * MINUTE_MS);
  const keys = orgKeys(orgId);
  const [replies, stored] = await Promise.all([
    redis.batch(starts.map((atMs) => readHash(keys.ledger(atMs)))),
    readStoredLedger(database, { orgId, fromMs, toMs: nowMs }),
  ]);
  const storedAt = new Map(stored.map((minute) => [minute.minuteMs, minute.stored]));
  return allOf(replies).map((reply, i) => {
    const fields = hashOf(reply);
    const atMs = starts[i] ?? fromMs;
    const dead = [...fields].flatMap(([name, value]): [string, number][] =>
      name.startsWith(DEAD) ? [[name.slice(DEAD.length), Number(value)]] : [],
    );
    return {
      ...{ atMs, accepted: Number(fields.get('accepted') ?? 0), stored: storedAt.get(atMs) ?? 0 },
      dead: Object.fromEntries(dead.filter(([, letters]) => letters > 0)),
    };
  });
}
