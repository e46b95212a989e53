import { newOrgId, systemClock, type OrgId } from '@redoubt/contracts';
import { DEFAULT_QUOTA } from '@redoubt/tenancy';
import { createLogger, createMetrics, type Metrics } from '@redoubt/telemetry';
import type { SheddingPolicy } from '../admission/memory-gate.ts';
import { gatewayConfig, gatewayEnv, type GatewayConfig } from '../config.ts';
import { createGateway, type Gateway } from '../gateway.ts';
import type { Authenticator, QuotaGate } from '../http/ports.ts';
import { Refusal } from '../http/refusal.ts';
import { MemoryAppender } from './memory-appender.ts';

/** A gateway on a free port whose neighbours (keys, quotas, memory, stream) are in memory and can be set. */
export interface TestGateway {
  url: string;
  port: number;
  orgId: OrgId;
  appender: MemoryAppender;
  /** `waitsMs` are given as answers, one per question, before anything is charged. */
  quota: { waitsMs: number[]; charged: { events: number; bytes: number } };
  memory: SheddingPolicy & { level: number; highestRatio: number; highestLevel: number };
  metrics: Metrics;
  gateway: Gateway;
  post(body: NonNullable<RequestInit['body']>, headers?: Record<string, string>, query?: string): Promise<Response>;
  close(): Promise<void>;
}

/** The key that may send; `NO_SCOPE_KEY` exists but may not. */
export const KEY = 'rk_test_secret';
export const NO_SCOPE_KEY = 'rk_readonly_secret';

/** Starts a gateway; `limits`, `body` and `http` replace single defaults. */
export async function startGateway(
  overrides: {
    limits?: Partial<GatewayConfig['limits']>;
    body?: Partial<GatewayConfig['body']>;
    http?: Partial<GatewayConfig['http']>;
  } = {},
): Promise<TestGateway> {
  const base = gatewayConfig(gatewayEnv.parse({ REDIS_NODES: '127.0.0.1:1', HTTP_HOST: '127.0.0.1', HTTP_PORT: '0' }));
  const config = {
    http: { ...base.http, ...overrides.http },
    body: { ...base.body, ...overrides.body },
    limits: { ...base.limits, ...overrides.limits },
  };
  const orgId = newOrgId();
  const appender = new MemoryAppender();
  const quota: TestGateway['quota'] = { waitsMs: [], charged: { events: 0, bytes: 0 } };
  const memory = { level: 0, highestRatio: 0, highestLevel: 0, shedBelowRank: () => memory.level };
  const metrics = createMetrics({ app: 'ingest-gateway', isDefaultMetrics: false });
  const gateway = await createGateway(config, {
    authenticator: memoryAuthenticator(orgId),
    quota: quotaGate(quota),
    appender,
    memory,
    metrics,
    log: createLogger({ app: 'ingest-gateway', level: 'silent' }),
    clock: systemClock,
  });
  await gateway.server.listen();
  const url = `http://127.0.0.1:${gateway.server.port}`;
  return {
    url,
    port: gateway.server.port,
    orgId,
    appender,
    quota,
    memory,
    metrics,
    gateway,
    post: (body, headers = {}, query = '') =>
      fetch(`${url}/v1/events${query}`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/x-ndjson', ...headers },
      }),
    close: async () => {
      gateway.server.destroy();
      await gateway.server.close();
      gateway.watch.close();
    },
  };
}

function memoryAuthenticator(orgId: OrgId): Authenticator {
  return {
    authenticate: (authorization) => {
      if (authorization === `Bearer ${KEY}`) return { orgId, keyId: 'test', quota: DEFAULT_QUOTA };
      if (authorization === `Bearer ${NO_SCOPE_KEY}`) throw new Refusal('forbidden');
      throw new Refusal('unauthenticated', undefined, { headers: { 'www-authenticate': 'Bearer realm="redoubt"' } });
    },
  };
}

function quotaGate(quota: TestGateway['quota']): QuotaGate {
  return {
    charge: (_principal, { events, bytes }) => {
      const waitMs = quota.waitsMs.shift() ?? 0;
      if (waitMs > 0) return Promise.resolve(waitMs);
      quota.charged.events += events;
      quota.charged.bytes += bytes;
      return 0;
    },
  };
}
