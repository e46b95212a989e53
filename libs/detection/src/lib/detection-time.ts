import { FUTURE_TOLERANCE_MS } from '@redoubt/contracts';
import type { DetectableEvent } from './detectable-event.ts';

/** The time at which an event counts: its own, or its accept time where it has none or claims to come from the future. */
export function detectionTimeMs({ fields, acceptedAtMs }: Pick<DetectableEvent, 'fields' | 'acceptedAtMs'>): number {
  const { eventTimeMs } = fields;
  return eventTimeMs === undefined || eventTimeMs > acceptedAtMs + FUTURE_TOLERANCE_MS ? acceptedAtMs : eventTimeMs;
}
