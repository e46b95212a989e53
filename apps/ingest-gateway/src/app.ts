import { systemClock } from '@redoubt/contracts';
import { secretBoxOf } from '@redoubt/encryption';
import { connectRedis } from '@redoubt/redis';
import type { ServiceParts } from '@redoubt/service';
import { createFrameProducer } from '@redoubt/stream';
import { createApiKeyVerifier, createQuota } from '@redoubt/tenancy';
import { MemoryGate } from './admission/memory-gate.ts';
import type { GatewayConfig } from './config.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { keyAuthenticator, quotaGate, webhookKeys } from './http/tenancy-ports.ts';
import { SyslogServer } from './protocols/syslog/syslog-server.ts';

/**
 * Connects, wires and starts the gateway; `life` then closes it in the order: syslog (what was read is stored), data server
 * (requests in hand finish), appender (what was taken is flushed), memory gate, Redis.
 */
export async function buildApp(
  config: GatewayConfig,
  { life, ops, log, metrics }: ServiceParts,
): Promise<Gateway & { syslog: SyslogServer }> {
  const redis = life.own('redis', await connectRedis(config.redis, { log, metrics }));
  // A client of its own: the WAIT behind a flush holds up whatever shares its connection.
  const appendRedis = life.own('append-redis', await connectRedis({ ...config.redis, clientName: 'append' }, { log }));
  const memory = life.own('memory-gate', new MemoryGate({ redis, log }, config.admission));
  await memory.poll();
  const appender = life.own('appender', createFrameProducer({ redis: appendRedis, log, metrics }, config.producer));
  const verifier = createApiKeyVerifier({ redis, log });
  const authenticator = keyAuthenticator(verifier);
  const quota = quotaGate(createQuota({ redis, log }));
  const deps = { authenticator, quota, appender, memory, log, metrics, clock: systemClock };
  const keys = webhookKeys(verifier, secretBoxOf(config, { metrics }));
  const gateway = await createGateway(config, { ...deps, webhookKeys: keys });
  life.own('http', {
    setDraining: () => gateway.server.setDraining(),
    close: async () => {
      await gateway.server.close();
      gateway.watch.close();
    },
  });
  const { maxDepth } = config.limits;
  const syslog = new SyslogServer(deps, { ...config.syslog, maxDepth, drainMs: config.http.drainMs });
  life.own('syslog', syslog);
  ops.liveness('http-loop', () => gateway.watch.lastTickMs);
  ops.readiness('redis', () => appendRedis.clusterState());
  ops.readiness('http', () => ({ ok: gateway.server.isListening }));
  ops.readiness('memory', () => ({ ok: !memory.isSheddingAll, detail: `shed level ${memory.highestLevel}` }));
  if (syslog.isOn) ops.readiness('syslog', () => ({ ok: syslog.isListening }));
  await gateway.server.listen();
  await syslog.listen();
  return { ...gateway, syslog };
}
