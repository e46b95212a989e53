import type { OrgId } from '@redoubt/contracts';
import { scoresOf, type Database, type StoredEvent } from '@redoubt/storage';
import type { z } from 'zod';
import { anomalyJson } from '../anomalies/anomaly-schema.ts';
import type { storedEventSchema } from './event-schema.ts';

/** Events as they are answered, with how unusual they are where that was worth keeping. */
export async function withScores(
  database: Database,
  orgId: OrgId,
  events: readonly StoredEvent[],
): Promise<z.input<typeof storedEventSchema>[]> {
  const scores = await scoresOf(
    database,
    orgId,
    events.map(({ eventId }) => eventId),
  );
  return events.map((event) => {
    const score = scores.get(event.eventId);
    return score === undefined ? event : { ...event, anomaly: anomalyJson(score) };
  });
}
