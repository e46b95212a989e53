import { randomUUID } from 'node:crypto';
import type { Database } from '../database.ts';

/** What is to be done. `args` are checked by compliance-reporter. */
export interface NewComplianceRequest {
  kind: 'run' | 'report';
  orgId: string | null;
  args: Readonly<Record<string, unknown>>;
  requestedBy: string;
  /** The same key asks once, however often it is given. */
  requestKey?: string;
}

export interface ComplianceRequest extends Omit<NewComplianceRequest, 'requestKey'> {
  requestId: string;
  /** Of what the schedule asked for. */
  requestKey: string | null;
  createdAtMs: number;
  state: 'asked' | 'done' | 'failed';
  result: unknown;
  error: string | null;
}

interface RequestRow {
  request_id: string;
  request_key: string | null;
  kind: 'run' | 'report';
  org_id: string | null;
  args: Record<string, unknown>;
  requested_by: string;
  created_ms: number;
  state: ComplianceRequest['state'];
  result: unknown;
  error: string | null;
}

const role = 'redoubt_compliance';
const MAX_ASKED = 50;
const columns = `request_id, request_key, kind, org_id, args, requested_by, state, result, error,
  floor(extract(epoch FROM created_at) * 1000)::float8 AS created_ms`;

const requestOf = (row: RequestRow): ComplianceRequest => ({
  ...{ requestId: row.request_id, requestKey: row.request_key, kind: row.kind, orgId: row.org_id, args: row.args },
  ...{ requestedBy: row.requested_by, createdAtMs: row.created_ms, state: row.state, result: row.result },
  error: row.error,
});

/** Writes down what is wanted. @returns its id; undefined when the same key has asked before */
export async function askCompliance(database: Database, request: NewComplianceRequest): Promise<string | undefined> {
  const { kind, orgId, args, requestedBy, requestKey = null } = request;
  const [row] = await database.transaction(
    (session) =>
      session.query<{ request_id: string }>(
        `INSERT INTO compliance_requests (request_id, request_key, kind, org_id, args, requested_by)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (request_key) DO NOTHING RETURNING request_id`,
        [randomUUID(), requestKey, kind, orgId, JSON.stringify(args), requestedBy],
      ),
    { role },
  );
  return row?.request_id;
}

/** What nobody has done yet, oldest first, 50 at most. */
export async function askedCompliance(database: Database): Promise<ComplianceRequest[]> {
  return list(database, `state = 'asked' ORDER BY created_at LIMIT ${MAX_ASKED}`, []);
}

/** How much waits for an organisation, or for the installation (null). */
export async function countAskedCompliance(database: Database, orgId: string | null): Promise<number> {
  const [row] = await database.transaction(
    (session) =>
      session.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM compliance_requests WHERE state = 'asked' AND org_id IS NOT DISTINCT FROM $1`,
        [orgId],
      ),
    { role, isReadOnly: true },
  );
  return row?.count ?? 0;
}

export async function findComplianceRequest(
  database: Database,
  requestId: string,
): Promise<ComplianceRequest | undefined> {
  const [found] = await list(database, 'request_id = $1', [requestId]);
  return found;
}

/** Says what came of a request; one that has ended stays as it is. */
export async function endComplianceRequest(
  database: Database,
  requestId: string,
  end: { result: unknown } | { error: string },
): Promise<void> {
  const [state, result, error] =
    'error' in end ? ['failed', null, end.error.slice(0, 1_000)] : ['done', JSON.stringify(end.result), null];
  await database.transaction(
    (session) =>
      session.query(
        `UPDATE compliance_requests SET state = $2, result = $3, error = $4, finished_at = now()
         WHERE request_id = $1 AND state = 'asked'`,
        [requestId, state, result, error],
      ),
    { role },
  );
}

async function list(database: Database, where: string, values: readonly unknown[]): Promise<ComplianceRequest[]> {
  const rows = await database.transaction(
    (session) => session.query<RequestRow>(`SELECT ${columns} FROM compliance_requests WHERE ${where}`, values),
    { role, isReadOnly: true },
  );
  return rows.map(requestOf);
}
