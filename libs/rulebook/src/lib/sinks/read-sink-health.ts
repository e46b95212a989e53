import type { Lane, OrgId } from '@redoubt/contracts';
import { lanesOfGroup, orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { countDeadLetters, readGroupStates } from '@redoubt/stream';
import type { SinkInfo } from './sink-parts.ts';

/** How a sink is doing. */
export interface SinkHealth {
  /** `new`: nothing was sent yet; `detached`: it was too far behind and was taken off. */
  state: 'new' | 'ok' | 'failing' | 'paused' | 'detached';
  /** Entries of its streams that it has not settled; null: not known. */
  lagEntries: number | null;
  /** Age of the oldest item in hand when it last said so. */
  lagMs: number;
  lastSuccessMs: number | null;
  lastErrorMs: number | null;
  lastError: string | null;
  delivered: number;
  /** Of the delivered, what the receiver had already. */
  duplicates: number;
  filtered: number;
  retried: number;
  /** What it refused for good and still waits to be replayed. */
  deadLetters: number;
  /** Since when it has been taken off; null while it is not. */
  detachedAtMs: number | null;
  /** Entries that left the streams while it was taken off: what it will never be sent. */
  skippedEntries: number;
}

/** What has to be known of a sink to tell how it is doing. */
type SinkPlace = Pick<SinkInfo, 'sinkId' | 'group' | 'isEnabled'>;

/** One minute of a sink. */
export interface SinkMinute {
  atMs: number;
  delivered: number;
  retried: number;
  lagMs: number;
}

const MINUTE_MS = 60_000;
const SHOWN_MINUTES = 60;

/** How sinks are doing, by id. @throws what the client ends with */
export async function readSinkHealth(
  redis: RedisClient,
  orgId: OrgId,
  sinks: readonly SinkPlace[],
): Promise<Map<string, SinkHealth>> {
  const [lags, detachments] = await Promise.all([readLags(redis, orgId), readDetachments(redis, orgId, sinks)]);
  const dead = await countDeadLetters(
    redis,
    sinks.map(({ group }) => ({ orgId, group })),
  );
  const states = await Promise.all(
    sinks.map(async (sink, at) => {
      const deadLetters = dead[at] ?? 0;
      if (deadLetters instanceof Error) throw deadLetters;
      const known = { lags, detachment: detachments[at] as Detachment };
      return { ...(await readOne(redis, orgId, sink, known)), deadLetters };
    }),
  );
  return new Map(sinks.map(({ sinkId }, at) => [sinkId, states[at] as SinkHealth]));
}

/** Entries not settled, by group; null where the server cannot say. */
async function readLags(redis: RedisClient, orgId: OrgId): Promise<Map<string, number | null>> {
  const lanes: readonly Lane[] = lanesOfGroup('siem_forwarder');
  const { states } = await readGroupStates(redis, [{ orgId, expectedGroups: [] }], lanes);
  const lags = new Map<string, number | null>();
  for (const { group, lagEntries, pendingEntries } of states) {
    const sum = lags.get(group);
    const own = lagEntries === null ? null : lagEntries + pendingEntries;
    lags.set(group, own === null || sum === null ? null : (sum ?? 0) + own);
  }
  return lags;
}

type Detachment = Pick<SinkHealth, 'detachedAtMs' | 'skippedEntries'>;

async function readDetachments(redis: RedisClient, orgId: OrgId, sinks: readonly SinkPlace[]): Promise<Detachment[]> {
  if (sinks.length === 0) return [];
  const fields = sinks.flatMap(({ group }) => [`detached:${group}`, `skipped:${group}`]);
  const held = (await redis.call('HMGET', orgKeys(orgId).config(), fields, { retry: 'free' })) as (string | null)[];
  return sinks.map((_, at) => {
    // The time is the last word of the record.
    const [record, skipped] = held.slice(2 * at, 2 * at + 2);
    const detachedAtMs = record ? Number(record.split(' ').at(-1)) : null;
    return { detachedAtMs, skippedEntries: Number(skipped ?? 0) };
  });
}

async function readOne(
  redis: RedisClient,
  orgId: OrgId,
  { sinkId, group, isEnabled }: SinkPlace,
  { lags, detachment }: { lags: ReadonlyMap<string, number | null>; detachment: Detachment },
): Promise<Omit<SinkHealth, 'deadLetters'>> {
  const held = await readHash(redis, orgKeys(orgId).sinkState(sinkId));
  const number = (name: string): number => Number(held.get(name) ?? 0);
  const moment = (name: string): number | null => (held.has(name) ? number(name) : null);
  const known = held.get('state') === 'failing' ? 'failing' : held.get('state') === 'ok' ? 'ok' : 'new';
  return {
    state: detachment.detachedAtMs !== null ? 'detached' : isEnabled ? known : 'paused',
    lagEntries: lags.get(group) ?? null,
    lagMs: number('lagMs'),
    ...{ lastSuccessMs: moment('lastSuccessMs'), lastErrorMs: moment('lastErrorMs') },
    lastError: held.get('lastError') ?? null,
    ...{ delivered: number('delivered'), duplicates: number('duplicates') },
    ...{ filtered: number('filtered'), retried: number('retried') },
    ...detachment,
  };
}

/** The last hour of a sink by minute, oldest first. */
export async function readSinkMinutes(
  redis: RedisClient,
  orgId: OrgId,
  sinkId: string,
  nowMs: number,
): Promise<SinkMinute[]> {
  const held = await readHash(redis, orgKeys(orgId).sinkMinutes(sinkId));
  const last = Math.floor(nowMs / MINUTE_MS);
  return Array.from({ length: SHOWN_MINUTES }, (_, at) => {
    const minute = last - SHOWN_MINUTES + 1 + at;
    const number = (name: string): number => Number(held.get(`${minute}:${name}`) ?? 0);
    return { atMs: minute * MINUTE_MS, delivered: number('d'), retried: number('r'), lagMs: number('l') };
  });
}

async function readHash(redis: RedisClient, key: string): Promise<Map<string, string>> {
  const flat = (await redis.call('HGETALL', key, [], { retry: 'free' })) as string[];
  const held = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) held.set(flat[at] as string, flat[at + 1] as string);
  return held;
}
