import { SEVERITIES, type OrgId, type Severity } from '@redoubt/contracts';
import type { Database } from './database.ts';
import { DAY_MS } from './event-days.ts';
import { pgSeconds } from './pg-json.ts';
import { asReader } from './reader.ts';

/** What is open now. Suppressed and inhibited alerts count: they are open, though nobody was told. */
export interface OpenCases {
  bySeverity: Record<Severity, number>;
  /** When the oldest open alert was opened, epoch ms. */
  oldestAlertMs: number | undefined;
  incidents: number;
  /** Open alerts per asset and severity; at most the 200 assets with the most severe ones. */
  assets: { asset: string; severity: Severity; count: number }[];
}

const MOST_ASSETS = 200;

/**
 * Counts an organisation's open alerts and incidents.
 *
 * @throws RetryableError  PostgreSQL is away or slower than `timeoutMs`
 */
export async function openCases(
  database: Database,
  orgId: OrgId,
  { timeoutMs }: { timeoutMs?: number } = {},
): Promise<OpenCases> {
  return asReader(
    database,
    orgId,
    async (session) => {
      const alerts = await session.query<{ severity: number; count: string; oldest_ms: number }>(OPEN_ALERTS, [orgId]);
      const [incidents] = await session.query<{ count: string }>(OPEN_INCIDENTS, [orgId]);
      const assets = await session.query<AssetRow>(OPEN_BY_ASSET, [orgId, MOST_ASSETS]);
      const bySeverity = noneBySeverity();
      for (const row of alerts) bySeverity[severityOf(row.severity)] = Number(row.count);
      return {
        bySeverity,
        oldestAlertMs: alerts.length === 0 ? undefined : Math.min(...alerts.map((row) => row.oldest_ms)),
        incidents: Number(incidents?.count ?? 0),
        assets: assets.map(({ asset, severity, count }) => {
          return { asset, severity: severityOf(severity), count: Number(count) };
        }),
      };
    },
    timeoutMs,
  );
}

interface AssetRow {
  asset: string;
  severity: number;
  count: string;
}

const OPEN = "status = ANY ('{firing,acknowledged}')";
const OPEN_ALERTS = `
  SELECT severity, count(*) AS count, round(min(extract(epoch FROM created_at)) * 1000)::float8 AS oldest_ms
  FROM alerts WHERE org_id = $1 AND ${OPEN} GROUP BY severity`;
const OPEN_INCIDENTS = `
  SELECT count(*) AS count FROM incidents WHERE org_id = $1 AND status = ANY ('{open,investigating}')`;
const OPEN_BY_ASSET = `
  SELECT asset, severity, count(*) AS count FROM alerts
  WHERE org_id = $1 AND ${OPEN} AND asset IS NOT NULL
    AND asset IN (SELECT asset FROM alerts WHERE org_id = $1 AND ${OPEN} AND asset IS NOT NULL
                  GROUP BY asset ORDER BY max(severity) DESC, count(*) DESC, asset LIMIT $2)
  GROUP BY asset, severity`;

/** How long people took, on average over the alerts they handled. */
export interface ResponseTimes {
  /** Until an alert was acknowledged or closed for the first time in the range; undefined when none was. */
  acknowledgeSeconds: number | undefined;
  /** Until it was closed for the first time in the range. */
  closeSeconds: number | undefined;
}

/** Mean times from opening to acknowledgement and closing, of alerts handled since `sinceMs`. */
export async function responseTimes(
  database: Database,
  orgId: OrgId,
  { sinceMs, timeoutMs }: { sinceMs: number; timeoutMs?: number },
): Promise<ResponseTimes> {
  const [row] = await asReader(
    database,
    orgId,
    (session) =>
      session.query<{ ack: number | null; close: number | null }>(RESPONSE_TIMES, [orgId, pgSeconds(sinceMs)]),
    timeoutMs,
  );
  return { acknowledgeSeconds: row?.ack ?? undefined, closeSeconds: row?.close ?? undefined };
}

const RESPONSE_TIMES = `
  SELECT avg(greatest(0, extract(epoch FROM first_at - created_at)))::float8 AS ack,
         (avg(greatest(0, extract(epoch FROM closed_at - created_at))) FILTER (WHERE closed_at IS NOT NULL))::float8 AS close
  FROM (SELECT alert_id, min(at) AS first_at, min(at) FILTER (WHERE change = 'closed') AS closed_at
        FROM alert_history
        WHERE org_id = $1 AND at >= to_timestamp($2::float8) AND change IN ('acknowledged', 'closed')
        GROUP BY alert_id) AS handled
  JOIN alerts ON alerts.org_id = $1 AND alerts.alert_id = handled.alert_id`;

/** Alerts opened in one UTC day. */
export interface AlertDay {
  /** Start of the day, epoch ms. */
  dayMs: number;
  bySeverity: Record<Severity, number>;
}

/** Alerts opened per UTC day and severity, oldest day first; `days` days up to and with that of `nowMs`. */
export async function alertsPerDay(
  database: Database,
  orgId: OrgId,
  { days, nowMs, timeoutMs }: { days: number; nowMs: number; timeoutMs?: number },
): Promise<AlertDay[]> {
  const today = nowMs - (nowMs % DAY_MS);
  const all = Array.from({ length: days }, (_, i) => {
    return { dayMs: today - (days - 1 - i) * DAY_MS, bySeverity: noneBySeverity() };
  });
  const fromMs = today - (days - 1) * DAY_MS;
  const rows = await asReader(
    database,
    orgId,
    (session) =>
      session.query<{ day: number; severity: number; count: string }>(PER_DAY, [
        orgId,
        pgSeconds(fromMs),
        pgSeconds(today + DAY_MS),
      ]),
    timeoutMs,
  );
  for (const { day, severity, count } of rows) {
    const one = all[day];
    if (one) one.bySeverity[severityOf(severity)] = Number(count);
  }
  return all;
}

const PER_DAY = `
  SELECT floor((extract(epoch FROM created_at) - $2::float8) / 86400)::int AS day, severity, count(*) AS count
  FROM alerts
  WHERE org_id = $1 AND created_at >= to_timestamp($2::float8) AND created_at < to_timestamp($3::float8)
  GROUP BY 1, 2`;

function severityOf(rank: number): Severity {
  return SEVERITIES[rank] ?? 'informational';
}

function noneBySeverity(): Record<Severity, number> {
  return Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
}
