import { FUTURE_TOLERANCE_MS, isIpAddress, type OrgId } from '@redoubt/contracts';
import type { Database } from './database.ts';
import { pgSeconds } from './pg-json.ts';
import { asReader } from './reader.ts';

/** Which events are counted: all conditions hold together. Times are event times. */
export interface HistogramFilter {
  types: readonly string[];
  sourceIp?: string;
  user?: string;
  asset?: string;
  /** Inclusive, epoch ms. */
  fromMs: number;
  /** Exclusive, epoch ms. */
  toMs: number;
}

export interface EventHistogram {
  /** Oldest first, without gaps. */
  points: { atMs: number; count: number }[];
  /** False when only the newest events were counted. */
  isWhole: boolean;
}

/** Events that are counted at most. */
const MOST_EVENTS = 50_000;

/**
 * Counts stored events over time, in steps of `stepMs`. Events that claim to be from the future are left out.
 *
 * @throws RetryableError  PostgreSQL is away or slower than `timeoutMs`
 */
export async function eventHistogram(
  database: Database,
  orgId: OrgId,
  filter: HistogramFilter,
  { stepMs, timeoutMs }: { stepMs: number; timeoutMs?: number },
): Promise<EventHistogram> {
  const { fromMs, toMs } = filter;
  const points = Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, i) => {
    return { atMs: fromMs + i * stepMs, count: 0 };
  });
  const { text, values } = statementOf(orgId, filter, stepMs);
  const rows = await asReader(
    database,
    orgId,
    (session) => session.query<{ step: number; count: string }>(text, values),
    timeoutMs,
  );
  let total = 0;
  for (const { step, count } of rows) {
    total += Number(count);
    const point = points[step];
    if (point) point.count = Number(count);
  }
  return { points, isWhole: total < MOST_EVENTS };
}

function statementOf(orgId: OrgId, filter: HistogramFilter, stepMs: number): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const time = (epochMs: number): string => `to_timestamp(${bind(pgSeconds(epochMs))}::float8)`;
  const { types, sourceIp, user, asset, fromMs, toMs } = filter;
  const conditions = [
    `org_id = ${bind(orgId)}`,
    `event_type = ANY (${bind(types)}::text[])`,
    `event_time >= ${time(fromMs)}`,
    `event_time < ${time(toMs)}`,
    `received_at >= ${time(fromMs - FUTURE_TOLERANCE_MS)}`,
    'NOT is_future',
    ...(sourceIp !== undefined && isIpAddress(sourceIp) ? [`source_ip = ${bind(sourceIp)}::inet`] : []),
    ...(user === undefined ? [] : [`"user" = ${bind(user)}`]),
    ...(asset === undefined ? [] : [`asset = ${bind(asset)}`]),
  ];
  const text = `
    SELECT floor((extract(epoch FROM event_time) * 1000 - ${bind(fromMs)}::float8) / ${bind(stepMs)}::float8)::int AS step,
           count(*) AS count
    FROM (SELECT event_time FROM events WHERE ${conditions.join(' AND ')}
          ORDER BY event_time DESC LIMIT ${MOST_EVENTS}) AS newest
    GROUP BY 1`;
  return { text, values };
}
