import type { EventType } from '../event-types.ts';
import type { ViewRow } from './view-row.ts';

/** Where the Elastic Common Schema 8 has what an event says; what it has no place for is under `redoubt`. */
export const ECS_ROWS: readonly ViewRow[] = [
  { to: '@timestamp', from: ['eventTimeMs'], as: 'rfc3339' },
  { to: 'message', from: ['message'] },
  { to: 'tags', from: ['tags'] },
  { to: 'event.id', from: ['eventId'] },
  { to: 'event.category', from: ['eventType'], as: 'ecsCategory' },
  { to: 'event.type', from: ['eventType'], as: 'ecsType' },
  { to: 'event.action', from: ['action', 'eventType'] },
  { to: 'event.code', from: ['eventType'] },
  { to: 'event.outcome', from: ['outcome'] },
  { to: 'event.severity', from: ['severity'], as: 'ecsSeverity' },
  { to: 'event.ingested', from: ['receivedAtMs'], as: 'rfc3339' },
  { to: 'event.original', from: ['original'] },
  { to: 'log.level', from: ['severity'] },
  { to: 'source.ip', from: ['sourceIp'] },
  { to: 'destination.ip', from: ['destinationIp'] },
  { to: 'user.name', from: ['user'] },
  { to: 'host.name', from: ['asset'] },
  { to: 'organization.id', from: ['orgId'] },
  { to: 'redoubt.externalId', from: ['externalId'] },
  { to: 'redoubt.payload', from: ['payload'] },
  { to: 'redoubt.isFuture', from: ['isFuture'], as: 'onlyTrue' },
];

/** Severities on the scale of 0 to 100 that Elastic's own rules use. */
export const ECS_SEVERITY = { informational: 10, low: 30, medium: 60, high: 80, critical: 99 } as const;

/** ECS categorisation, `event.category` and `event.type`, by event type; a type that is not here has none. */
export const ECS_CATEGORIES: Partial<Record<EventType, { category: readonly string[]; type: readonly string[] }>> = {
  failed_login: { category: ['authentication'], type: ['start'] },
  successful_login: { category: ['authentication'], type: ['start'] },
  invalid_user: { category: ['authentication'], type: ['start'] },
  authentication_attempt: { category: ['authentication'], type: ['info'] },
  authentication_failure: { category: ['authentication'], type: ['start'] },
  too_many_auth_failures: { category: ['authentication'], type: ['end'] },
  access_denied: { category: ['iam'], type: ['info'] },
  session_opened: { category: ['session'], type: ['start'] },
  session_closed: { category: ['session'], type: ['end'] },
  password_change: { category: ['iam'], type: ['user', 'change'] },
  privilege_change: { category: ['iam'], type: ['user', 'change'] },
  account_change: { category: ['iam'], type: ['user', 'change'] },
  process_creation: { category: ['process'], type: ['start'] },
  remote_command: { category: ['process'], type: ['start'] },
  service_started: { category: ['process'], type: ['start'] },
  service_stopped: { category: ['process'], type: ['end'] },
  file_access: { category: ['file'], type: ['access'] },
  configuration_change: { category: ['configuration'], type: ['change'] },
  network_connection: { category: ['network'], type: ['connection', 'start'] },
  connection_closed: { category: ['network'], type: ['connection', 'end'] },
  connection_error: { category: ['network'], type: ['connection', 'error'] },
  network_probe: { category: ['network'], type: ['connection'] },
  dns_query: { category: ['network'], type: ['protocol'] },
  api_request: { category: ['api'], type: ['access'] },
  secret_access: { category: ['api'], type: ['access'] },
  intrusion_alert: { category: ['intrusion_detection'], type: ['info'] },
  web_request: { category: ['web'], type: ['access'] },
  web_server_message: { category: ['web'], type: ['info'] },
  sql_injection_attempt: { category: ['web', 'intrusion_detection'], type: ['access'] },
  path_traversal_attempt: { category: ['web', 'intrusion_detection'], type: ['access'] },
  xss_attempt: { category: ['web', 'intrusion_detection'], type: ['access'] },
  malware_detected: { category: ['malware'], type: ['info'] },
};
