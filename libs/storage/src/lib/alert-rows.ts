import {
  isIpAddress,
  severityRank,
  type Alert,
  type AlertRecord,
  type AlertSubject,
  type Incident,
} from '@redoubt/contracts';
import { pgSeconds } from './pg-json.ts';
import type { RecordRow } from './record-store.ts';

/** One decoded record of an organisation's alerts stream, with its place there. */
export interface AlertRecordRow extends RecordRow {
  record: AlertRecord;
}

/** Columns of a row of `alerts`, as `jsonb_to_recordset` reads them; times in epoch seconds. */
export function alertColumns(alert: Alert): Record<string, unknown> {
  return {
    org_id: alert.orgId,
    alert_id: alert.alertId,
    rule_id: alert.ruleId,
    severity: severityRank(alert.severity),
    status: alert.status,
    title: alert.title,
    ...subjectColumns(alert.subject),
    ...timeColumns(alert),
    count: alert.count,
    risk_score: alert.riskScore,
    assignee: alert.assignee,
    disposition: alert.disposition,
    incident_id: alert.incidentId,
    suppressed_by: alert.suppressedBy,
    inhibited_by: alert.inhibitedBy,
    version: alert.version,
    doc: alert,
  };
}

/** Columns of a row of `incidents`. */
export function incidentColumns(incident: Incident): Record<string, unknown> {
  return {
    org_id: incident.orgId,
    incident_id: incident.incidentId,
    kind: incident.kind,
    severity: severityRank(incident.severity),
    status: incident.status,
    title: incident.title,
    ...subjectColumns(incident.subject),
    ...timeColumns(incident),
    alert_count: incident.alertCount,
    risk_score: incident.riskScore,
    assignee: incident.assignee,
    version: incident.version,
    doc: incident,
  };
}

/** Columns of a row of `alert_history` or `incident_history`. */
export function historyColumns(row: AlertRecordRow): Record<string, unknown> {
  const { record } = row;
  const about =
    record.type === 'alert'
      ? { org_id: record.alert.orgId, alert_id: record.alert.alertId, count: record.alert.count }
      : {
          org_id: record.incident.orgId,
          incident_id: record.incident.incidentId,
          alert_count: record.incident.alertCount,
        };
  const subject = record.type === 'alert' ? record.alert : record.incident;
  return {
    ...about,
    record_id: row.recordId,
    version: subject.version,
    change: record.change,
    at: pgSeconds(record.atMs),
    status: subject.status,
    severity: severityRank(subject.severity),
    actor: record.actor,
    note: record.note,
    command_id: record.commandId,
  };
}

function subjectColumns(subject: AlertSubject): Record<string, unknown> {
  const { sourceIp, user, asset } = subject;
  return { source_ip: sourceIp !== undefined && isIpAddress(sourceIp) ? sourceIp : undefined, user, asset };
}

function timeColumns(of: { firstSeenMs: number; lastSeenMs: number; createdAtMs: number; updatedAtMs: number }) {
  return {
    first_seen: pgSeconds(of.firstSeenMs),
    last_seen: pgSeconds(of.lastSeenMs),
    created_at: pgSeconds(of.createdAtMs),
    updated_at: pgSeconds(of.updatedAtMs),
  };
}
