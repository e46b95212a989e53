import type { AlertRecord, RedoubtEvent, Severity } from '@redoubt/contracts';

const VERSION = '1.4.0';
const PRODUCT = { name: 'Redoubt', vendor_name: 'Redoubt' };

const OCSF_SEVERITY: Readonly<Record<Severity, number>> = {
  informational: 1,
  low: 2,
  medium: 3,
  high: 4,
  critical: 5,
};

interface OcsfClass {
  classUid: number;
  categoryUid: number;
  activityId: number;
}

const BASE: OcsfClass = { classUid: 0, categoryUid: 0, activityId: 99 };
const authentication = (activityId: number): OcsfClass => ({ classUid: 3002, categoryUid: 3, activityId });
const network = (activityId: number): OcsfClass => ({ classUid: 4001, categoryUid: 4, activityId });

/** Classes of the Open Cybersecurity Schema Framework by event type; what has none is a base event. */
const CLASSES: Readonly<Record<string, OcsfClass>> = {
  successful_login: authentication(1),
  failed_login: authentication(1),
  invalid_user: authentication(1),
  authentication_failure: authentication(1),
  authentication_attempt: authentication(99),
  too_many_auth_failures: authentication(99),
  session_opened: authentication(1),
  session_closed: authentication(2),
  account_change: { classUid: 3001, categoryUid: 3, activityId: 99 },
  password_change: { classUid: 3001, categoryUid: 3, activityId: 3 },
  process_creation: { classUid: 1007, categoryUid: 1, activityId: 1 },
  file_access: { classUid: 1001, categoryUid: 1, activityId: 99 },
  network_connection: network(1),
  connection_closed: network(2),
  connection_error: network(4),
  dns_query: { classUid: 4003, categoryUid: 4, activityId: 1 },
  web_request: { classUid: 4002, categoryUid: 4, activityId: 99 },
};

const FAILURES = new Set(['failed_login', 'invalid_user', 'authentication_failure', 'too_many_auth_failures']);

/** An event as OCSF has it; what has no place there is under `unmapped`. */
export function toOcsf(event: RedoubtEvent): Record<string, unknown> {
  const { classUid, categoryUid, activityId } = CLASSES[event.eventType] ?? BASE;
  const user = event.user === undefined ? undefined : { name: event.user };
  return clean({
    ...{ class_uid: classUid, category_uid: categoryUid, activity_id: activityId },
    ...{ type_uid: classUid * 100 + activityId, time: event.eventTimeMs },
    ...{ severity_id: OCSF_SEVERITY[event.severity], message: event.message, raw_data: event.raw },
    status_id: statusOf(event),
    metadata: clean({
      ...{ version: VERSION, product: PRODUCT, uid: event.eventId, original_event_uid: event.externalId },
      ...{ logged_time: event.receivedAtMs, tenant_uid: event.orgId, labels: event.tags },
    }),
    src_endpoint: event.sourceIp === undefined ? undefined : { ip: event.sourceIp },
    dst_endpoint: event.destinationIp === undefined ? undefined : { ip: event.destinationIp },
    device: event.asset === undefined ? undefined : { hostname: event.asset, type_id: 0 },
    ...(classUid === 3002 || classUid === 3001 ? { user } : { actor: user && { user } }),
    unmapped: clean({ event_type: event.eventType, action: event.action, payload: event.payload }),
  });
}

function statusOf({ outcome, eventType }: RedoubtEvent): number {
  const word = outcome?.toLowerCase();
  if (word === 'success' || (word === undefined && eventType === 'successful_login')) return 1;
  return word === 'failure' || FAILURES.has(eventType) ? 2 : 0;
}

/** A change of an alert or incident as a Detection Finding. */
export function alertFinding(record: AlertRecord, id: string): Record<string, unknown> {
  const thing = record.type === 'alert' ? record.alert : record.incident;
  const isEnd = record.change === 'resolved' || record.change === 'closed';
  const activityId = record.change === 'opened' ? 1 : isEnd ? 3 : 2;
  const uid = record.type === 'alert' ? record.alert.alertId : record.incident.incidentId;
  return {
    ...{ class_uid: 2004, category_uid: 2, activity_id: activityId, type_uid: 200_400 + activityId, time: record.atMs },
    ...{ severity_id: OCSF_SEVERITY[thing.severity], message: thing.title },
    metadata: { version: VERSION, product: PRODUCT, uid: id },
    finding_info: { uid, title: thing.title, types: [record.type] },
    unmapped: { change: record.change, [record.type]: thing },
  };
}

function clean(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
