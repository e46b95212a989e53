import { ACK, alertRecordSchema, PermanentError, type Outcome } from '@redoubt/contracts';
import { recordPosition, type GroupRecorder, type PositionedChange } from '@redoubt/notifications';
import type { RecordHandler, StreamRecord } from '@redoubt/stream';

/**
 * Takes the alert changes of a batch into the notification groups before it is acknowledged. Changes of incidents are
 * passed over: their alerts are told.
 */
export function createRecordHandler(recorder: GroupRecorder): RecordHandler {
  return async ({ orgId, records }) => {
    const changes: PositionedChange[] = [];
    const outcomes = records.map((record) => readChange(record, changes));
    if (changes.length > 0) await recorder.take(orgId, changes);
    return outcomes;
  };
}

function readChange(record: StreamRecord, changes: PositionedChange[]): Outcome {
  const parsed = alertRecordSchema.safeParse(record.value);
  if (!parsed.success) {
    const error = new PermanentError(`not an alert record: ${parsed.error.issues[0]?.message ?? ''}`);
    return { kind: 'dead', reason: 'permanent_error', error };
  }
  if (parsed.data.type === 'alert') {
    changes.push({ position: recordPosition(record.entryId, record.index), record: parsed.data });
  }
  return ACK;
}
