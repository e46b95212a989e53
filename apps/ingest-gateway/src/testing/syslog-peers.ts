import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ManagedProcess } from '@redoubt/test-kit';

const RSYSLOG = '/usr/sbin/rsyslogd';
const UNPACKED = resolve(import.meta.dirname, '../../../../.redoubt/syslog-ng');

/** Whether the real senders are on this machine; `npm test` sees to them where it can. */
export const hasRsyslog = existsSync(RSYSLOG);
export const hasSyslogNg = existsSync(join(UNPACKED, 'usr/sbin/syslog-ng')) || existsSync('/usr/sbin/syslog-ng');

/** Whether rsyslog can send to Elasticsearch. */
export const hasRsyslogElasticsearch = ['x86_64', 'aarch64'].some((machine) =>
  existsSync(`/usr/lib/${machine}-linux-gnu/rsyslog/omelasticsearch.so`),
);

/** A process that forwards what is written to its socket. */
export interface Relay {
  /** Unix datagram socket to write messages to, with `logger --socket`. */
  socket: string;
  process: ManagedProcess;
}

/**
 * Starts rsyslog with an input socket.
 *
 * @param action  the omfwd action, in its configuration language
 */
export async function startRsyslog(dir: string, action: string): Promise<Relay> {
  mkdirSync(dir, { recursive: true });
  const socket = join(dir, 'in.sock');
  const config = join(dir, 'rsyslog.conf');
  writeFileSync(
    config,
    `global(workDirectory="${dir}" maxMessageSize="64k")
module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket="${socket}" CreatePath="on" RateLimit.Interval="0" UsePIDFromSystem="off")
${action}
`,
  );
  const args = ['-n', '-f', config, '-i', join(dir, 'rsyslog.pid')];
  return { socket, process: await ManagedProcess.launch({ command: RSYSLOG, args, logFile: join(dir, 'log') }) };
}

/**
 * Starts syslog-ng with an input socket.
 *
 * @param destination  the driver of its destination, in its configuration language
 */
export async function startSyslogNg(dir: string, destination: string): Promise<Relay> {
  mkdirSync(dir, { recursive: true });
  const socket = join(dir, 'in.sock');
  const config = join(dir, 'syslog-ng.conf');
  writeFileSync(
    config,
    `@version: 3.35
options { keep-hostname(yes); stats-freq(0); };
source in { unix-dgram("${socket}"); };
destination out { ${destination}; };
log { source(in); destination(out); };
`,
  );
  const isInstalled = existsSync('/usr/sbin/syslog-ng');
  const libraries = join(UNPACKED, 'usr/lib/syslog-ng');
  const args = [
    ...['-F', '--no-caps', '-f', config, '-p', join(dir, 'pid'), '-c', join(dir, 'ctl'), '-R', join(dir, 'persist')],
    ...(isInstalled ? [] : ['--module-path', join(libraries, '3.38')]),
  ];
  const process_ = await ManagedProcess.launch({
    command: isInstalled ? '/usr/sbin/syslog-ng' : join(UNPACKED, 'usr/sbin/syslog-ng'),
    args,
    logFile: join(dir, 'log'),
    env: isInstalled ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries },
  });
  return { socket, process: process_ };
}
