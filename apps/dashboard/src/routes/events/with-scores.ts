import type { OrgId } from '@redoubt/contracts';
import { assetContexts, scoresOf, type Database, type StoredEvent } from '@redoubt/storage';
import type { z } from 'zod';
import { anomalyJson } from '../anomalies/anomaly-schema.ts';
import type { storedEventSchema } from './event-schema.ts';

/** Events as they are answered: with how unusual they are where that was worth keeping, and the asset they are about. */
export async function withScores(
  database: Database,
  orgId: OrgId,
  events: readonly StoredEvent[],
): Promise<z.input<typeof storedEventSchema>[]> {
  const ids = events.map(({ eventId }) => eventId);
  const [scores, contexts] = await Promise.all([
    scoresOf(database, orgId, ids),
    assetContexts(database, orgId, events),
  ]);
  return events.map((event, i) => {
    const score = scores.get(event.eventId);
    const context = contexts[i];
    return {
      ...event,
      ...(score === undefined ? {} : { anomaly: anomalyJson(score) }),
      ...(context === undefined ? {} : { context }),
    };
  });
}
