import { toError, type OrgId } from '@redoubt/contracts';
import type { Sink } from '@redoubt/rulebook';
import type { StreamEvent } from '@redoubt/stream';
import { countDead, type SentTally } from '../send-all.ts';
import type { SinkItem } from '../sink-item.ts';
import { mapEvent } from './map-event.ts';

/** Says events as the sink wants them; one that cannot be mapped is counted as dead and keeps no other waiting. */
export function mapEvents(
  mapping: Sink['mapping'],
  orgId: OrgId,
  events: readonly StreamEvent[],
  tally: SentTally,
): SinkItem[] {
  return events.flatMap((event) => {
    try {
      return [mapEvent(mapping, orgId, event)];
    } catch (error) {
      countDead(tally, `it cannot be mapped: ${toError(error).message}`);
      return [];
    }
  });
}
