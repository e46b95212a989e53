import { systemClock } from '@redoubt/contracts';
import { connectRedis } from '@redoubt/redis';
import type { ServiceParts } from '@redoubt/service';
import { createDatabase } from '@redoubt/storage';
import { createApiKeyVerifier, createPasswordLogin, createRateLimit, createSessions } from '@redoubt/tenancy';
import { createRefusalLog } from './audit/create-refusal-log.ts';
import { credentialAuthenticator, holderOf } from './auth/credential-authenticator.ts';
import { OidcGate } from './auth/oidc-gate.ts';
import { PlatformRights } from './auth/platform-rights.ts';
import type { DashboardConfig } from './config.ts';
import { startReencryption } from './encryption/start-reencryption.ts';
import { openFeeds } from './feeds/open-feeds.ts';
import { AddressLimit } from './http/address-limit.ts';
import { createHttpApp } from './http/create-http-app.ts';
import { DashboardServer } from './http/dashboard-server.ts';
import { createMessageServices } from './messages/message-services.ts';
import { createDashboardMetrics } from './metrics.ts';
import { readPageFiles } from './page/page-files.ts';
import { pageHandler } from './page/page-handler.ts';
import { createRoutes } from './routes/index.ts';

/**
 * Connects, wires and starts the dashboard; `life` then closes it in the order: feeds, HTTP server (requests in hand
 * finish), what is still to be audited, PostgreSQL, Redis. PostgreSQL may be away at the start.
 */
export async function buildApp(
  config: DashboardConfig,
  { life, ops, log, metrics }: ServiceParts,
): Promise<DashboardServer> {
  const redis = life.own('redis', await connectRedis(config.redis, { log, metrics }));
  const database = life.own('database', createDatabase({ ...config.database, appName: 'redoubt-dashboard' }));
  const { sessionKeys } = config;
  const sessions = createSessions({ redis, database, log, keys: sessionKeys });
  const refusals = life.own('refusals', createRefusalLog({ database, log, metrics }));
  const oidc = config.oidc && new OidcGate({ redis, database, log, keys: sessionKeys }, config.oidc);
  const services = { redis, log, clock: systemClock };
  const platform = new PlatformRights({ ...services, database }, config.platformOrganization);
  const messages = life.own('messages', createMessageServices({ ...services, metrics }, config.messages));
  const { secretBox } = messages;
  if (secretBox) {
    const deps = { jobs: config.redis, redis, database, secretBox, log, metrics };
    life.own('reencryption', startReencryption(deps));
  }
  const routes = createRoutes({
    ...{ ...services, database, limits: config.limits, refusals, messages },
    auth: { sessions, sessionKeys, oidc, platform, passwords: createPasswordLogin({ redis, database, log }) },
  });
  const verifiers = { keys: createApiKeyVerifier({ redis, log }), sessions, sessionKeys, platform };
  const rateLimit = createRateLimit({ redis, log }, config.requests);
  const files = await readPageFiles(config.webRoot);
  if (!files) log.warn({ webRoot: config.webRoot }, 'page_absent');
  const app = createHttpApp({
    routes,
    authenticator: credentialAuthenticator(verifiers),
    rateLimit,
    addressLimit: new AddressLimit(config.requests.openPerMinute, systemClock),
    metrics: createDashboardMetrics(metrics, routes),
    refusals,
    log,
    limits: config.limits,
    trustedProxies: config.trustedProxies,
    ...(files ? { page: pageHandler(files) } : {}),
  });
  const server = life.own('http', new DashboardServer(app, { log }, config.http));
  const verify = (token: string) => holderOf(verifiers, token);
  const feedsDeps = { redis, log, metrics, rateLimit, sessions, refusals, verify };
  life.own('feeds', await openFeeds(server.http, feedsDeps, config.feeds));
  ops.readiness('redis', () => redis.clusterState());
  ops.readiness('postgres', () => database.state());
  ops.readiness('http', () => ({ ok: server.isListening }));
  await server.listen();
  return server;
}
