import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort, ManagedProcess, waitFor } from '@redoubt/test-kit';

const RSYSLOG = '/usr/sbin/rsyslogd';
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
  const folders = ['/usr/lib/x86_64-linux-gnu/rsyslog', '/usr/lib/aarch64-linux-gnu/rsyslog', '/usr/lib/rsyslog'];
  return existsSync(RSYSLOG) && folders.some((folder) => existsSync(join(folder, 'omhiredis.so')));
}

/** Starts rsyslog that receives over TCP and pushes each message onto a Redis list, in batches of its own making. */
export async function startRsyslogHop(dir: string): Promise<RsyslogHop> {
  mkdirSync(dir, { recursive: true });
  const redisPort = await freePort();
  const port = await freePort();
  const redis = await ManagedProcess.launch({
    command: process.env.REDOUBT_REDIS_SERVER ?? 'redis-server',
    args: ['--port', String(redisPort), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes'],
    logFile: join(dir, 'redis.log'),
  });
  await waitFor(() => canConnect(redisPort), { what: 'redis-server' });
  const config = join(dir, 'rsyslog.conf');
  writeFileSync(
    config,
    `global(workDirectory="${dir}")
module(load="imtcp")
module(load="omhiredis")
main_queue(queue.type="FixedArray" queue.size="200000" queue.dequeueBatchSize="1024" queue.workerThreads="1")
input(type="imtcp" port="${port}" address="127.0.0.1")
action(type="omhiredis" server="127.0.0.1" serverport="${redisPort}" mode="queue" key="${LIST}" template="RSYSLOG_SyslogProtocol23Format")
`,
  );
  const rsyslog = await ManagedProcess.launch({
    command: RSYSLOG,
    args: ['-n', '-f', config, '-i', join(dir, 'rsyslog.pid')],
    logFile: join(dir, 'rsyslog.log'),
  });
  await waitFor(() => canConnect(port), { what: 'rsyslog' });
  return {
    port,
    pid: rsyslog.pid,
    stored: () => Number(execFileSync('redis-cli', ['-p', String(redisPort), 'LLEN', LIST], { encoding: 'utf8' })),
    close: async () => {
      await rsyslog.stop();
      await redis.stop();
    },
  };
}

function canConnect(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: '127.0.0.1', port }, () => resolve(true));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
