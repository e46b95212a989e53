import { ACK, alertRecordSchema, PermanentError, type AlertRecord, type OrgId, type Outcome } from '@redoubt/contracts';
import type { AlertBatch, AlertRecordRow } from '@redoubt/storage';
import type { RecordHandler, StreamRecord } from '@redoubt/stream';
import type { GroupCommit } from './group-commit.ts';

/**
 * Stores records of an organisation's alerts stream and answers when they are on disk. What is no record of this
 * organisation, or what PostgreSQL refuses, goes to the dead letters; the records around it are stored.
 */
export function createAlertHandler(deps: { commit: GroupCommit<AlertBatch> }): RecordHandler {
  return async function storeAlerts(batch, context) {
    const { orgId, records } = batch;
    const dead = new Map<string, Outcome>();
    const events = records.flatMap((record): AlertRecordRow[] => {
      const { recordId, lane, entryId, index } = record;
      const decoded = decodeRecord(record, orgId);
      if (!(decoded instanceof Error)) return [{ recordId, lane, entryId, index, record: decoded }];
      dead.set(recordId, { kind: 'dead', reason: 'undecodable', error: decoded });
      return [];
    });
    if (events.length > 0) {
      const result = await deps.commit.add({ orgId, epoch: context.epoch, lane: 'a', events }, context.signal);
      for (const { eventId, reason } of result.refused) {
        dead.set(eventId, { kind: 'dead', reason: 'refused_by_store', error: new PermanentError(reason) });
      }
    }
    return dead.size === 0 ? 'ack' : records.map((record) => dead.get(record.recordId) ?? ACK);
  };
}

/** An Error that says what is wrong, without quoting the record. */
function decodeRecord(record: StreamRecord, orgId: OrgId): AlertRecord | Error {
  const parsed = alertRecordSchema.safeParse(record.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return new PermanentError(`no alert record: ${issue?.path.join('.') ?? ''} ${issue?.code ?? ''}`.trim());
  }
  const { data } = parsed;
  const owner = data.type === 'alert' ? data.alert.orgId : data.incident.orgId;
  return owner === orgId ? data : new PermanentError('the record belongs to another organisation');
}
