import type { Clock } from '@redoubt/contracts';
import type { FrameAppender } from '@redoubt/stream';
import type { Logger, Metrics } from '@redoubt/telemetry';
import { InFlightBytes } from './admission/in-flight-bytes.ts';
import type { SheddingPolicy } from './admission/memory-gate.ts';
import { StallWatch } from './body/stall-watch.ts';
import type { GatewayConfig } from './config.ts';
import { GatewayServer } from './http/gateway-server.ts';
import { createBodyDigest } from './http/body-digest.ts';
import { Ingest } from './http/ingest.ts';
import type { Authenticator, QuotaGate, WebhookKeys } from './http/ports.ts';
import { createGatewayMetrics, registerGatewayGauges, type EventFormat, type GatewayMetrics } from './metrics.ts';
import type { Batch } from './items/batch.ts';
import { apiDocument } from './openapi/document.ts';
import type { GatewayLimits } from './limits.ts';
import { createProtocols } from './protocols/index.ts';

export interface GatewayDeps {
  authenticator: Authenticator;
  webhookKeys: WebhookKeys;
  quota: QuotaGate;
  appender: FrameAppender;
  memory: SheddingPolicy & { highestRatio: number; highestLevel: number; isSheddingAll: boolean };
  log: Logger;
  metrics: Metrics;
  clock: Clock;
  /** Told what was read of every request with events, beside the metrics. */
  onBatch?: (batch: Batch, accepted: number) => void;
}

const MAX_TICK_MS = 1_000;

/** Wires the data server to what it needs; opens nothing. */
export async function createGateway(
  config: Pick<GatewayConfig, 'http' | 'body' | 'limits' | 'protocols'>,
  deps: GatewayDeps,
) {
  const { limits, body } = config;
  const { log, memory } = deps;
  const metrics = createGatewayMetrics(deps.metrics);
  const tickMs = Math.min(MAX_TICK_MS, Math.ceil(body.idleTimeoutMs / 5));
  const watch = new StallWatch(tickMs);
  const inFlight = new InFlightBytes({ ...limits, maxUnverifiedBytes: unverifiedBytesOf(limits) }, (bound) =>
    metrics.bodiesRefused.inc({ bound }),
  );
  const ingest = new Ingest({
    ...deps,
    digest: await createBodyDigest(),
    inFlight,
    watch,
    limits,
    body: {
      maxBodyBytes: limits.maxBodyBytes,
      idleTicks: Math.ceil(body.idleTimeoutMs / tickMs),
      minBytesPerTick: (body.minBytesPerSecond * tickMs) / 1_000,
      wholeTicks: Math.ceil(body.wholeTimeoutMs / tickMs),
    },
    onBatch: (batch, accepted, format, bytes) => {
      count(metrics, batch, { accepted, format, bytes });
      deps.onBatch?.(batch, accepted);
    },
    onUnacknowledged: (events) => metrics.unacknowledged.inc(events),
  });
  const document = JSON.stringify(apiDocument(limits));
  const state = {
    isDraining: (): boolean => server.isDraining,
    isShedding: () => memory.highestLevel > 0,
    isSheddingAll: () => memory.isSheddingAll,
  };
  const { authenticator, webhookKeys, clock } = deps;
  const protocols = createProtocols({ ingest, authenticator, limits, clock, state }, webhookKeys, config.protocols);
  const server: GatewayServer = new GatewayServer(
    { ingest, authenticator, protocols, limits, apiDocument: document, metrics, log },
    config.http,
  );
  registerGatewayGauges(deps.metrics, {
    inFlightBytes: () => inFlight.bytes,
    openBodies: () => watch.size,
    memoryRatio: () => memory.highestRatio,
    shedLevel: () => memory.highestLevel,
  });
  return { server, inFlight, watch };
}

/** The largest body, and small ones beside it. */
function unverifiedBytesOf({ maxJsonBodyBytes }: GatewayLimits): number {
  return maxJsonBodyBytes + 1024 * 1024;
}

export type Gateway = Awaited<ReturnType<typeof createGateway>>;

function count(
  metrics: GatewayMetrics,
  batch: Batch,
  { accepted, format, bytes }: { accepted: number; format: EventFormat; bytes: number },
): void {
  if (accepted > 0) metrics.accepted.inc({ format }, accepted);
  if (bytes > 0) metrics.bodyBytes.inc(bytes);
  for (const [code, events] of batch.refusedBy) metrics.refused.inc({ code }, events);
  for (const [severity, events] of batch.shed) metrics.shed.inc({ severity }, events);
}
