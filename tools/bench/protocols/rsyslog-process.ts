import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort, ManagedProcess, waitFor } from '@redoubt/test-kit';

const RSYSLOG = '/usr/sbin/rsyslogd';
const MODULE_FOLDERS = ['x86_64-linux-gnu', 'aarch64-linux-gnu', '.'].map((name) => `/usr/lib/${name}/rsyslog`);

/** Whether rsyslog and one of its modules are on this machine. */
export function hasRsyslog(module: string): boolean {
  return existsSync(RSYSLOG) && MODULE_FOLDERS.some((folder) => existsSync(join(folder, `${module}.so`)));
}

/**
 * Starts rsyslog that receives over TCP on a port of its own, one worker, batches of its own making.
 *
 * @param lines  what it does with messages, in its configuration language
 */
export async function startRsyslog(
  dir: string,
  lines: readonly string[],
): Promise<{ port: number; process: ManagedProcess }> {
  mkdirSync(dir, { recursive: true });
  const port = await freePort();
  const config = join(dir, 'rsyslog.conf');
  writeFileSync(
    config,
    `global(workDirectory="${dir}")
module(load="imtcp")
main_queue(queue.type="FixedArray" queue.size="200000" queue.dequeueBatchSize="1024" queue.workerThreads="1")
input(type="imtcp" port="${port}" address="127.0.0.1")
${lines.join('\n')}
`,
  );
  const args = ['-n', '-f', config, '-i', join(dir, 'rsyslog.pid')];
  const process = await ManagedProcess.launch({ command: RSYSLOG, args, logFile: join(dir, 'rsyslog.log') });
  await waitFor(() => canConnect(port), { what: 'rsyslog' });
  return { port, process };
}

export function canConnect(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: '127.0.0.1', port }, () => resolve(true));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
