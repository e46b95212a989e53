import { bulkProtocol } from './bulk-protocol.ts';
import { cloudEventsProtocol, eventsProtocol, webhookProtocol } from './events-protocols.ts';
import { hecProtocol, hecRawProtocol } from './hec-protocols.ts';
import { otlpProtocol } from './otlp-protocol.ts';
import type { SendProtocol } from './send-protocol.ts';

export const SEND_PROTOCOL_NAMES = ['events', 'hec', 'hec-raw', 'bulk', 'otlp', 'cloudevents', 'webhook'] as const;
export type SendProtocolName = (typeof SEND_PROTOCOL_NAMES)[number];

/** Protocols that `redoubt send` speaks. */
export const SEND_PROTOCOLS: Readonly<Record<SendProtocolName, SendProtocol>> = {
  events: eventsProtocol,
  hec: hecProtocol,
  'hec-raw': hecRawProtocol,
  bulk: bulkProtocol,
  otlp: otlpProtocol,
  cloudevents: cloudEventsProtocol,
  webhook: webhookProtocol,
};
