import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, ManagedProcess, waitFor } from '@redoubt/test-kit';
import { canConnect, hasRsyslog, startRsyslog } from './rsyslog-process.ts';

const LIST = 'messages';

/** rsyslog and a Redis of its own with the same persistence as the platform's. */
export interface RsyslogHop {
  port: number;
  pid: number;
  /** Messages that are in Redis. */
  stored(): number;
  close(): Promise<void>;
}

/** Whether rsyslog and its output for Redis are on this machine. */
export function hasRsyslogHop(): boolean {
  return hasRsyslog('omhiredis');
}

/** Starts rsyslog that receives over TCP and pushes each message onto a Redis list. */
export async function startRsyslogHop(dir: string): Promise<RsyslogHop> {
  mkdirSync(dir, { recursive: true });
  const redisPort = await freePort();
  const redis = await ManagedProcess.launch({
    command: process.env.REDOUBT_REDIS_SERVER ?? 'redis-server',
    args: ['--port', String(redisPort), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes'],
    logFile: join(dir, 'redis.log'),
  });
  await waitFor(() => canConnect(redisPort), { what: 'redis-server' });
  const rsyslog = await startRsyslog(dir, [
    'module(load="omhiredis")',
    `action(type="omhiredis" server="127.0.0.1" serverport="${redisPort}" mode="queue" key="${LIST}" template="RSYSLOG_SyslogProtocol23Format")`,
  ]);
  return {
    port: rsyslog.port,
    pid: rsyslog.process.pid,
    stored: () => Number(execFileSync('redis-cli', ['-p', String(redisPort), 'LLEN', LIST], { encoding: 'utf8' })),
    close: async () => {
      await rsyslog.process.stop();
      await redis.stop();
    },
  };
}
