/** A JSON event as a sender writes it; `id` becomes its externalId. */
export interface TrafficEvent {
  id: string;
  eventType: string;
  severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
  timestamp: string;
  asset: string;
  message: string;
  sourceIp?: string;
  destinationIp?: string;
  user?: string;
  action?: string;
  outcome?: 'success' | 'failure';
  tags?: string[];
  payload: Record<string, unknown>;
}

/**
 * One thing to send: a JSON event or a raw log line.
 *
 * `identity` is what its sender knows it by, so that delivery can be judged without asking the platform: the event's
 * own id, or the line itself, which the generator never repeats.
 */
export type TrafficItem =
  | { kind: 'event'; identity: string; body: string; timeMs: number }
  | { kind: 'line'; identity: string; body: string; timeMs: number };

export function eventItem(event: TrafficEvent, timeMs: number): TrafficItem {
  return { kind: 'event', identity: event.id, body: JSON.stringify(event), timeMs };
}

export function lineItem(line: string, timeMs: number): TrafficItem {
  return { kind: 'line', identity: line, body: line, timeMs };
}
