import { newOrgId, systemClock, type OrgId } from '@redoubt/contracts';
import { DEFAULT_QUOTA } from '@redoubt/tenancy';
import { createLogger, createMetrics, type Metrics } from '@redoubt/telemetry';
import type { SheddingPolicy } from '../admission/memory-gate.ts';
import { gatewayConfig, gatewayEnv, type GatewayConfig } from '../config.ts';
import { createGateway, type Gateway, type GatewayDeps } from '../gateway.ts';
import type { Authenticator, QuotaGate, WebhookKeys } from '../http/ports.ts';
import { Refusal } from '../http/refusal.ts';
import { MemoryAppender } from './memory-appender.ts';

/** A gateway on a free port whose neighbours (keys, quotas, memory, stream) are in memory and can be set. */
export interface TestGateway {
  url: string;
  port: number;
  orgId: OrgId;
  /** Of `OTHER_KEY`. */
  otherOrgId: OrgId;
  appender: MemoryAppender;
  /** `waitsMs` are given as answers, one per question, before anything is charged. */
  quota: { waitsMs: number[]; charged: { events: number; bytes: number } };
  memory: SheddingPolicy & { level: number; highestRatio: number; highestLevel: number; isSheddingAll: boolean };
  metrics: Metrics;
  gateway: Gateway;
  post(body: NonNullable<RequestInit['body']>, headers?: Record<string, string>, query?: string): Promise<Response>;
  close(): Promise<void>;
}

/** The key that may send; `NO_SCOPE_KEY` exists but may not. */
export const KEY = 'rk_test_secret';
export const OTHER_KEY = 'rk_other_secret';
export const NO_SCOPE_KEY = 'rk_readonly_secret';
export const REVOKED_KEY = 'rk_revoked_secret';
/** The key whose webhooks are signed with `WEBHOOK_SECRET`. */
export const WEBHOOK_KEY_ID = 'webhookkey0000';
export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

/** Starts a gateway; `limits`, `body` and `http` replace single defaults. */
export async function startGateway(
  overrides: {
    limits?: Partial<GatewayConfig['limits']>;
    body?: Partial<GatewayConfig['body']>;
    http?: Partial<GatewayConfig['http']>;
    protocols?: Partial<GatewayConfig['protocols']>;
    onBatch?: NonNullable<GatewayDeps['onBatch']>;
  } = {},
): Promise<TestGateway> {
  const base = gatewayConfig(gatewayEnv.parse({ REDIS_NODES: '127.0.0.1:1', HTTP_HOST: '127.0.0.1', HTTP_PORT: '0' }));
  const config = {
    http: { ...base.http, ...overrides.http },
    body: { ...base.body, ...overrides.body },
    limits: { ...base.limits, ...overrides.limits },
    protocols: { ...base.protocols, ...overrides.protocols },
  };
  const orgId = newOrgId();
  const otherOrgId = newOrgId();
  const appender = new MemoryAppender();
  const quota: TestGateway['quota'] = { waitsMs: [], charged: { events: 0, bytes: 0 } };
  const memory = {
    ...{ level: 0, highestRatio: 0, highestLevel: 0, isSheddingAll: false },
    shedBelowRank: () => memory.level,
  };
  const metrics = createMetrics({ app: 'ingest-gateway', isDefaultMetrics: false });
  const gateway = await createGateway(config, {
    authenticator: memoryAuthenticator({ [KEY]: orgId, [OTHER_KEY]: otherOrgId }),
    webhookKeys: memoryWebhookKeys(orgId),
    quota: quotaGate(quota),
    appender,
    memory,
    metrics,
    log: createLogger({ app: 'ingest-gateway', level: 'silent' }),
    clock: systemClock,
    ...(overrides.onBatch === undefined ? {} : { onBatch: overrides.onBatch }),
  });
  await gateway.server.listen();
  const url = `http://127.0.0.1:${gateway.server.port}`;
  return {
    url,
    port: gateway.server.port,
    orgId,
    otherOrgId,
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

const SCHEME = /^(?:bearer|splunk|apikey) +/i;

function memoryAuthenticator(orgIds: Readonly<Record<string, OrgId>>): Authenticator {
  const headers = { 'www-authenticate': 'Bearer realm="redoubt"' };
  return {
    authenticate: (authorization) => {
      const key = authorization?.replace(SCHEME, '');
      const orgId = orgIds[key ?? ''];
      if (orgId !== undefined) return { orgId, keyId: 'test', quota: DEFAULT_QUOTA };
      if (key === NO_SCOPE_KEY) throw new Refusal('forbidden');
      const keyRefusal = key === REVOKED_KEY ? 'revoked' : key === undefined ? 'malformed' : 'unknown';
      throw new Refusal('unauthenticated', undefined, { headers, keyRefusal });
    },
  };
}

function memoryWebhookKeys(orgId: OrgId): WebhookKeys {
  return {
    find: (keyId) =>
      keyId === WEBHOOK_KEY_ID
        ? Promise.resolve({ principal: { orgId, keyId, quota: DEFAULT_QUOTA }, secret: WEBHOOK_SECRET })
        : Promise.reject(new Refusal('unauthenticated')),
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
