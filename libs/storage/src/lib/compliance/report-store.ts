import { parseOrgId } from '@redoubt/contracts';
import type { Database } from '../database.ts';

export interface StoredReport {
  reportId: string;
  /** Null: the installation. */
  orgId: string | null;
  framework: string;
  /** Epoch ms. */
  fromMs: number;
  toMs: number;
  createdAtMs: number;
  requestedBy: string;
  runId: string | null;
  score: number | null;
  statement: string;
  /** Of the signed content, hex. */
  hash: string;
  /** SHA-256 of each format as a file, hex. */
  files: Readonly<Record<string, string>>;
}

interface ReportRow {
  report_id: string;
  org_id: string | null;
  framework: string;
  from_ms: number;
  to_ms: number;
  created_ms: number;
  requested_by: string;
  run_id: string | null;
  score: number | null;
  statement: string;
  hash: string;
  files: Record<string, string>;
  document?: string;
}

const role = 'redoubt_compliance';
const MAX_LISTED = 200;
/** What is an organisation's is read under row security, as that organisation. */
const sight = (orgId: string | null | undefined) =>
  typeof orgId === 'string'
    ? ({ role: 'redoubt_reader', orgId: parseOrgId(orgId), isReadOnly: true } as const)
    : ({ role, isReadOnly: true } as const);
const ms = (column: string, as: string): string => `floor(extract(epoch FROM ${column}) * 1000)::float8 AS ${as}`;
const columns = `report_id, org_id, framework, ${ms('period_from', 'from_ms')}, ${ms('period_to', 'to_ms')},
  ${ms('created_at', 'created_ms')}, requested_by, run_id, score, statement, hash, files`;

const reportOf = (row: ReportRow): StoredReport => ({
  ...{ reportId: row.report_id, orgId: row.org_id, framework: row.framework, fromMs: row.from_ms, toMs: row.to_ms },
  ...{ createdAtMs: row.created_ms, requestedBy: row.requested_by, runId: row.run_id, score: row.score },
  ...{ statement: row.statement, hash: row.hash, files: row.files },
});

/** Keeps a report; one that is kept already stays as it is. @throws RetryableError or PermanentError */
export async function saveReport(database: Database, report: StoredReport, document: string): Promise<void> {
  const values = [
    ...[report.reportId, report.orgId, report.framework, report.fromMs, report.toMs, report.createdAtMs],
    ...[
      report.requestedBy,
      report.runId,
      report.score,
      report.statement,
      document,
      report.hash,
      JSON.stringify(report.files),
    ],
  ];
  const at = (place: number): string => `to_timestamp($${place}::float8 / 1000)`;
  await database.transaction(
    (session) =>
      session.query(
        `INSERT INTO compliance_reports (report_id, org_id, framework, period_from, period_to, created_at, requested_by, run_id,
           score, statement, document, hash, files)
         VALUES ($1, $2, $3, ${at(4)}, ${at(5)}, ${at(6)}, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`,
        values,
      ),
    { role },
  );
}

/** Newest first, 200 at most. */
export async function listReports(
  database: Database,
  { orgId, framework }: { orgId: string | null; framework?: string },
): Promise<StoredReport[]> {
  const rows = await database.transaction(
    (session) =>
      session.query<ReportRow>(
        `SELECT ${columns} FROM compliance_reports WHERE org_id IS NOT DISTINCT FROM $1 AND ($2::text IS NULL OR framework = $2)
         ORDER BY created_at DESC LIMIT ${MAX_LISTED}`,
        [orgId, framework ?? null],
      ),
    sight(orgId),
  );
  return rows.map(reportOf);
}

/** A report with its document. @param orgId whose it must be; null: the installation's; undefined: anybody's */
export async function findReport(
  database: Database,
  reportId: string,
  orgId?: string | null,
): Promise<(StoredReport & { document: string }) | undefined> {
  const of = orgId === undefined ? '' : 'AND org_id IS NOT DISTINCT FROM $2';
  const [row] = await database.transaction(
    (session) =>
      session.query<ReportRow & { document: string }>(
        `SELECT ${columns}, document FROM compliance_reports WHERE report_id = $1 ${of}`,
        orgId === undefined ? [reportId] : [reportId, orgId],
      ),
    sight(orgId),
  );
  return row && { ...reportOf(row), document: row.document };
}

/** The report that a file is of, by the file's SHA-256 (hex). */
export async function findReportByFile(
  database: Database,
  fileHash: string,
): Promise<(StoredReport & { format: string }) | undefined> {
  const [row] = await database.transaction(
    (session) =>
      session.query<ReportRow & { format: string }>(
        `SELECT ${columns}, entry.key AS format FROM compliance_reports, jsonb_each_text(files) AS entry WHERE entry.value = $1 LIMIT 1`,
        [fileHash],
      ),
    { role, isReadOnly: true },
  );
  return row && { ...reportOf(row), format: row.format };
}
