import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, waitFor } from '@redoubt/test-kit';
import type { Measured, SuiteResult } from '../figure.ts';
import { readAcceptedLedger } from '../judge/accepted-ledger.ts';
import { sendSyslog } from '../load/send-syslog.ts';
import { CpuWatch } from '../measure/cpu-watch.ts';
import { interleaved } from '../measure/pairs.ts';
import { median, ofRounds } from '../measure/statistics.ts';
import { startPlatform } from '../platform.ts';
import type { SuiteContext } from '../suite-context.ts';
import { hasRsyslogHop, startRsyslogHop } from './rsyslog-hop.ts';

const PAIRS = 5;
const STORE_TIMEOUT_MS = 120_000;

/** Where messages go, and how to see that they are there. */
interface Receiver {
  port: number;
  pid: number;
  stored(): number | Promise<number>;
}

interface Round {
  perCoreSecond: number;
  perSecond: number;
}

/**
 * Messages that the gateway takes over TCP per second of its CPU time, beside rsyslog on the same hop: receive over TCP,
 * write to Redis. rsyslog checks no key or quota, reads no meaning and waits for nothing durable.
 */
export async function runSyslog(context: SuiteContext): Promise<SuiteResult> {
  const { options, logDir, onStep } = context;
  const count = options.isQuick ? 5_000 : 200_000;
  const port = await freePort();
  const keyFile = join(logDir, 'syslog.key');
  const startedMs = Date.now();
  const platform = await startPlatform({
    logDir,
    orgCount: 1,
    apps: ['ingest-gateway'],
    gatewayEnv: { SYSLOG_TCP_PORT: String(port), SYSLOG_HOST: '127.0.0.1', SYSLOG_ORG_KEY_FILE: keyFile },
    onProvisioned: ([org]) => writeFileSync(keyFile, org?.authorization.replace('Bearer ', '') ?? '', { mode: 0o600 }),
    onStep,
    ...(options.profileDir === undefined ? {} : { profileDir: options.profileDir }),
  });
  const rsyslog = hasRsyslogHop() ? await startRsyslogHop(join(logDir, 'rsyslog')) : undefined;
  try {
    const gateway: Receiver = {
      port,
      pid: platform.stack.app('ingest-gateway').pid,
      stored: async () => {
        const range = { fromMs: startedMs, toMs: Date.now() };
        return (await readAcceptedLedger(platform.control.redis, platform.orgs, range))[0] ?? 0;
      },
    };
    onStep('warming up');
    await roundOf(gateway, count);
    onStep(`syslog over TCP: ${PAIRS} rounds${rsyslog === undefined ? '' : ' beside rsyslog'}`);
    const pairs = await interleaved(
      options.isQuick ? 1 : PAIRS,
      () => roundOf(gateway, count),
      () => (rsyslog === undefined ? Promise.resolve(undefined) : roundOf(rsyslog, count)),
    );
    return { figures: figuresOf(pairs), notes: notesOf(rsyslog !== undefined), failures: [] };
  } finally {
    await rsyslog?.close();
    await platform.close();
  }
}

/** @throws Error  not all messages that were sent are there within two minutes, or more than were sent */
async function roundOf(receiver: Receiver, count: number): Promise<Round> {
  const before = await receiver.stored();
  const watch = new CpuWatch({ receiver: () => [receiver.pid] });
  watch.start();
  const startedMs = performance.now();
  await sendSyslog(receiver.port, count);
  await waitFor(async () => (await receiver.stored()) - before >= count, { timeoutMs: STORE_TIMEOUT_MS });
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpuSeconds = watch.stop().receiver ?? Number.NaN;
  const stored = (await receiver.stored()) - before;
  if (stored !== count) throw new Error(`${count} messages were sent, ${stored} are stored`);
  return { perCoreSecond: count / cpuSeconds, perSecond: count / seconds };
}

function figuresOf(pairs: readonly { first: Round; second: Round | undefined }[]): Measured[] {
  const rates = pairs.map(({ first }) => first.perCoreSecond);
  const others = pairs.flatMap(({ second }) => (second === undefined ? [] : [second.perCoreSecond]));
  const baseline = others.length === 0 ? {} : { baseline: { name: 'rsyslog TCP → Redis', value: median(others) } };
  return [
    { name: 'syslog_events_per_core_second', unit: 'events/s', ...ofRounds(rates), ...baseline },
    { name: 'syslog_events_per_second', unit: 'events/s', ...ofRounds(pairs.map(({ first }) => first.perSecond)) },
  ];
}

function notesOf(hasYardstick: boolean): string[] {
  const what = 'syslog: sshd messages of about 140 bytes, RFC 5424, octet counted, one connection, one organisation';
  return hasYardstick ? [what] : [what, 'syslog: rsyslog with omhiredis is not installed, so there is no yardstick'];
}
