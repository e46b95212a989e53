import {
  alertRecordSchema,
  ECS_SEVERITY,
  PermanentError,
  type Alert,
  type AlertRecord,
  type OrgId,
  type Severity,
} from '@redoubt/contracts';
import type { Sink } from '@redoubt/rulebook';
import type { StreamRecord } from '@redoubt/stream';
import type { SinkItem } from '../sink-item.ts';
import { cefOf } from './cef.ts';
import { alertFinding } from './alert-finding.ts';

/**
 * Says a change of an alert or incident as the sink wants it; a dead letter that was put back under the id that it had
 * before.
 *
 * @throws PermanentError when the record is none
 */
export function mapRecord(mapping: Sink['mapping'], orgId: OrgId, given: StreamRecord): SinkItem {
  const id = `${orgId}-${given.originalRecordId ?? given.recordId}`;
  const parsed = alertRecordSchema.safeParse(given.value);
  if (!parsed.success) throw new PermanentError('no record of an alert or incident');
  const record = parsed.data;
  const thing = record.type === 'alert' ? record.alert : record.incident;
  const head = { id, stream: 'alerts' as const, orgId, atMs: record.atMs, severity: thing.severity, kind: record.type };
  const asset = record.type === 'alert' ? record.alert.subject.asset : undefined;
  return { ...head, asset, text: alertText(mapping, record, id) };
}

function alertText(mapping: Sink['mapping'], record: AlertRecord, id: string): string {
  if (mapping === 'raw') return JSON.stringify(record);
  const thing = record.type === 'alert' ? record.alert : record.incident;
  if (mapping === 'cef') {
    const subject = record.type === 'alert' ? record.alert.subject : {};
    return cefOf({
      ...{ signature: record.type, name: thing.title, severity: thing.severity, id, atMs: record.atMs },
      extension: { src: subject.sourceIp, suser: subject.user, dhost: subject.asset, act: record.change },
    });
  }
  if (mapping === 'ocsf') return JSON.stringify(alertFinding(record, id));
  return JSON.stringify(alertEcs(record, thing, id));
}

function alertEcs(record: AlertRecord, thing: { title: string; severity: Severity }, id: string): object {
  const alert: Alert | undefined = record.type === 'alert' ? record.alert : undefined;
  return {
    '@timestamp': new Date(record.atMs).toISOString(),
    message: thing.title,
    event: {
      ...{ id, kind: 'alert', action: record.change, severity: ECS_SEVERITY[thing.severity] },
      ...(alert ? { reason: alert.reason, risk_score: alert.riskScore } : {}),
    },
    log: { level: thing.severity },
    ...(alert ? { rule: { id: alert.ruleId, name: alert.ruleName } } : {}),
    ...(alert?.subject.sourceIp === undefined ? {} : { source: { ip: alert.subject.sourceIp } }),
    ...(alert?.subject.user === undefined ? {} : { user: { name: alert.subject.user } }),
    ...(alert?.subject.asset === undefined ? {} : { host: { name: alert.subject.asset } }),
    redoubt: { [record.type]: thing, change: record.change },
  };
}
