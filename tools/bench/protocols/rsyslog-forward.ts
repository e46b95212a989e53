import { createServer, type AddressInfo } from 'node:net';
import { waitFor } from '@redoubt/test-kit';
import { sendSyslog } from '../load/send-syslog.ts';
import { CpuWatch } from '../measure/cpu-watch.ts';
import { hasRsyslog, startRsyslog } from './rsyslog-process.ts';

const LF = 0x0a;
const TIMEOUT_MS = 300_000;

/**
 * What rsyslog forwards per second of its CPU time: messages received over TCP and sent on over TCP, to a receiver that
 * throws them away. It reads no meaning, maps nothing, keeps no cursor and is told of no arrival.
 *
 * @returns undefined where there is no rsyslog
 */
export async function rsyslogForwardPerCoreSecond(
  dir: string,
  { count, rounds }: { count: number; rounds: number },
): Promise<number[] | undefined> {
  if (!hasRsyslog('imtcp')) return undefined;
  let seen = 0;
  const receiver = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, at + 1)) seen += 1;
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port: target } = receiver.address() as AddressInfo;
  const forward = `action(type="omfwd" target="127.0.0.1" port="${target}" protocol="tcp" template="RSYSLOG_SyslogProtocol23Format")`;
  const rsyslog = await startRsyslog(dir, [forward]);
  try {
    const rates: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = seen;
      const watch = new CpuWatch({ rsyslog: () => [rsyslog.process.pid] });
      watch.start();
      await sendSyslog(rsyslog.port, count);
      await waitFor(() => seen - before >= count, { timeoutMs: TIMEOUT_MS, intervalMs: 20, what: 'all forwarded' });
      rates.push(count / (watch.stop().rsyslog ?? Number.NaN));
    }
    return rates;
  } finally {
    await rsyslog.process.stop();
    receiver.close();
  }
}
