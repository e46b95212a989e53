import { compareEntryIds, decodeEvent, parseEventId, type EventFields, type OrgId } from '@redoubt/contracts';
import { loadEnv, redisEnv } from '@redoubt/config';
import { orgKeys } from '@redoubt/key-schema';
import { connectRedis } from '@redoubt/redis';
import { decodeModel, OrgModel, readFeatures } from '@redoubt/scoring';
import { createLogger } from '@redoubt/telemetry';
import type { Control } from '../../dev/demo-org.ts';
import type { Stack } from '../../dev/stack.ts';
import { corpusLines } from './corpus.ts';
import { readAit } from './read-ait.ts';

/** Score of one event. */
export interface ReplayedScore {
  anomalyScore: number;
  tail: number;
}

/** Alerts of a company of AIT's set as events that senders would post, in order of time. */
export function readAitEvents(company: string): Record<string, unknown>[] {
  const set = readAit(corpusLines(`ait-ads-${company}.csv.gz`), company);
  return Array.from({ length: set.count }, (_, at) => {
    const { eventType, severity, sourceIp, asset, timeMs } = set.event(at);
    return { eventType, severity, sourceIp, asset, eventTimeMs: timeMs, externalId: `${company}-${at}` };
  });
}

/** Scores by a model of the same seed that nothing interrupts, of events as the platform reads them. */
export function scoreOffline(orgId: OrgId, seed: Int32Array, events: readonly unknown[]): ReplayedScore[] {
  const model = new OrgModel({ orgId, seed });
  return events.map((event) => {
    const fields = fieldsOf(event);
    const { anomalyScore, tail } = model.score(
      readFeatures(fields, { timeMs: fields.eventTimeMs ?? 0, receivedAtMs: Date.now() }),
    );
    return { anomalyScore, tail };
  });
}

/** What the platform stored of an organisation's scores, in the order of its events. */
export async function readStoredScores({ database }: Control, orgId: OrgId): Promise<ReplayedScore[]> {
  const rows = await database.query<{ event_id: string; anomaly_score: number; tail: number }>(
    'SELECT event_id, anomaly_score, tail FROM event_scores WHERE org_id = $1',
    [orgId],
  );
  const placed = rows.map(({ event_id: eventId, anomaly_score: anomalyScore, tail }) => {
    const place = parseEventId(eventId);
    if (!place) throw new Error(`${eventId} is no event id`);
    return { place, anomalyScore, tail };
  });
  placed.sort((a, b) => compareEntryIds(a.place.entryId, b.place.entryId) || a.place.index - b.place.index);
  return placed.map(({ anomalyScore, tail }) => ({ anomalyScore, tail }));
}

/**
 * The seed of an organisation's model, and how many events it has learned, as of its last checkpoint. Read as the
 * service itself, since nobody else may see a model.
 */
export async function readModelFacts(
  stack: Pick<Stack, 'redisNodes' | 'loginEnv'>,
  orgId: OrgId,
): Promise<{ seed: Int32Array; events: number }> {
  const env = { REDIS_NODES: stack.redisNodes, ...stack.loginEnv('ml-scorer') };
  const options = redisEnv.pick(loadEnv(redisEnv.schema, env));
  const redis = await connectRedis(options, { log: createLogger({ app: 'replay', level: 'silent' }) });
  try {
    const blob = await redis.call('GET', orgKeys(orgId).mlModel(), [], { buffers: true });
    const decoded = decodeModel(blob as Buffer, { orgId });
    if (decoded.kind !== 'ok') throw new Error(decoded.detail);
    return { seed: decoded.model.seed, events: decoded.model.events };
  } finally {
    await redis.close();
  }
}

function fieldsOf(event: unknown): EventFields {
  // As its sender writes it: what is undefined is not there.
  const decoded = decodeEvent(JSON.parse(JSON.stringify(event)));
  if (!decoded.ok) throw new Error(`${decoded.code}: ${decoded.detail}`);
  return decoded.fields;
}
