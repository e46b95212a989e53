import type { RedisClient } from '@redoubt/redis';
import type { Database } from '@redoubt/storage';
import { cpuSecondsOfTree } from '../measure/process-cpu.ts';

/** CPU seconds so far by what they went into. */
export type ServerCpu = ReadonlyMap<string, number>;

/**
 * Commands that clients send themselves. What scripts call is part of the script's own time; `INFO commandstats` counts
 * it under its own name a second time, so those names are left out.
 */
const CLIENT_COMMANDS = new Set(['evalsha', 'fcall', 'spublish', 'wait']);

/** Time of the commands of all masters. */
export async function redisCommandSeconds(redis: RedisClient): Promise<ServerCpu> {
  const seconds = new Map<string, number>();
  for (const master of redis.masters()) {
    const text = String(await redis.nodeCall(master, 'INFO', 'commandstats'));
    for (const [, name = '', usec] of text.matchAll(/^cmdstat_([a-z]+)[a-z|]*:calls=\d+,usec=(\d+)/gm)) {
      if (CLIENT_COMMANDS.has(name)) seconds.set(name, (seconds.get(name) ?? 0) + Number(usec) / 1e6);
    }
  }
  return seconds;
}

/** CPU of the server's processes: connections by the service they serve, the others by their task. */
export async function postgresSeconds(database: Database): Promise<ServerCpu> {
  const rows = await database.query<{ pid: number; name: string }>(
    `SELECT pid, CASE WHEN backend_type = 'client backend' THEN 'for ' || application_name ELSE backend_type END AS name
     FROM pg_stat_activity`,
  );
  const seconds = new Map<string, number>();
  for (const { pid, name } of rows) {
    seconds.set(name, (seconds.get(name) ?? 0) + (cpuSecondsOfTree(pid) ?? 0));
  }
  return seconds;
}

export function since(before: ServerCpu, after: ServerCpu): ServerCpu {
  return new Map([...after].map(([name, seconds]) => [name, seconds - (before.get(name) ?? 0)]));
}
