import type { PostureCheck, SecurityArea, SecurityCheckStatus } from '../lib/security-posture.ts';

type Row = readonly [
  checkId: string,
  area: SecurityArea,
  status: SecurityCheckStatus,
  weight: number,
  title: string,
  evidence: string,
  fix: string,
];

const critical = 8;

/** Checks of an installation that is well looked after, but for a certificate, a drifted user and its network policy. */
const ROWS: readonly Row[] = [
  [
    ...(['auth.default-disabled', 'authentication', 'pass', critical] as const),
    ...(['The default user is shut out', 'off on 6 of 6 nodes', 'Set ACL_DEFAULT_USER=off'] as const),
  ],
  [
    ...(['auth.no-nopass', 'authentication', 'pass', critical] as const),
    ...(['No user without a password', 'none of 14 users', 'Give the user a password, or remove it'] as const),
  ],
  [
    ...(['auth.anonymous-refused', 'authentication', 'pass', critical] as const),
    ...(['Strangers are refused', 'NOAUTH on 6 of 6 nodes', 'Shut the default user out'] as const),
  ],
  [
    ...(['auth.credential-age', 'authentication', 'fail', 4] as const),
    ...(['No password is older than 90 days', 'siem-forwarder: 97 days', 'Rotate the password of the user'] as const),
  ],
  [
    ...(['auth.failure-rate', 'authentication', 'pass', 4] as const),
    ...(['Failed logins are rare', '31 in 24 h, at most 9 in one hour', 'Look at who fails, and from where'] as const),
  ],
  [
    ...(['acl.no-all-commands', 'access_control', 'pass', critical] as const),
    ...([
      'No user may do everything',
      'acl-manager alone, as declared',
      'Give the user the role of its service',
    ] as const),
  ],
  [
    ...(['acl.dangerous-denied', 'access_control', 'pass', critical] as const),
    ...([
      'Dangerous commands are refused',
      '13 commands refused to 13 users',
      'Take the command from the role',
    ] as const),
  ],
  [
    ...(['acl.tenant-isolation', 'access_control', 'pass', critical] as const),
    ...(['Keys of others are refused', '84 foreign keys refused to 13 users', 'Name the keys of the role'] as const),
  ],
  [
    ...(['acl.no-drift', 'access_control', 'fail', critical] as const),
    'Users are as declared on every node',
    '127.0.0.1:7003: reporting has +@all ~* by hand',
    'Run acl-manager in mode enforce, or `redoubt acl apply`',
  ],
  [
    ...(['acl.no-orphans', 'access_control', 'pass', 4] as const),
    ...(['No user that nobody declared', '14 declared, 14 found', 'Declare the user, or remove it'] as const),
  ],
  [
    ...(['acl.persisted', 'access_control', 'pass', critical] as const),
    ...(['Users outlive a restart', 'aclfile as in memory on 6 nodes', 'Set aclfile and run ACL SAVE'] as const),
  ],
  [
    ...(['tls.plaintext-off', 'encryption', 'pass', critical] as const),
    ...(['Nothing is sent in the clear', 'port 0 on 6 of 6 nodes', 'Set port 0 and tls-port'] as const),
  ],
  [
    ...(['tls.bus', 'encryption', 'pass', critical] as const),
    ...(['Nodes talk to each other over TLS', 'tls-cluster yes', 'Set tls-cluster yes'] as const),
  ],
  [
    ...(['tls.replication', 'encryption', 'pass', critical] as const),
    ...(['Replicas read over TLS', 'tls-replication yes', 'Set tls-replication yes'] as const),
  ],
  [
    ...(['tls.cert-expiry', 'encryption', 'fail', 4] as const),
    'Certificates last 21 days at least',
    '127.0.0.1:7002: 12 days',
    'Renew the certificate; nodes load it without a restart',
  ],
  [
    ...(['crypto.at-rest', 'encryption', 'pass', 4] as const),
    ...(['Secrets are encrypted at rest', 'key 2026-11 in use', 'Set REDOUBT_SECRET_KEY'] as const),
  ],
  [
    ...(['net.bind', 'network', 'pass', 4] as const),
    ...(['Nodes listen where they should', 'bind 127.0.0.1', 'Set bind to the network of the services'] as const),
  ],
  [
    ...(['net.policy', 'network', 'not_measured', critical] as const),
    ...([
      'The network lets services in alone',
      'no Kubernetes API here',
      'Install the NetworkPolicy of the chart',
    ] as const),
  ],
  [
    ...(['net.sources', 'network', 'pass', 2] as const),
    ...([
      'Connections come from known addresses',
      '41 from 127.0.0.0/8',
      'Look at who connects from elsewhere',
    ] as const),
  ],
  [
    ...(['log.chain', 'audit', 'pass', critical] as const),
    ...(['The audit chain is whole', '1,204 records, head 1204:9af1…', 'Look at what was changed'] as const),
  ],
  [
    ...(['auth.acllog-collected', 'audit', 'pass', 4] as const),
    ...(['No refusal was missed', 'no gap in 24 h', 'Raise acllog-max-len'] as const),
  ],
  [
    ...(['avail.cluster', 'availability', 'pass', critical] as const),
    ...(['All slots are served', '16384 of 16384', 'Look at CLUSTER NODES'] as const),
  ],
  [
    ...(['avail.replicas', 'availability', 'pass', 4] as const),
    ...(['Each master has a replica', '3 of 3', 'Add a replica'] as const),
  ],
  [
    ...(['cfg.debug-off', 'configuration', 'pass', 4] as const),
    ...(['Debugging is off', 'enable-debug-command no', 'Set enable-debug-command no'] as const),
  ],
  [
    ...(['cfg.pod-hardening', 'configuration', 'not_applicable', 4] as const),
    ...(['Pods are restricted', 'not on Kubernetes', 'Use the security context of the chart'] as const),
  ],
];

/** Addresses named by the evidence of a check that fails on some nodes only. */
const NODES: Readonly<Record<string, readonly string[]>> = {
  'acl.no-drift': ['127.0.0.1:7003'],
  'tls.cert-expiry': ['127.0.0.1:7002'],
};

export const SAMPLE_CHECKS: readonly PostureCheck[] = ROWS.map(
  ([checkId, area, status, weight, title, evidence, fix]) => {
    const nodes = NODES[checkId];
    const head = { checkId, area, title, status, isCritical: weight === critical, weight, evidence, fix };
    return nodes ? { ...head, nodes } : head;
  },
);
