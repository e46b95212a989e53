import { readdirSync, readFileSync } from 'node:fs';
import type { RedisClient } from '@redoubt/redis';
import type { Database } from '@redoubt/storage';

/** What a process holds now. */
export interface ProcessVitals {
  rssMb: number;
  /** Open files and sockets. */
  handles: number;
}

/** What the platform holds now. */
export interface Vitals {
  atMs: number;
  processes: ReadonlyMap<string, ProcessVitals>;
  redisMb: number;
  redisClients: number;
  postgresMb: number;
  storedEvents: number;
}

const MB = 1024 * 1024;

export async function readVitals(
  { redis, database }: { redis: RedisClient; database: Database },
  pids: ReadonlyMap<string, number>,
): Promise<Vitals> {
  const processes = new Map([...pids].map(([name, pid]) => [name, vitalsOf(pid)]));
  let redisMb = 0;
  let redisClients = 0;
  for (const master of redis.masters()) {
    redisMb += Number(/^used_memory:(\d+)/m.exec(String(await redis.nodeCall(master, 'INFO', 'memory')))?.[1]) / MB;
    redisClients += Number(
      /^connected_clients:(\d+)/m.exec(String(await redis.nodeCall(master, 'INFO', 'clients')))?.[1],
    );
  }
  const [row] = await database.query<{ bytes: string; stored: string | null }>(
    `SELECT pg_database_size(current_database()) AS bytes, (SELECT sum(stored) FROM ledger_minutes) AS stored`,
  );
  return {
    ...{ atMs: performance.now(), processes, redisMb, redisClients },
    postgresMb: Number(row?.bytes ?? 0) / MB,
    storedEvents: Number(row?.stored ?? 0),
  };
}

/** @see proc_pid_status(5) */
function vitalsOf(pid: number): ProcessVitals {
  const kb = Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return { rssMb: kb / 1024, handles: readdirSync(`/proc/${pid}/fd`).length };
}

/** Slope of the least-squares line through the points, per minute. */
export function slopePerMinute(points: readonly { atMs: number; value: number }[]): number {
  const meanX = mean(points.map(({ atMs }) => atMs));
  const meanY = mean(points.map(({ value }) => value));
  const rise = points.reduce((sum, { atMs, value }) => sum + (atMs - meanX) * (value - meanY), 0);
  const run = points.reduce((sum, { atMs }) => sum + (atMs - meanX) ** 2, 0);
  return run === 0 ? 0 : (rise / run) * 60_000;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
