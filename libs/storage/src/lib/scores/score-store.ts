import {
  isIpAddress,
  severityRank,
  type EventScore,
  type ModelState,
  type OrgId,
  type ScoreMinute,
  type ScoreRecord,
} from '@redoubt/contracts';
import type { Database } from '../database.ts';
import { jsonbText, pgSeconds } from '../pg-json.ts';
import { RecordStore, type OrgRecords, type RecordBatch, type RecordRow, type RecordTables } from '../record-store.ts';
import type { Session } from '../session.ts';

/** One decoded record of an organisation's scores stream, with its place there. */
export interface ScoreRecordRow extends RecordRow {
  record: ScoreRecord;
}

/** What one owner wants stored of one organisation's scores stream, in stream order. */
export type ScoreBatch = RecordBatch<ScoreRecordRow>;

/**
 * Stores what ml-scorer found out: scores of single events (the first of an event stands), scores counted by minute
 * (which add up), and how the model is doing (the newest stands).
 */
export class ScoreStore extends RecordStore<ScoreRecordRow> {
  constructor(options: { database: Database; consumer: string }) {
    super(options, scoreTables);
  }
}

const scoreTables: RecordTables<ScoreRecordRow> = {
  before: () => Promise.resolve(),
  insert: insertRecords,
  after: () => Promise.resolve(),
};

const ADD_SCORES = `
  INSERT INTO event_scores (org_id, event_id, event_type, severity, source_ip, "user", asset, event_time, received_at,
                            anomaly_score, threat_score, confidence, tail, is_warming_up, reasons)
  SELECT org_id, event_id, event_type, severity, source_ip, "user", asset, to_timestamp(event_time),
         to_timestamp(received_at), anomaly_score, threat_score, confidence, tail, is_warming_up, reasons
  FROM jsonb_to_recordset($1::jsonb) AS given (
    org_id uuid, event_id text, event_type text, severity smallint, source_ip inet, "user" text, asset text,
    event_time float8, received_at float8, anomaly_score float8, threat_score float8, confidence float8, tail float8,
    is_warming_up boolean, reasons jsonb)
  ON CONFLICT DO NOTHING`;

// Sorted, so that an owner and a zombie lock rows in one order.
const ADD_MINUTES = `
  INSERT INTO score_minutes AS held (org_id, minute, counts)
  SELECT org_id, to_timestamp(minute), ARRAY(SELECT jsonb_array_elements_text(counts)::bigint)
  FROM jsonb_to_recordset($1::jsonb) AS given (org_id uuid, minute float8, counts jsonb)
  ORDER BY org_id, minute
  ON CONFLICT (org_id, minute) DO UPDATE SET counts = ARRAY(
    SELECT coalesce(old, 0) + coalesce(new, 0)
    FROM unnest(held.counts, excluded.counts) WITH ORDINALITY AS both_counts (old, new, at) ORDER BY at)`;

const PUT_MODELS = `
  INSERT INTO anomaly_models AS held (org_id, at, doc)
  SELECT org_id, to_timestamp(at), doc FROM jsonb_to_recordset($1::jsonb) AS given (org_id uuid, at float8, doc jsonb)
  ORDER BY org_id
  ON CONFLICT (org_id) DO UPDATE SET (at, doc) = (excluded.at, excluded.doc) WHERE excluded.at >= held.at`;

async function insertRecords(session: Session, parts: readonly OrgRecords<ScoreRecordRow>[]): Promise<void> {
  const scores: unknown[] = [];
  const minutes: unknown[] = [];
  const models: unknown[] = [];
  for (const { orgId, rows } of parts) {
    const records = rows.map(({ record }) => record);
    scores.push(...records.filter((one) => one.type === 'score').map((one) => scoreColumns(orgId, one)));
    minutes.push(...sumsByMinute(orgId, records));
    const newest = newestModel(records);
    if (newest) models.push({ org_id: orgId, at: pgSeconds(newest.atMs), doc: newest });
  }
  await put(session, 'add_event_scores', ADD_SCORES, scores);
  await put(session, 'add_score_minutes', ADD_MINUTES, minutes);
  await put(session, 'put_anomaly_models', PUT_MODELS, models);
}

function newestModel(records: readonly ScoreRecord[]): ModelState | undefined {
  const models = records.filter((one) => one.type === 'model');
  return models.reduce<ModelState | undefined>((held, one) => (held && held.atMs > one.atMs ? held : one), undefined);
}

async function put(session: Session, name: string, text: string, records: readonly unknown[]): Promise<void> {
  if (records.length > 0) await session.prepared(name, text, [jsonbText(records)]);
}

function scoreColumns(orgId: OrgId, score: EventScore): Record<string, unknown> {
  const { sourceIp } = score;
  return {
    org_id: orgId,
    event_id: score.eventId,
    event_type: score.eventType,
    severity: severityRank(score.severity),
    source_ip: sourceIp !== undefined && isIpAddress(sourceIp) ? sourceIp : undefined,
    user: score.user,
    asset: score.asset,
    event_time: pgSeconds(score.timeMs),
    received_at: pgSeconds(score.acceptedAtMs),
    anomaly_score: score.anomalyScore,
    threat_score: score.threatScore,
    confidence: score.confidence,
    tail: score.tail,
    is_warming_up: score.isWarmingUp,
    reasons: score.reasons,
  };
}

/** One statement may touch a row once: the counts of a minute are added up first. */
function sumsByMinute(orgId: OrgId, records: readonly ScoreRecord[]): unknown[] {
  const sums = new Map<number, number[]>();
  for (const { minuteMs, counts } of records.filter((one): one is ScoreMinute => one.type === 'minute')) {
    const sum = sums.get(minuteMs);
    sums.set(minuteMs, sum ? sum.map((count, at) => count + (counts[at] ?? 0)) : [...counts]);
  }
  return [...sums].map(([minuteMs, counts]) => ({ org_id: orgId, minute: pgSeconds(minuteMs), counts }));
}
