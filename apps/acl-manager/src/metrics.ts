import type { Metrics } from '@redoubt/telemetry';

export type AclManagerMetrics = ReturnType<typeof createAclManagerMetrics>;

/** The security metrics of the requirements, and what acl-manager does itself. */
export function createAclManagerMetrics(metrics: Metrics) {
  return { ...createUserMetrics(metrics), ...createAuthenticationMetrics(metrics), ...createNetworkMetrics(metrics) };
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
      labelValues: { result: ['done', 'failed'] },
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
