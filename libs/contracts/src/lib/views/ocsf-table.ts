import type { EventType } from '../event-types.ts';
import type { ViewRow } from './view-row.ts';

/** Version of the Open Cybersecurity Schema Framework that is spoken. */
export const OCSF_VERSION = '1.4.0';

/** Where OCSF has what an event says; what it has no place for is under `unmapped`. */
export const OCSF_ROWS: readonly ViewRow[] = [
  { to: 'class_uid', from: ['eventType'], as: 'ocsfClass' },
  { to: 'category_uid', from: ['eventType'], as: 'ocsfCategory' },
  { to: 'activity_id', from: ['eventType'], as: 'ocsfActivity' },
  { to: 'type_uid', from: ['eventType'], as: 'ocsfType' },
  { to: 'time', from: ['eventTimeMs'] },
  { to: 'severity_id', from: ['severity'], as: 'ocsfSeverity' },
  { to: 'message', from: ['message'] },
  { to: 'raw_data', from: ['original'] },
  { to: 'metadata.uid', from: ['eventId'] },
  { to: 'metadata.original_event_uid', from: ['externalId'] },
  { to: 'metadata.logged_time', from: ['receivedAtMs'] },
  { to: 'metadata.tenant_uid', from: ['orgId'] },
  { to: 'metadata.labels', from: ['tags'] },
  { to: 'src_endpoint.ip', from: ['sourceIp'] },
  { to: 'dst_endpoint.ip', from: ['destinationIp'] },
  { to: 'device.hostname', from: ['asset'] },
  { to: 'device.type_id', from: ['asset'], as: 'unknownType' },
  { to: 'unmapped.event_type', from: ['eventType'] },
  { to: 'unmapped.action', from: ['action'] },
  { to: 'unmapped.payload', from: ['payload'] },
];

/** `severity_id`. */
export const OCSF_SEVERITY = { informational: 1, low: 2, medium: 3, high: 4, critical: 5 } as const;

/** Class and activity of an event; its category is the first digit of the class. */
export interface OcsfClass {
  classUid: number;
  activityId: number;
}

/** What has no class is a base event. */
export const OCSF_BASE: OcsfClass = { classUid: 0, activityId: 99 };

/** Classes in which the user of an event is who it is about; elsewhere it is who acts. */
export const OCSF_CLASSES_ABOUT_USERS: readonly number[] = [3001, 3002];

/** Classes by event type. */
export const OCSF_CLASSES: Partial<Record<EventType, OcsfClass>> = {
  successful_login: { classUid: 3002, activityId: 1 },
  failed_login: { classUid: 3002, activityId: 1 },
  invalid_user: { classUid: 3002, activityId: 1 },
  authentication_failure: { classUid: 3002, activityId: 1 },
  authentication_attempt: { classUid: 3002, activityId: 99 },
  too_many_auth_failures: { classUid: 3002, activityId: 99 },
  session_opened: { classUid: 3002, activityId: 1 },
  session_closed: { classUid: 3002, activityId: 2 },
  account_change: { classUid: 3001, activityId: 99 },
  password_change: { classUid: 3001, activityId: 3 },
  process_creation: { classUid: 1007, activityId: 1 },
  remote_command: { classUid: 1007, activityId: 1 },
  file_access: { classUid: 1001, activityId: 99 },
  network_connection: { classUid: 4001, activityId: 1 },
  connection_closed: { classUid: 4001, activityId: 2 },
  connection_error: { classUid: 4001, activityId: 4 },
  network_probe: { classUid: 4001, activityId: 99 },
  web_request: { classUid: 4002, activityId: 99 },
  sql_injection_attempt: { classUid: 4002, activityId: 99 },
  path_traversal_attempt: { classUid: 4002, activityId: 99 },
  xss_attempt: { classUid: 4002, activityId: 99 },
  dns_query: { classUid: 4003, activityId: 1 },
  service_started: { classUid: 6002, activityId: 3 },
  service_stopped: { classUid: 6002, activityId: 4 },
  api_request: { classUid: 6003, activityId: 2 },
  secret_access: { classUid: 6003, activityId: 2 },
};

/** Types that say how they ended by their name: `status_id` 1 and 2 where the event has no outcome. */
export const OCSF_SUCCESSES: readonly EventType[] = ['successful_login'];
export const OCSF_FAILURES: readonly EventType[] = [
  ...(['failed_login', 'invalid_user', 'authentication_failure', 'too_many_auth_failures'] as const),
];
