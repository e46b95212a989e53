import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const SENDER = join(import.meta.dirname, 'syslog-sender.ts');

/** Sends so many sshd messages to a port over one connection, from a process of its own; ends when they are written. */
export async function sendSyslog(port: number, count: number): Promise<void> {
  const args = ['--disable-warning=ExperimentalWarning', SENDER, String(port), String(count)];
  await once(spawn(process.execPath, args, { stdio: ['ignore', 2, 2] }), 'exit');
}
