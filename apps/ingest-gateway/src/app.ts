import { systemClock } from '@redoubt/contracts';
import { connectRedis } from '@redoubt/redis';
import type { ServiceParts } from '@redoubt/service';
import { createFrameProducer } from '@redoubt/stream';
import { createApiKeyVerifier, createQuota } from '@redoubt/tenancy';
import { MemoryGate } from './admission/memory-gate.ts';
import type { GatewayConfig } from './config.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { keyAuthenticator, quotaGate } from './http/tenancy-ports.ts';

/**
 * Connects, wires and starts the gateway; `life` then closes it in the order: data server (requests in hand finish),
 * appender (what was taken is flushed), memory gate, Redis.
 */
export async function buildApp(config: GatewayConfig, { life, ops, log, metrics }: ServiceParts): Promise<Gateway> {
  const redis = life.own('redis', await connectRedis(config.redis, { log, metrics }));
  // A client of its own: the WAIT behind a flush holds up whatever shares its connection.
  const appendRedis = life.own('append-redis', await connectRedis({ ...config.redis, clientName: 'append' }, { log }));
  const memory = life.own('memory-gate', new MemoryGate({ redis, log }, config.admission));
  await memory.poll();
  const appender = life.own('appender', createFrameProducer({ redis: appendRedis, log, metrics }, config.producer));
  const gateway = await createGateway(config, {
    authenticator: keyAuthenticator(createApiKeyVerifier({ redis, log })),
    quota: quotaGate(createQuota({ redis, log })),
    appender,
    memory,
    log,
    metrics,
    clock: systemClock,
  });
  life.own('http', {
    setDraining: () => gateway.server.setDraining(),
    close: async () => {
      await gateway.server.close();
      gateway.watch.close();
    },
  });
  ops.liveness('http-loop', () => gateway.watch.lastTickMs);
  ops.readiness('redis', () => appendRedis.clusterState());
  ops.readiness('http', () => ({ ok: gateway.server.isListening }));
  ops.readiness('memory', () => ({ ok: !memory.isSheddingAll, detail: `shed level ${memory.highestLevel}` }));
  await gateway.server.listen();
  return gateway;
}
