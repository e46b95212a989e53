import { OCSF_METADATA, OCSF_SEVERITY, type AlertRecord } from '@redoubt/contracts';

/** A change of an alert or incident as a Detection Finding. */
export function alertFinding(record: AlertRecord, id: string): Record<string, unknown> {
  const thing = record.type === 'alert' ? record.alert : record.incident;
  const isEnd = record.change === 'resolved' || record.change === 'closed';
  const activityId = record.change === 'opened' ? 1 : isEnd ? 3 : 2;
  const uid = record.type === 'alert' ? record.alert.alertId : record.incident.incidentId;
  return {
    ...{ class_uid: 2004, category_uid: 2, activity_id: activityId, type_uid: 200_400 + activityId, time: record.atMs },
    ...{ severity_id: OCSF_SEVERITY[thing.severity], message: thing.title },
    metadata: { ...OCSF_METADATA, uid: id },
    finding_info: { uid, title: thing.title, types: [record.type] },
    unmapped: { change: record.change, [record.type]: thing },
  };
}
