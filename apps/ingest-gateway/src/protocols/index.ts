import type { WebhookKeys } from '../http/ports.ts';
import type { Protocol, ProtocolDeps } from '../http/protocol.ts';
import { createCloudEvents } from './cloudevents/cloudevents.ts';
import { createElastic, type ElasticOptions } from './elastic/elastic.ts';
import { createHec, type HecOptions } from './hec/hec.ts';
import { createOtlp } from './otlp/otlp.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

export interface ProtocolOptions {
  hec: HecOptions;
  elastic: ElasticOptions;
}

/** All HTTP protocols besides `POST /v1/events`. */
export function createProtocols(deps: ProtocolDeps, keys: WebhookKeys, options: ProtocolOptions): Protocol[] {
  return [
    createHec(deps, options.hec),
    createOtlp(deps),
    createCloudEvents(deps),
    createWebhooks(deps, keys),
    createElastic(deps, options.elastic),
  ];
}
