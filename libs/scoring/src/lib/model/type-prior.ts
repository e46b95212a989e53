/** Raised with every change of the table, which makes older blobs unusable. */
export const TYPE_PRIOR_VERSION = 1;
/** What the table is worth against what was seen: so many ticks. */
export const TYPE_PRIOR_TICKS = 120;

/** In which share of the minutes a company of some hundred people has an event of this documented type; estimates. */
const SHARES = new Map(
  Object.entries({
    web_request: 0.9,
    network_connection: 0.9,
    connection_closed: 0.7,
    dns_query: 0.8,
    process_creation: 0.8,
    file_access: 0.5,
    successful_login: 0.6,
    session_opened: 0.6,
    session_closed: 0.6,
    authentication_attempt: 0.4,
    failed_login: 0.3,
    authentication_failure: 0.15,
    connection_error: 0.2,
    web_server_message: 0.2,
    access_denied: 0.1,
    invalid_user: 0.05,
    service_started: 0.05,
    service_stopped: 0.05,
    configuration_change: 0.02,
    privilege_change: 0.05,
    password_change: 0.01,
    account_change: 0.01,
    reverse_mapping_failed: 0.02,
    network_probe: 0.05,
    too_many_auth_failures: 0.01,
    path_traversal_attempt: 0.005,
    sql_injection_attempt: 0.003,
    xss_attempt: 0.003,
    malware_detected: 0.001,
    data_export: 0.002,
    unclassified: 0.3,
  }),
);

/** How often a type of event is met in organisations of which nothing is known yet; -1 for a type not in the table. */
export function typePrior(eventType: string): number {
  return SHARES.get(eventType) ?? -1;
}
