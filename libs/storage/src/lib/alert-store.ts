import { auditCases, readCasesBefore } from './audit-cases.ts';
import { alertColumns, historyColumns, incidentColumns, type AlertRecordRow } from './alert-rows.ts';
import { ADD_ALERT_HISTORY, ADD_INCIDENT_HISTORY, UPSERT_ALERTS, UPSERT_INCIDENTS } from './alert-statements.ts';
import type { Database } from './database.ts';
import { jsonbText } from './pg-json.ts';
import { RecordStore, type OrgRecords, type RecordBatch, type RecordTables } from './record-store.ts';
import type { Session } from './session.ts';

/** What one owner wants stored of one organisation's alerts stream, in stream order. */
export type AlertBatch = RecordBatch<AlertRecordRow>;

type CasesBefore = Awaited<ReturnType<typeof readCasesBefore>>;

/**
 * Stores records of alerts and incidents: newest states, history, and in the audit log what people changed. Of a state
 * the greatest version stays.
 */
export class AlertStore extends RecordStore<AlertRecordRow, CasesBefore> {
  constructor(options: { database: Database; consumer: string }) {
    super(options, alertTables);
  }
}

const alertTables: RecordTables<AlertRecordRow, CasesBefore> = {
  before: readCasesBefore,
  insert: insertRecords,
  after: auditCases,
};

async function insertRecords(session: Session, parts: readonly OrgRecords<AlertRecordRow>[]): Promise<void> {
  const rows = parts.flatMap((part) => part.rows);
  const alerts = rows.filter((row) => row.record.type === 'alert');
  const incidents = rows.filter((row) => row.record.type === 'incident');
  await put(session, 'upsert_alerts', UPSERT_ALERTS, newestStates(alerts));
  await put(session, 'upsert_incidents', UPSERT_INCIDENTS, newestStates(incidents));
  await put(session, 'add_alert_history', ADD_ALERT_HISTORY, alerts.map(historyColumns));
  await put(session, 'add_incident_history', ADD_INCIDENT_HISTORY, incidents.map(historyColumns));
}

async function put(session: Session, name: string, text: string, records: readonly unknown[]): Promise<void> {
  if (records.length > 0) await session.prepared(name, text, [jsonbText(records)]);
}

/** One statement may touch a row once: of several states of one alert or incident the greatest version. */
function newestStates(rows: readonly AlertRecordRow[]): Record<string, unknown>[] {
  const newest = new Map<string, AlertRecordRow>();
  for (const row of rows) {
    const { id, version } = stateOf(row);
    const known = newest.get(id);
    if (!known || stateOf(known).version < version) newest.set(id, row);
  }
  return [...newest.values()].map(({ record }) =>
    record.type === 'alert' ? alertColumns(record.alert) : incidentColumns(record.incident),
  );
}

function stateOf({ record }: AlertRecordRow): { id: string; version: number } {
  const state = record.type === 'alert' ? record.alert : record.incident;
  const id = record.type === 'alert' ? record.alert.alertId : record.incident.incidentId;
  return { id: `${state.orgId}${id}`, version: state.version };
}
