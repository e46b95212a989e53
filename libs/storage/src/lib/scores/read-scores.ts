import {
  SCORE_RANGES,
  SEVERITIES,
  type AnomalyReason,
  type EventScore,
  type ModelState,
  type OrgId,
  type Severity,
} from '@redoubt/contracts';
import type { Database } from '../database.ts';
import { pgSeconds } from '../pg-json.ts';
import { asReader } from '../reader.ts';

/** Which scores are wanted. Times are event times. */
export interface ScoreFilters {
  /** Inclusive, epoch ms. */
  fromMs: number;
  /** Exclusive, epoch ms. */
  toMs: number;
  minScore?: number;
  /** 1 to 500. @default 50 */
  limit?: number;
}

/** Scores counted over a stretch of time. */
export interface ScoreStep {
  atMs: number;
  /** By range, SCORE_RANGES of them. */
  counts: number[];
}

interface ScoreRow {
  event_id: string;
  event_type: string;
  severity: number;
  source_ip: string | null;
  user: string | null;
  asset: string | null;
  time_ms: number;
  received_ms: number;
  anomaly_score: number;
  threat_score: number;
  confidence: number;
  tail: number;
  is_warming_up: boolean;
  reasons: AnomalyReason[];
}

const MOST_SCORES = 500;
const MOST_IDS = 1_000;
const MOST_LOOKED_AT = 5_000;
const COLUMNS = `event_id, event_type, severity, host(source_ip) AS source_ip, "user", asset,
  round(extract(epoch FROM event_time) * 1000)::float8 AS time_ms,
  round(extract(epoch FROM received_at) * 1000)::float8 AS received_ms,
  anomaly_score, threat_score, confidence, tail, is_warming_up, reasons`;

const TOP = `
  WITH top AS (
    SELECT * FROM event_scores
    WHERE org_id = $1 AND event_time >= to_timestamp($2::float8) AND event_time < to_timestamp($3::float8)
      AND anomaly_score >= $4
    ORDER BY anomaly_score DESC, tail LIMIT ${MOST_LOOKED_AT}),
  grouped AS (
    SELECT *, row_number() OVER (same ORDER BY anomaly_score DESC, tail, event_time DESC, event_id) AS place,
      count(*) OVER same AS alike
    FROM top WINDOW same AS (PARTITION BY event_type, source_ip, "user", asset))
  SELECT ${COLUMNS}, alike FROM grouped WHERE place = 1
  ORDER BY anomaly_score DESC, tail, event_time DESC, event_id LIMIT $5`;

/** An unusual event, and how many there were like it. */
export type TopScore = EventScore & { alike: number };

/**
 * The most unusual events of a stretch of time, most unusual first. Of those with the same type, source, user and asset
 * the most unusual stands for all, with their number (among the MOST_LOOKED_AT most unusual).
 *
 * @throws RangeError for a limit out of range
 * @throws RetryableError  PostgreSQL is away or slow
 */
export async function topScores(database: Database, orgId: OrgId, filters: ScoreFilters): Promise<TopScore[]> {
  const limit = filters.limit ?? 50;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_SCORES)
    throw new RangeError(`limit is 1 to ${MOST_SCORES}`);
  const values = [orgId, pgSeconds(filters.fromMs), pgSeconds(filters.toMs), filters.minScore ?? 0, limit];
  const rows = await asReader(database, orgId, (session) => session.query<ScoreRow & { alike: string }>(TOP, values));
  return rows.map((row) => ({ ...scoreOf(row), alike: Number(row.alike) }));
}

/** Scores of these events, by id; those whose scores were not worth keeping are left out. */
export async function scoresOf(
  database: Database,
  orgId: OrgId,
  eventIds: readonly string[],
): Promise<Map<string, EventScore>> {
  if (eventIds.length > MOST_IDS) throw new RangeError(`at most ${MOST_IDS} events can be looked up at once`);
  if (eventIds.length === 0) return new Map();
  const rows = await asReader(database, orgId, (session) =>
    session.query<ScoreRow>(`SELECT ${COLUMNS} FROM event_scores WHERE org_id = $1 AND event_id = ANY ($2::text[])`, [
      orgId,
      eventIds,
    ]),
  );
  return new Map(rows.map((row) => [row.event_id, scoreOf(row)]));
}

/** Scores of accept minutes, added up in steps of `stepMs`; steps without any are left out, oldest first. */
export async function scoreSteps(
  database: Database,
  orgId: OrgId,
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
): Promise<ScoreStep[]> {
  const rows = await asReader(database, orgId, (session) =>
    session.query<{ step: number; range: number; count: string }>(
      `SELECT floor((extract(epoch FROM minute) * 1000 - $4::float8) / $5::float8)::int AS step, range::int, sum(count) AS count
       FROM score_minutes, unnest(counts) WITH ORDINALITY AS one (count, range)
       WHERE org_id = $1 AND minute >= to_timestamp($2::float8) AND minute < to_timestamp($3::float8) AND count > 0
       GROUP BY 1, 2 ORDER BY 1, 2`,
      [orgId, pgSeconds(fromMs), pgSeconds(toMs), fromMs, stepMs],
    ),
  );
  const steps = new Map<number, ScoreStep>();
  for (const { step, range, count } of rows) {
    let one = steps.get(step);
    if (!one)
      steps.set(step, (one = { atMs: fromMs + step * stepMs, counts: new Array<number>(SCORE_RANGES).fill(0) }));
    one.counts[range - 1] = Number(count);
  }
  return [...steps.values()];
}

/** How the organisation's model was doing last; undefined when none was ever saved. */
export async function readModelState(database: Database, orgId: OrgId): Promise<ModelState | undefined> {
  const [row] = await asReader(database, orgId, (session) =>
    session.query<{ doc: ModelState }>('SELECT doc FROM anomaly_models WHERE org_id = $1', [orgId]),
  );
  return row?.doc;
}

function scoreOf(row: ScoreRow): EventScore {
  return {
    type: 'score',
    eventId: row.event_id,
    eventType: row.event_type,
    severity: SEVERITIES[row.severity] as Severity,
    ...(row.source_ip === null ? {} : { sourceIp: row.source_ip }),
    ...(row.user === null ? {} : { user: row.user }),
    ...(row.asset === null ? {} : { asset: row.asset }),
    timeMs: row.time_ms,
    acceptedAtMs: row.received_ms,
    anomalyScore: row.anomaly_score,
    threatScore: row.threat_score,
    confidence: row.confidence,
    tail: row.tail,
    isWarmingUp: row.is_warming_up,
    reasons: row.reasons,
  };
}
