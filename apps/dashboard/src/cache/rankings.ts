import type { OrgKeys } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import { HOUR_MS } from './event-counters.ts';
import { allOf } from './hash-reply.ts';

/** A member of a ranking and what it came to. */
export interface Ranked {
  name: string;
  count: number;
}

/** Standard error of Redis' HyperLogLog. */
export const UNIQUE_ERROR = 0.0081;

/** Rankings of the hour under way and the one before it, since one that has just begun says little. */
export interface Rankings {
  /** Begin of the two hours, epoch ms. */
  fromMs: number;
  threats: Ranked[];
  sources: Ranked[];
  assets: Ranked[];
  uniqueIps: number;
}

const SHOWN = 10;
const READ = 100;

export async function readRankings(redis: RedisClient, keys: OrgKeys, nowMs: number): Promise<Rankings> {
  const fromMs = nowMs - (nowMs % HOUR_MS) - HOUR_MS;
  const hours = [fromMs, fromMs + HOUR_MS];
  const commands = [
    ...hours.map((hourMs) => highest(keys.topThreats(hourMs))),
    ...hours.map((hourMs) => highest(keys.topSources(hourMs))),
    ...hours.map((hourMs) => highest(keys.topAssets(hourMs))),
    uniqueOf(hours.map((hourMs) => keys.uniqueIps(hourMs))),
  ];
  const replies = allOf(await redis.batch(commands));
  return {
    fromMs,
    threats: merged(replies.slice(0, 2)).slice(0, SHOWN),
    sources: merged(replies.slice(2, 4)).slice(0, SHOWN),
    assets: merged(replies.slice(4, 6)).slice(0, READ),
    uniqueIps: replies[6] as number,
  };
}

/** Names of the assets that ranked highest in each of the hours that begin at `hours`. */
export async function readAssetNames(redis: RedisClient, keys: OrgKeys, hours: readonly number[]): Promise<string[]> {
  const replies = allOf(await redis.batch(hours.map((hourMs) => highest(keys.topAssets(hourMs)))));
  return merged(replies)
    .slice(0, READ)
    .map(({ name }) => name);
}

function highest(key: string): RedisCommand {
  return { name: 'ZREVRANGE', key, args: [key, 0, READ - 1, 'WITHSCORES'], retry: 'free' };
}

function uniqueOf(keys: readonly string[]): RedisCommand {
  return { name: 'PFCOUNT', key: keys[0] as string, args: keys, retry: 'free' };
}

/** Sums of the members of several rankings, the greatest first. */
function merged(replies: readonly Reply[]): Ranked[] {
  const counts = new Map<string, number>();
  for (const reply of replies) {
    const flat = reply as string[];
    for (let i = 0; i < flat.length; i += 2) {
      counts.set(flat[i] as string, (counts.get(flat[i] as string) ?? 0) + Number(flat[i + 1]));
    }
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
