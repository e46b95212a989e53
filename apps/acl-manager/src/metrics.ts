import type { Metrics } from '@redoubt/telemetry';

export type AclManagerMetrics = ReturnType<typeof createAclManagerMetrics>;

/** The security metrics of the requirements, and what acl-manager does itself. */
export function createAclManagerMetrics(metrics: Metrics) {
  return {
    ...createUserMetrics(metrics),
    ...createAuthenticationMetrics(metrics),
    ...createNetworkMetrics(metrics),
    ...createPostureMetrics(metrics),
    ...createWorkMetrics(metrics),
  };
}

/** Takes back what an instance found that no longer looks: whoever took over tells it now, and may see otherwise. */
export function forgetFindings(metrics: AclManagerMetrics): void {
  const { driftedNodes, downNodes, digests, users, credentialAge, checks, certificates, open } = metrics;
  for (const gauge of [driftedNodes, downNodes, digests, users, open]) gauge.reset();
  for (const gauge of [credentialAge, checks, certificates]) gauge.reset();
}

function createUserMetrics(metrics: Metrics) {
  return {
    users: metrics.gauge({ name: 'acl_users', help: 'Users that are on, on the node that has most of them.' }),
    driftedNodes: metrics.gauge({ name: 'acl_drift_nodes', help: 'Nodes whose users are not as declared.' }),
    downNodes: metrics.gauge({ name: 'acl_unreachable_nodes', help: 'Nodes that did not answer the last look.' }),
    digests: metrics.gauge({ name: 'acl_digests', help: 'Different sets of users among the nodes; 1 when all agree.' }),
    applies: metrics.counter({
      name: 'acl_applies_total',
      help: 'Times users were written to nodes, by result.',
      labelNames: ['result'],
      labelValues: { result: ['ok', 'partial', 'refused'] },
    }),
    checkedAt: metrics.gauge({ name: 'acl_last_check_timestamp_seconds', help: 'When all nodes were last looked at.' }),
    credentialAge: metrics.gauge({
      name: 'credential_age_seconds',
      help: 'Age of the password of each Redis user.',
      labelNames: ['user'],
    }),
    rotations: metrics.counter({
      name: 'credential_rotations_total',
      help: 'Rotations of passwords, by result.',
      labelNames: ['result'],
      labelValues: { result: ['done', 'rolled_back', 'failed'] },
    }),
    auditFailures: metrics.counter({ name: 'acl_audit_failures_total', help: 'Records that could not be appended.' }),
  };
}

function createAuthenticationMetrics(metrics: Metrics) {
  return {
    logins: metrics.counter({
      name: 'redis_authentications_total',
      help: 'AUTH and HELLO on all nodes, by result; a server keeps no record of each.',
      labelNames: ['result'],
      labelValues: { result: ['success', 'failure'] },
    }),
    successRate: metrics.gauge({
      name: 'redis_authentication_success_ratio',
      help: 'Part of the logins of the last 24 hours that succeeded; 1 when there was none.',
    }),
    recentFailures: metrics.gauge({
      name: 'redis_authentication_failures_last_day',
      help: 'Failed logins of the last 24 hours.',
    }),
    denials: metrics.counter({
      name: 'redis_denied_total',
      help: 'What nodes refused: commands, keys and channels of users (permission), and clients without a user (anonymous).',
      labelNames: ['reason'],
      labelValues: { reason: ['permission', 'anonymous'] },
    }),
    denialPairs: metrics.counter({
      name: 'redis_denied_pairs_total',
      help: 'Pairs of user and command refused for the first time: misconfiguration or an attempt at more rights.',
    }),
    logGaps: metrics.counter({
      name: 'redis_acl_log_gaps_total',
      help: 'Times a node may have dropped entries of its ACL LOG before they were read.',
    }),
  };
}

function createNetworkMetrics(metrics: Metrics) {
  return {
    connections: metrics.counter({ name: 'redis_connections_received_total', help: 'Connections made to all nodes.' }),
    rejected: metrics.counter({ name: 'redis_connections_rejected_total', help: 'Connections that nodes rejected.' }),
    open: metrics.gauge({
      name: 'redis_client_connections',
      help: 'Open connections of clients, by transport.',
      labelNames: ['transport'],
      labelValues: { transport: ['tls', 'plain'] },
    }),
  };
}

function createPostureMetrics(metrics: Metrics) {
  return {
    score: metrics.gauge({ name: 'redis_security_score', help: 'Score of the posture, 0 to 100.' }),
    measuredShare: metrics.gauge({
      name: 'redis_security_measured_ratio',
      help: 'Part of the weight of all checks that could be measured.',
    }),
    checks: metrics.gauge({
      name: 'redis_security_check_status',
      help: '1 for the status that a check has.',
      labelNames: ['check', 'status'],
    }),
    certificates: metrics.gauge({
      name: 'redis_tls_not_after_timestamp_seconds',
      help: 'When the certificate that a node serves runs out.',
      labelNames: ['node'],
    }),
    incidents: metrics.counter({
      name: 'redis_security_incidents_total',
      help: 'Spikes of failed logins and refusals, and users that were changed by hand.',
      labelNames: ['kind'],
      labelValues: { kind: ['redis_auth_failure', 'redis_command_denied', 'redis_acl_drift'] },
    }),
    eventsDropped: metrics.counter({
      name: 'redis_security_events_dropped_total',
      help: 'Incidents that never became events, since the platform organisation could not be reached for too long.',
    }),
  };
}

function createWorkMetrics(metrics: Metrics) {
  return {
    isActive: metrics.gauge({ name: 'acl_manager_active', help: '1 when this instance works, 0 when it stands by.' }),
    lookDuration: metrics.histogram({
      name: 'redis_security_look_duration_seconds',
      help: 'How long it takes to ask all nodes.',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    }),
    requests: metrics.counter({
      name: 'acl_requests_total',
      help: 'What people asked for, by action and result.',
      labelNames: ['action', 'result'],
      labelValues: {
        action: ['rotate', 'rollback', 'revoke', 'reinstate', 'test', 'apply', 'unreadable'],
        result: ['ok', 'refused'],
      },
    }),
    droppedRequests: metrics.counter({
      name: 'acl_requests_dropped_total',
      help: 'Requests dropped because too many of one user waited, by whose they were.',
      labelNames: ['by'],
      labelValues: { by: ['dashboard', 'cli'] },
    }),
    archiveFailures: metrics.counter({
      name: 'acl_audit_archive_failures_total',
      help: 'Times the audit chain could not be copied to PostgreSQL.',
    }),
  };
}
