import type { EventFields } from '@redoubt/contracts';

/** What detection needs of an event, whether it comes from a stream or from storage. */
export interface DetectableEvent {
  /** The same at every delivery. */
  eventId: string;
  /** What the sender wrote, as JSON. */
  value: unknown;
  /** Its meaning, as `decodeEvent` gives it. */
  fields: EventFields;
  /** Epoch ms. */
  acceptedAtMs: number;
}
