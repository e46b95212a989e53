/**
 * The documented vocabulary of `eventType` and what each word means. Senders may use any other word of the same shape;
 * rules and dashboards of the platform go by these.
 */
export const EVENT_TYPES = {
  failed_login: 'a sign-in with wrong credentials',
  successful_login: 'a sign-in that succeeded',
  invalid_user: 'a sign-in as a user that does not exist',
  authentication_attempt: 'a step of a sign-in that says nothing about its end',
  authentication_failure: 'a sign-in refused for another reason than wrong credentials, or by a lower layer',
  too_many_auth_failures: 'a connection ended after too many failed sign-ins',
  access_denied: 'an identity that was known and not allowed',
  session_opened: 'a session began',
  session_closed: 'a session ended',
  password_change: 'a password was changed',
  privilege_change: 'somebody acts with the rights of another user or role (su, sudo, role assignment)',
  account_change: 'an account or its group was created, changed or deleted',
  process_creation: 'a process was started',
  service_started: 'a service began to listen or run',
  service_stopped: 'a service ended',
  file_access: 'a file was read, written or deleted',
  configuration_change: 'a setting of a system or cloud account was changed',
  network_connection: 'a connection was opened',
  connection_closed: 'a connection ended',
  connection_error: 'a connection broke off',
  network_probe: 'a peer that connects without speaking the protocol, as scanners do',
  reverse_mapping_failed: 'a peer whose name does not lead back to its address',
  dns_query: 'a name was looked up',
  api_request: 'a call of a management API that changes nothing',
  secret_access: 'a stored secret was read',
  remote_command: 'a command or shell was started in a container or on a host from afar',
  intrusion_alert: 'an intrusion detection system found what a signature of it describes',
  web_request: 'an HTTP request',
  web_server_message: 'a message of a web server that belongs to no known kind',
  sql_injection_attempt: 'an HTTP request whose URL spells out SQL',
  path_traversal_attempt: 'an HTTP request that climbs out of its folder',
  xss_attempt: 'an HTTP request that carries script',
  malware_detected: 'a scanner found malicious code',
  data_export: 'much data left at once',
  redis_auth_failure: 'more failed logins at the Redis of the platform than is usual (from acl-manager)',
  redis_command_denied: 'more refused commands at the Redis of the platform than is usual (from acl-manager)',
  redis_acl_drift: 'a Redis user of the platform was changed by hand (from acl-manager)',
  compliance_report_failed: 'compliance work could not be done after all tries (from compliance-reporter)',
  unclassified: 'its sender named no type, and no parser knew the line',
} as const;

/** A word of the documented vocabulary. */
export type EventType = keyof typeof EVENT_TYPES;
