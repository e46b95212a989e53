import type { Alert, Incident, OrgId } from '@redoubt/contracts';
import type { AlertRecordRow } from './alert-rows.ts';
import { appendAuditAll } from './audit/append-audit.ts';
import { parseActor, type AuditEntry } from './audit/audit-entry.ts';
import type { Session } from './session.ts';

type Case = Alert | Incident;

/** What alerts and incidents that people change were before, by organisation and id. */
export type CasesBefore = Map<string, Case>;

const TABLES = {
  alert: { name: 'alerts', id: 'alert_id' },
  incident: { name: 'incidents', id: 'incident_id' },
} as const;

/** Reads what the records are about to change, where it is people who change it. */
export async function readCasesBefore(session: Session, rows: readonly AlertRecordRow[]): Promise<CasesBefore> {
  const before: CasesBefore = new Map();
  const byPeople = rows.filter(isByPerson);
  for (const type of ['alert', 'incident'] as const) {
    const about = byPeople.filter(({ record }) => record.type === type).map(caseOf);
    if (about.length === 0) continue;
    const { name, id } = TABLES[type];
    const docs = await session.prepared<{ doc: Case }>(
      `read_${name}_before`,
      `SELECT doc FROM ${name} WHERE (org_id, ${id}) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
      [about.map(({ orgId }) => orgId), about.map(idOf)],
    );
    for (const { doc } of docs) before.set(keyOf(doc), doc);
  }
  return before;
}

/**
 * Tells the audit log of what people changed, in the transaction that stores it; its last step, since it locks chains.
 *
 * @param rows in stream order
 */
export async function auditCases(
  session: Session,
  rows: readonly AlertRecordRow[],
  before: CasesBefore,
): Promise<void> {
  const byOrg = new Map<OrgId, AuditEntry[]>();
  const states = new Map(before);
  for (const row of rows) {
    const after = caseOf(row);
    if (isByPerson(row)) {
      const orgId = after.orgId as OrgId;
      byOrg.set(orgId, [...(byOrg.get(orgId) ?? []), entryOf(row, states.get(keyOf(after)))]);
    }
    states.set(keyOf(after), after);
  }
  // Chains are locked in one order everywhere.
  for (const orgId of [...byOrg.keys()].sort()) {
    await session.query("SELECT set_config('redoubt.org_id', $1, true)", [orgId]);
    await appendAuditAll(session, byOrg.get(orgId) ?? []);
  }
  if (byOrg.size > 0) await session.query("SELECT set_config('redoubt.org_id', '', true)");
}

function isByPerson({ record }: AlertRecordRow): boolean {
  return record.actor !== undefined && record.commandId !== undefined;
}

function entryOf(row: AlertRecordRow, before: Case | undefined): AuditEntry {
  const { record } = row;
  const after = caseOf(row);
  return {
    orgId: after.orgId as OrgId,
    actor: { ...parseActor(record.actor ?? ''), ...(record.note === undefined ? {} : { reason: record.note }) },
    action: `${record.type}.${record.change}`,
    target: { kind: record.type, id: idOf(after) },
    ...(before === undefined ? {} : { before: shownOf(before) }),
    after: shownOf(after),
  };
}

/** What people decide about, and what tells which one it is. */
function shownOf(state: Case): Record<string, unknown> {
  const { title, severity, status, assignee } = state;
  const verdict = 'alertId' in state ? { disposition: state.disposition } : {};
  return { title, severity, status, assignee, ...verdict };
}

function caseOf({ record }: AlertRecordRow): Case {
  return record.type === 'alert' ? record.alert : record.incident;
}

function idOf(state: Case): string {
  return 'alertId' in state ? state.alertId : state.incidentId;
}

function keyOf(state: Case): string {
  return `${state.orgId} ${idOf(state)}`;
}
