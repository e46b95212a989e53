import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';

export interface Machine {
  cores: number;
  cpu: string;
  node: string;
  redis: string;
  /** One-minute load average before the run: what else the machine was doing. */
  loadBefore: number;
}

export function describeMachine(): Machine {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    node: process.versions.node,
    redis: redisVersion(),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

function redisVersion(): string {
  const server = process.env.REDOUBT_REDIS_SERVER ?? 'redis-server';
  const text = execFileSync(server, ['--version'], { encoding: 'utf8' });
  return /v=([\d.]+)/.exec(text)?.[1] ?? text.trim();
}
