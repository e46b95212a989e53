import { newOrgId, systemClock, type OrgId } from '@redoubt/contracts';
import { DEFAULT_QUOTA } from '@redoubt/tenancy';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { z } from 'zod';
import { Refusal } from '../http/refusal.ts';
import { syslogEnv, syslogSettings } from '../protocols/syslog/syslog-config.ts';
import type { Transport } from '../protocols/syslog/syslog-metrics.ts';
import { SyslogServer } from '../protocols/syslog/syslog-server.ts';
import { MemoryAppender } from './memory-appender.ts';
import { KEY, OTHER_KEY } from './start-gateway.ts';

/** The syslog listeners on loopback, with keys and stream in memory. */
export interface TestSyslog {
  orgId: OrgId;
  appender: MemoryAppender;
  /** While away, nobody can say whose a key is; `OTHER_KEY` is looked up for as long as `lookup` says. */
  store: { isAway: boolean; lookup?: Promise<void> };
  port(transport: Transport): number;
  /** The value of a sample, given as `name` or `name{label="value"}` without its prefix. */
  metric(sample: string): Promise<number>;
  close(): Promise<void>;
}

/** Starts the listeners that have a port in `env`; `KEY` and, after its look-up, `OTHER_KEY` are the keys. */
export async function startSyslog(env: Record<string, string>): Promise<TestSyslog> {
  const orgId = newOrgId();
  const appender = new MemoryAppender();
  const metrics = createMetrics({ app: 'spec', isDefaultMetrics: false });
  const store: TestSyslog['store'] = { isAway: false };
  const principal = { orgId, keyId: 'spec', quota: DEFAULT_QUOTA };
  const authenticate = (authorization: string | undefined) => {
    if (store.isAway) throw new Refusal('unavailable');
    if (authorization === `Bearer ${OTHER_KEY}` && store.lookup !== undefined)
      return store.lookup.then(() => principal);
    if (authorization !== `Bearer ${KEY}`) throw new Refusal('unauthenticated');
    return principal;
  };
  const server = new SyslogServer(
    {
      ...{ appender, metrics, clock: systemClock, log: createLogger({ app: 'spec', level: 'silent' }) },
      authenticator: { authenticate, authenticateCertificate: () => authenticate(undefined) },
      quota: { charge: () => 0 },
      memory: { shedBelowRank: () => 0 },
    },
    {
      ...syslogSettings(z.object(syslogEnv).parse({ SYSLOG_HOST: '127.0.0.1', ...env })),
      ...{ maxDepth: 64, drainMs: 1_000 },
    },
  );
  await server.listen();
  return {
    ...{ orgId, appender, store },
    port: (transport) => server.portOf(transport) ?? 0,
    metric: async (sample) => {
      const line = (await metrics.text()).split('\n').find((one) => one.startsWith(`redoubt_${sample} `));
      return Number(line?.split(' ')[1]);
    },
    close: () => server.close(),
  };
}
