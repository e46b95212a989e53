import { EVENT_VIEWS, SEVERITIES, viewOfAccepted, type EventView } from '@redoubt/contracts';
import type { StoredEvent } from '@redoubt/storage';
import { z } from 'zod';
import { asChoice, option } from '../command/inputs.ts';
import { printable } from '../output/printable.ts';
import { isoTime } from '../output/time.ts';

/** A stored event as commands print it. */
export const eventSchema = z.object({
  eventId: z.string(),
  orgId: z.string(),
  eventType: z.string(),
  severity: z.enum(SEVERITIES),
  eventTime: z.string().describe('RFC 3339'),
  eventTimeMs: z.number().describe('epoch ms'),
  receivedAt: z.string().describe('RFC 3339'),
  receivedAtMs: z.number().describe('epoch ms'),
  isFuture: z.boolean().describe('dated later than it was received'),
  sourceIp: z.string().optional(),
  destinationIp: z.string().optional(),
  user: z.string().optional(),
  asset: z.string().optional(),
  action: z.string().optional(),
  outcome: z.string().optional(),
  externalId: z.string().optional().describe("the sender's own id"),
  message: z.string().optional(),
  payload: z.string().describe('the JSON text of the event as it was accepted'),
  view: z.record(z.string(), z.unknown()).optional().describe('with --view: the event in that schema'),
});

export type EventJson = z.infer<typeof eventSchema>;

export const viewOption = option(
  '--view <schema>',
  `show events in the schema of others: ${EVENT_VIEWS.join(', ')}`,
  asChoice(EVENT_VIEWS),
);

export function eventJson(event: StoredEvent, view: EventView | undefined): EventJson {
  const times = { eventTime: isoTime(event.eventTimeMs), receivedAt: isoTime(event.receivedAtMs) };
  return { ...event, ...times, ...(view === undefined ? {} : { view: viewOfAccepted(view, event.payload, event) }) };
}

/** What `--output ndjson` prints of an event: with a view, that alone. */
export function rowOf(event: EventJson): object {
  return event.view ?? event;
}

/** An event in the schema that was asked for, for people. */
export function renderView(view: Record<string, unknown>): string {
  return JSON.stringify(view, null, 2).split('\n').map(printable).join('\n');
}
