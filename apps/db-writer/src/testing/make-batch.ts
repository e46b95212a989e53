import type { EventFields, EventLane, OrgId } from '@redoubt/contracts';
import type { EventBatch, StreamEvent } from '@redoubt/stream';
import { eventAt } from '@redoubt/test-kit';

/** A batch as the consumer library hands it out: frames of `perFrame` events with the entry ids `<from>-0`, `<from+1>-0` … */
export function makeBatch(
  orgId: OrgId,
  options: {
    from?: number;
    frames?: number;
    perFrame?: number;
    lane?: EventLane;
    acceptedAtMs?: number;
    fields?: (index: number) => Partial<EventFields>;
  } = {},
): EventBatch {
  const { from = 1, frames = 1, perFrame = 1, lane = 's', acceptedAtMs = Date.now() } = options;
  const events: StreamEvent[] = [];
  for (let frame = 0; frame < frames; frame++) {
    for (let index = 0; index < perFrame; index++) {
      const fields = options.fields?.(frame * perFrame + index);
      events.push(eventAt(`${from + frame}-0`, fields, { lane, index, acceptedAtMs }));
    }
  }
  return { orgId, group: 'db_writer', lane, events, isRedelivery: false };
}
