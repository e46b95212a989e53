import type { Alert, AlertRecord, Incident } from '@redoubt/contracts';
import { alertRecordOf, incidentRecordOf } from '@redoubt/test-kit';
import type { AlertRecordRow } from '../lib/alert-rows.ts';

/** A record at a place of the alerts stream. */
export function makeRecordRow(
  entryId: string,
  of: { alert: Alert } | { incident: Incident },
  more: { change?: AlertRecord['change']; index?: number; actor?: string; note?: string; commandId?: string } = {},
): AlertRecordRow {
  const { index = 0, ...given } = more;
  const opened = 'alert' in of ? alertRecordOf(of.alert) : incidentRecordOf(of.incident);
  const record = { ...opened, ...given } as AlertRecord;
  return { recordId: `a-${entryId}-${index}`, lane: 'a', entryId, index, record };
}
