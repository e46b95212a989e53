import { z } from 'zod';
import type { OrgId } from './ids.ts';
import { SEVERITIES } from './severity.ts';
import { isIpAddress } from './ip-address.ts';

/** Longest text of a short field (user, asset, action, outcome, externalId, one tag), in UTF-16 units. */
export const MAX_SHORT_TEXT = 1024;
/** Longest eventType. */
export const MAX_EVENT_TYPE = 64;
/** Most tags kept on an event. */
export const MAX_TAGS = 64;
/** An event time later than its accept time by more than this is flagged as future and moves no watermark. */
export const FUTURE_TOLERANCE_MS = 10 * 60_000;

const shortText = z.string().max(MAX_SHORT_TEXT);
const ipText = z.string().refine(isIpAddress, 'not an IP address');

/**
 * The meaning of one event as its sender gave it, in canonical names.
 * `decodeEvent` is the hand-written form of this contract; this schema is the oracle of its tests.
 */
export const eventFieldsSchema = z.strictObject({
  /** Lower snake_case word of the documented vocabulary, or any other of this shape. */
  eventType: z.string().regex(/^[a-z0-9_.]{1,64}$/),
  severity: z.enum(SEVERITIES),
  sourceIp: ipText.optional(),
  destinationIp: ipText.optional(),
  user: shortText.optional(),
  asset: shortText.optional(),
  action: shortText.optional(),
  outcome: shortText.optional(),
  /** When it happened, epoch ms; absent when the sender gave no time. */
  eventTimeMs: z.int().optional(),
  message: z.string().optional(),
  tags: z.array(shortText).max(MAX_TAGS).optional(),
  payload: z.unknown().optional(),
  /** The log line the event was made from, byte for byte (UTF-8 text without its line end). */
  raw: z.string().optional(),
  /** The same for a line that is not UTF-8. */
  rawBase64: z.string().optional(),
  /** The sender's own id, used for duplicate detection. */
  externalId: shortText.optional(),
});

export type EventFields = z.infer<typeof eventFieldsSchema>;

/** An accepted event as readers and the API see it. */
export interface RedoubtEvent extends EventFields {
  eventId: string;
  orgId: OrgId;
  /** The sender's event time, else the accept time; epoch ms. */
  eventTimeMs: number;
  /** When the gateway accepted it, epoch ms. */
  receivedAtMs: number;
  /** True when the event time lies more than FUTURE_TOLERANCE_MS after the accept time. */
  isFuture: boolean;
}

/** Completes a sender's fields with what the platform knows. Pure; the same input gives the same event in every reader. */
export function buildEvent(
  fields: EventFields,
  known: { eventId: string; orgId: OrgId; receivedAtMs: number },
): RedoubtEvent {
  const eventTimeMs = fields.eventTimeMs ?? known.receivedAtMs;
  return {
    ...fields,
    eventId: known.eventId,
    orgId: known.orgId,
    eventTimeMs,
    receivedAtMs: known.receivedAtMs,
    isFuture: eventTimeMs > known.receivedAtMs + FUTURE_TOLERANCE_MS,
  };
}
