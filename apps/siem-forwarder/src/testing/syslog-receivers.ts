import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort, ManagedProcess, waitFor, type CertificateFiles } from '@redoubt/test-kit';
import { connect } from 'node:net';

const RSYSLOG = '/usr/sbin/rsyslogd';
const UNPACKED = resolve(import.meta.dirname, '../../../../.redoubt/syslog-ng');
const INSTALLED = '/usr/sbin/syslog-ng';

/** Whether the real receivers are on this machine; `npm test` sees to them where it can. */
export const hasRsyslog = existsSync(RSYSLOG);
export const hasSyslogNg = existsSync(INSTALLED) || existsSync(join(UNPACKED, 'usr/sbin/syslog-ng'));

/** A real syslog server that writes what it gets to a file. */
export interface Receiver {
  port: number;
  /** Ids of the items it wrote, in their order. */
  ids(): string[];
  lines(): string[];
  process: ManagedProcess;
}

/** rsyslog with one TCP input, octet counted; under TLS if it is given certificates. */
export async function startRsyslog(dir: string, tls?: CertificateFiles): Promise<Receiver> {
  mkdirSync(dir, { recursive: true });
  const [port, out, config] = [await freePort(), join(dir, 'out'), join(dir, 'rsyslog.conf')];
  const files =
    tls === undefined
      ? ''
      : `DefaultNetstreamDriver="gtls" DefaultNetstreamDriverCAFile="${tls.caFile}" ` +
        `DefaultNetstreamDriverCertFile="${tls.certFile}" DefaultNetstreamDriverKeyFile="${tls.keyFile}"`;
  const driver = tls === undefined ? '' : 'StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon"';
  writeFileSync(
    config,
    `global(workDirectory="${dir}" maxMessageSize="64k" ${files})
module(load="imtcp" ${driver})
template(name="whole" type="string" string="%rawmsg%\\n")
input(type="imtcp" port="${port}" address="127.0.0.1")
action(type="omfile" file="${out}" template="whole")
`,
  );
  const args = ['-n', '-f', config, '-i', join(dir, 'rsyslog.pid')];
  const process = await ManagedProcess.launch({ command: RSYSLOG, args, logFile: join(dir, 'log') });
  return receiverOf({ port, out, process });
}

/** syslog-ng with one TCP input of RFC 5424, octet counted. */
export async function startSyslogNg(dir: string): Promise<Receiver> {
  mkdirSync(dir, { recursive: true });
  const [port, out, config] = [await freePort(), join(dir, 'out'), join(dir, 'syslog-ng.conf')];
  writeFileSync(
    config,
    `@version: 3.35
options { keep-hostname(yes); stats-freq(0); };
source in { syslog(ip("127.0.0.1") port(${port}) transport("tcp") flags(store-raw-message) log-msg-size(65536)); };
destination out { file("${out}" template("$RAWMSG\\n")); };
log { source(in); destination(out); };
`,
  );
  const isInstalled = existsSync(INSTALLED);
  const libraries = join(UNPACKED, 'usr/lib/syslog-ng');
  const args = [
    ...['-F', '--no-caps', '-f', config, '-p', join(dir, 'pid'), '-c', join(dir, 'ctl'), '-R', join(dir, 'persist')],
    ...(isInstalled ? [] : ['--module-path', join(libraries, '3.38')]),
  ];
  const managed = await ManagedProcess.launch({
    command: isInstalled ? INSTALLED : join(UNPACKED, 'usr/sbin/syslog-ng'),
    args,
    logFile: join(dir, 'log'),
    env: isInstalled ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries },
  });
  return receiverOf({ port, out, process: managed });
}

async function receiverOf(given: { port: number; out: string; process: ManagedProcess }): Promise<Receiver> {
  const { port, out, process } = given;
  await waitFor(() => accepts(port), { timeoutMs: 20_000, what: 'the syslog server listens' });
  const lines = (): string[] => (existsSync(out) ? readFileSync(out, 'utf8').split('\n').filter(Boolean) : []);
  const ids = (): string[] => lines().map((line) => /\[redoubt@32473 id="([^"]*)"/.exec(line)?.[1] ?? line);
  return { port, process, lines, ids };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
