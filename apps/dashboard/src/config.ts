import { join } from 'node:path';
import {
  databaseEnv,
  envDuration,
  envInteger,
  envNetworks,
  httpServiceEnv,
  logEnv,
  messageEnv,
  oidcEnv,
  opsEnv,
  redisEnv,
  secretKeyEnv,
  sessionEnv,
  sinkEnv,
} from '@redoubt/config';
import { ConfigError } from '@redoubt/contracts';
import { DEFAULT_REQUEST_LIMITS, isRole, parseSessionKeys, ROLES, type Role } from '@redoubt/tenancy';
import { z } from 'zod';
import type { OidcConfig } from './auth/oidc-gate.ts';

const perMinute = (defaultCount: number) => envInteger({ min: 1, max: 1_000_000 }).default(defaultCount);
const httpEnv = httpServiceEnv({ port: 8081, maxConnections: 5_000 });

/** Environment of the dashboard; every key is described in its README. */
export const dashboardEnv = z.object({
  ...logEnv.shape,
  ...opsEnv.shape,
  ...redisEnv.shape,
  ...databaseEnv.shape,
  ...httpEnv.shape,
  ...sessionEnv.shape,
  ...oidcEnv.shape,
  ...messageEnv.shape,
  ...secretKeyEnv.shape,
  ...sinkEnv.shape,
  REQUEST_TIMEOUT_MS: envDuration().default(30_000),
  TRUSTED_PROXIES: envNetworks().default([]),
  USER_REQUESTS_PER_MINUTE: perMinute(DEFAULT_REQUEST_LIMITS.user.perMinute),
  KEY_REQUESTS_PER_MINUTE: perMinute(DEFAULT_REQUEST_LIMITS.api_key.perMinute),
  OPEN_REQUESTS_PER_MINUTE: perMinute(600),
  MAX_BODY_BYTES: envInteger({ min: 1024, max: 16 * 1024 * 1024 }).default(256 * 1024),
  SEARCH_TIMEOUT_MS: envDuration(100).default(5_000),
  MAX_EXPORT_ROWS: envInteger({ min: 1, max: 10_000_000 }).default(100_000),
  MAX_EXPORTS: envInteger({ min: 1, max: 1_000 }).default(4),
  EXPORT_STALL_MS: envDuration(1_000).default(30_000),
  PLATFORM_ORGANIZATION: z.string().min(1).max(64).optional(),
  MAX_WAITERS: envInteger({ min: 0, max: 10_000 }).default(100),
  MAX_SOCKETS: envInteger({ min: 1, max: 100_000 }).default(4_000),
  MAX_SOCKETS_PER_ORG: envInteger({ min: 1, max: 100_000 }).default(1_000),
  MAX_SOCKETS_PER_HOLDER: envInteger({ min: 1, max: 100_000 }).default(100),
  SOCKET_HANDSHAKES_PER_SECOND: envInteger({ min: 1, max: 10_000 }).default(200),
  SOCKET_HANDSHAKES_PER_ADDRESS: envInteger({ min: 1, max: 10_000 }).optional(),
  SOCKET_RECORD_LIFE_MS: envDuration(1_000).default(90_000),
  MAX_REPLAY_RECORDS: envInteger({ min: 1, max: 1_000_000 }).default(10_000),
  WEB_ROOT: z
    .string()
    .min(1)
    .default(join(import.meta.dirname, '../../dashboard-web/dist')),
});

export type DashboardEnv = z.infer<typeof dashboardEnv>;

/**
 * Turns the parsed environment into the options of the dashboard's parts.
 *
 * @throws ConfigError when the session keys are none, or what is said of the OpenID provider is not whole
 */
export function dashboardConfig(env: DashboardEnv) {
  const { lifecycle, http } = httpEnv.pick(env);
  return {
    log: logEnv.pick(env),
    ops: opsEnv.pick(env),
    redis: redisEnv.pick(env),
    database: databaseEnv.pick(env),
    lifecycle,
    http: { ...http, requestTimeoutMs: env.REQUEST_TIMEOUT_MS },
    sessionKeys: parseSessionKeys(sessionEnv.pick(env).sessionKeys),
    oidc: oidcOf(env),
    messages: { ...messageEnv.pick(env), ...secretKeyEnv.pick(env), sinks: sinkEnv.pick(env) },
    trustedProxies: env.TRUSTED_PROXIES,
    platformOrganization: env.PLATFORM_ORGANIZATION,
    requests: {
      user: { perMinute: env.USER_REQUESTS_PER_MINUTE, burst: burstOf(env.USER_REQUESTS_PER_MINUTE) },
      openPerMinute: env.OPEN_REQUESTS_PER_MINUTE,
      api_key: { perMinute: env.KEY_REQUESTS_PER_MINUTE, burst: burstOf(env.KEY_REQUESTS_PER_MINUTE) },
    },
    feeds: {
      maxConnections: env.MAX_SOCKETS,
      handshakesPerSecond: env.SOCKET_HANDSHAKES_PER_SECOND,
      addressHandshakesPerSecond: env.SOCKET_HANDSHAKES_PER_ADDRESS ?? Math.ceil(env.SOCKET_HANDSHAKES_PER_SECOND / 4),
      pingIntervalMs: 20_000,
      pingTimeoutMs: 20_000,
      maxReplayRecords: env.MAX_REPLAY_RECORDS,
      maxQueuedPackets: 8,
      sockets: {
        perProcess: env.MAX_SOCKETS,
        perOrg: env.MAX_SOCKETS_PER_ORG,
        perPrincipal: env.MAX_SOCKETS_PER_HOLDER,
      },
      records: { lifeMs: env.SOCKET_RECORD_LIFE_MS },
      drainMs: Math.floor(env.DRAIN_TIMEOUT_MS / 4),
    },
    limits: {
      maxBodyBytes: env.MAX_BODY_BYTES,
      searchTimeoutMs: env.SEARCH_TIMEOUT_MS,
      maxExportRows: env.MAX_EXPORT_ROWS,
      maxExports: env.MAX_EXPORTS,
      exportStallMs: env.EXPORT_STALL_MS,
      textSearches: Math.max(1, Math.floor(databaseEnv.pick(env).poolMax / 2)),
      maxWaiters: env.MAX_WAITERS,
    },
    webRoot: env.WEB_ROOT,
  };
}

function oidcOf(env: DashboardEnv): OidcConfig | undefined {
  const given = oidcEnv.pick(env);
  return given && { ...given, rules: given.rules.map((rule) => ({ ...rule, role: roleOf(rule.role) })) };
}

function roleOf(text: string): Role {
  if (isRole(text)) return text;
  throw new ConfigError(`OIDC_ROLES: roles are ${ROLES.join(', ')}`);
}

/** A quarter of a minute's worth may come at once. */
function burstOf(requestsPerMinute: number): number {
  return Math.max(1, Math.ceil(requestsPerMinute / 4));
}

export type DashboardConfig = ReturnType<typeof dashboardConfig>;
export type DashboardLimits = DashboardConfig['limits'];
