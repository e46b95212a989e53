import { systemClock } from '@redoubt/contracts';
import { connectRedis } from '@redoubt/redis';
import type { ServiceParts } from '@redoubt/service';
import { createDatabase } from '@redoubt/storage';
import {
  addressHolders,
  createApiKeyVerifier,
  createPasswordLogin,
  createRateLimit,
  createSessions,
} from '@redoubt/tenancy';
import { createRefusalLog } from './audit/create-refusal-log.ts';
import { credentialAuthenticator, holderOf } from './auth/credential-authenticator.ts';
import { OidcGate } from './auth/oidc-gate.ts';
import { PlatformRights } from './auth/platform-rights.ts';
import type { DashboardConfig } from './config.ts';
import { startReencryption } from './encryption/start-reencryption.ts';
import { openFeeds } from './feeds/open-feeds.ts';
import { addressFinder } from './http/address-finder.ts';
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
  const dashboardMetrics = createDashboardMetrics(metrics, routes);
  const addressLimit = new AddressLimit(config.requests.openPerMinute, systemClock);
  const app = createHttpApp({
    routes,
    authenticator: credentialAuthenticator(verifiers),
    rateLimit,
    addressLimit,
    metrics: dashboardMetrics,
    refusals,
    log,
    limits: config.limits,
    trustedProxies: config.trustedProxies,
    ...(files ? { page: pageHandler(files) } : {}),
  });
  const { maxConnections, maxOfAddress, sharedAddresses } = config.http;
  // A proxy that is believed about others has no share of its own: those others have, as far as they can be told apart.
  const addressHolderOf = addressHolders([...sharedAddresses, ...config.trustedProxies]);
  const onRefused = (bound: 'full' | 'address'): void => dashboardMetrics.connectionsRefused.inc({ bound });
  const shares = { maxConnections, maxOfAddress, holderOf: addressHolderOf, onRefused };
  const server = life.own('http', new DashboardServer(app, { log, shares }, config.http));
  const verify = (token: string) => holderOf(verifiers, token);
  const addressOf = addressFinder(config.trustedProxies);
  const addresses = { addressLimit, addressOf, holderOf: addressHolderOf };
  const feedsDeps = { redis, log, metrics, rateLimit, sessions, refusals, verify, ...addresses };
  life.own('feeds', await openFeeds(server.http, feedsDeps, config.feeds));
  ops.readiness('redis', () => redis.clusterState());
  ops.readiness('postgres', () => database.state());
  ops.readiness('http', () => ({ ok: server.isListening }));
  await server.listen();
  return server;
}
