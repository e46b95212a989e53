/** An alert with what a test of it needs and what its runbook says. */
export interface AlertRule {
  /** CamelCase, and the name of its runbook. */
  name: string;
  /** The service that is missed: where it is not installed the alert would always fire. */
  app?: string;
  expr: string;
  /** How long it has to hold. */
  for: string;
  severity: 'page' | 'ticket';
  summary: string;
  /** What it means for users. */
  impact: string;
  /** Commands that only look. */
  diagnosis: readonly string[];
  /** What ends it. */
  mitigation: readonly string[];
  /** Series in which it fires, by the notation of promtool; one value a minute. */
  fires: Readonly<Record<string, string>>;
  /** Series in which it does not. */
  rests: Readonly<Record<string, string>>;
}

const gone = (
  job: string,
  app: string,
  impact: string,
  { severity = 'page', for: held = '5m' }: Partial<Pick<AlertRule, 'severity' | 'for'>> = {},
): AlertRule => ({
  name: `${job}Absent`,
  expr: `absent(redoubt_app_info{app="${app}"})`,
  for: held,
  severity,
  app,
  summary: `No ${job} shows its metrics`,
  impact,
  diagnosis: ['kubectl get pods --selector app.kubernetes.io/part-of=redoubt', 'redoubt health'],
  mitigation: [
    'Bring its pods back, or the scraping of their port 9090.',
    'Look at the last lines of their log for the reason of their end.',
  ],
  fires: {},
  rests: { [`redoubt_app_info{app="${app}"}`]: '1+0x100' },
});

const above = (metric: string, bound: string): Pick<AlertRule, 'expr' | 'fires' | 'rests'> => ({
  expr: `max(${metric}) > ${bound}`,
  fires: { [metric]: `${bound}+1x200` },
  rests: { [metric]: '0+0x100' },
});

/** A counter that should not move; one step within the window is enough. */
const moving = (metric: string, window: string): Pick<AlertRule, 'expr' | 'fires' | 'rests'> => ({
  expr: `sum(increase(${metric}[${window}])) > 0`,
  fires: { [metric]: '0x85 10x15' },
  rests: { [metric]: '5+0x100' },
});

/** Alerts beside those of service levels. */
export const ALERTS: readonly AlertRule[] = [
  gone('IngestGateway', 'ingest-gateway', 'Senders cannot deliver; they keep what they have for as long as they can.'),
  gone('AlertEngine', 'alert-engine', 'Nothing is detected. Events wait in their streams and are looked at later.'),
  gone('DbWriter', 'db-writer', 'Events are not stored, and streams are not trimmed: Redis fills up.'),
  gone(
    'AclManager',
    'acl-manager',
    'Nobody watches the users, nodes and certificates of Redis: alerts on them are silent.',
  ),
  gone(
    'SiemForwarder',
    'siem-forwarder',
    'Nothing is sent on to other systems. It waits, for as long as the budget of each receiver lasts.',
  ),
  gone('Dashboard', 'dashboard', 'Nobody can look at alerts, search events or change rules.'),
  gone('MlScorer', 'ml-scorer', 'Events get no scores; rules go on. What waited is scored later.', {
    severity: 'ticket',
    for: '15m',
  }),
  gone('ComplianceReporter', 'compliance-reporter', 'No evidence is collected, no report made and no canary sent.', {
    severity: 'ticket',
    for: '15m',
  }),
  {
    name: 'CanaryFails',
    expr: 'time() - max(redoubt_canary_last_success_timestamp_seconds) > 180',
    for: '1m',
    severity: 'page',
    summary: 'A synthetic event has not become an alert for three minutes',
    impact:
      'Events of customers go the same way: they may not be taken, not be looked at by rules, or not be stored. Which, redoubt_canary_failures_total says by its stage.',
    diagnosis: [
      'kubectl logs deployment/redoubt-compliance-reporter --tail 50',
      'redoubt doctor',
      'redoubt lag',
      'kubectl get pods --selector app.kubernetes.io/part-of=redoubt',
    ],
    mitigation: [
      'Stage accepted: the gateway, the way to it (Service, Ingress, DNS, certificate) or its key; `redoubt canary setup --out <file>` makes another key.',
      'Stage alerted: alert-engine is behind, stopped, or its rules are not in force; bring it back, what waited is looked at then.',
      'Stages event_stored and alert_stored: db-writer or PostgreSQL.',
      '`redoubt canary run --key-file <file>` tries it by hand.',
    ],
    fires: { redoubt_canary_last_success_timestamp_seconds: '-1000+0x100' },
    rests: { redoubt_canary_last_success_timestamp_seconds: '0+60x100' },
  },
  {
    name: 'CanarySlow',
    expr: 'histogram_quantile(0.9, sum by (le) (rate(redoubt_canary_latency_seconds_bucket{stage="alerted"}[30m]))) > 5',
    for: '15m',
    severity: 'ticket',
    summary: 'Synthetic events take longer than five seconds to become alerts',
    impact: 'Alerts of customers are late, too.',
    diagnosis: ['redoubt lag', 'redoubt doctor', 'kubectl top pods --selector app.kubernetes.io/part-of=redoubt'],
    mitigation: [
      'Add workers to the group that is behind.',
      'Look for an organisation that floods: redoubt lag --all.',
    ],
    fires: {
      'redoubt_canary_latency_seconds_bucket{stage="alerted",le="5"}': '0+0x100',
      'redoubt_canary_latency_seconds_bucket{stage="alerted",le="10"}': '0+2x100',
      'redoubt_canary_latency_seconds_bucket{stage="alerted",le="+Inf"}': '0+2x100',
    },
    rests: {
      'redoubt_canary_latency_seconds_bucket{stage="alerted",le="5"}': '0+2x100',
      'redoubt_canary_latency_seconds_bucket{stage="alerted",le="10"}': '0+2x100',
      'redoubt_canary_latency_seconds_bucket{stage="alerted",le="+Inf"}': '0+2x100',
    },
  },
  {
    name: 'DeadLetterLimitReached',
    ...above('redoubt_stream_paused_partitions', '0'),
    for: '1m',
    severity: 'page',
    summary: 'Partitions are stopped by the dead-letter limit',
    impact:
      'Organisations of these partitions are not served by one group. Nothing is lost: what is wrong is not thrown into the dead letters.',
    diagnosis: ['redoubt lag', 'redoubt dlq list', 'redoubt stream groups'],
    mitigation: [
      'Roll back the release that refuses what it used to take.',
      'Once it is in order, `redoubt dlq replay` brings back what was set aside.',
    ],
  },
  {
    name: 'StreamBacklogGrowing',
    expr: 'sum by (group) (redoubt_stream_group_lag_entries) > 10000 and sum by (group) (deriv(redoubt_stream_group_lag_entries[10m])) > 0',
    for: '10m',
    severity: 'page',
    summary: 'A group falls behind',
    impact: 'What the group does happens late, and memory of Redis fills up.',
    diagnosis: [
      'redoubt lag',
      'redoubt stream groups',
      'kubectl top pods --selector app.kubernetes.io/part-of=redoubt',
    ],
    mitigation: [
      'Add workers of the group, up to 256.',
      'If PostgreSQL or a sink is slow, help that first: more workers would not.',
    ],
    fires: { 'redoubt_stream_group_lag_entries{group="db_writer"}': '20000+500x100' },
    rests: { 'redoubt_stream_group_lag_entries{group="db_writer"}': '50+0x100' },
  },
  {
    name: 'StreamLagUnknown',
    ...above('redoubt_stream_group_lag_unknown', '0'),
    for: '15m',
    severity: 'ticket',
    summary: 'The server cannot tell how far a group is behind',
    impact: 'Scaling and alerts see less backlog than there is.',
    diagnosis: ['redoubt lag', 'redoubt stream groups'],
    mitigation: [
      'Nobody may XDEL from event streams: find who did in the audit of commands.',
      'It ends by itself when the group has read past the gap.',
    ],
  },
  {
    name: 'EntriesLost',
    ...moving('redoubt_stream_entries_lost_total', '15m'),
    for: '0m',
    severity: 'page',
    summary: 'Pending entries lost their body before they were handled',
    impact: 'Events were accepted and are gone for one group.',
    diagnosis: ['redoubt ledger', 'redoubt audit tail'],
    mitigation: [
      'Find who trimmed: only db-writer may.',
      'Read the events again from PostgreSQL where another group stored them.',
    ],
  },
  {
    name: 'DeadLettersAppear',
    ...moving('redoubt_stream_dead_total', '30m'),
    for: '0m',
    severity: 'ticket',
    summary: 'Events go to the dead letters',
    impact: 'These events are kept but not handled.',
    diagnosis: ['redoubt dlq list', 'redoubt dlq list --org <org>'],
    mitigation: [
      'The reason stands in each letter: mend the sender or the rule.',
      '`redoubt dlq replay --dry-run`, then without.',
    ],
  },
  {
    name: 'GatewaySheds',
    expr: 'max(redoubt_gateway_shed_level) > 0',
    for: '5m',
    severity: 'page',
    summary: 'The gateway refuses events for lack of memory in Redis',
    impact: 'Senders are answered 429 by severity, lowest first.',
    diagnosis: ['redoubt health', 'redoubt lag'],
    mitigation: ['Find the group that is behind: it keeps streams long.', 'Raise maxmemory, or add masters.'],
    fires: { redoubt_gateway_shed_level: '1+0x100' },
    rests: { redoubt_gateway_shed_level: '0+0x100' },
  },
  {
    name: 'RedisMemoryHigh',
    expr: 'max(redoubt_gateway_redis_memory_ratio) > 0.8',
    for: '10m',
    severity: 'ticket',
    summary: 'A master uses more than 80 % of its memory',
    impact: 'Soon events are refused by severity.',
    diagnosis: ['redoubt health', 'redoubt lag'],
    mitigation: [
      'As GatewaySheds.',
      'Look for an organisation that is much larger than the others, and give it a master of its own.',
    ],
    fires: { redoubt_gateway_redis_memory_ratio: '0.9+0x100' },
    rests: { redoubt_gateway_redis_memory_ratio: '0.3+0x100' },
  },
  {
    name: 'DatabaseUnreachable',
    expr: 'min(redoubt_db_up) == 0',
    for: '2m',
    severity: 'page',
    summary: 'db-writer cannot reach PostgreSQL',
    impact: 'Events wait in Redis and are not found by searches.',
    diagnosis: ['redoubt health', 'kubectl logs deployment/redoubt-db-writer --tail 50'],
    mitigation: ['Bring PostgreSQL back; db-writer goes on by itself.', 'Watch the memory of Redis until then.'],
    fires: { redoubt_db_up: '0+0x100' },
    rests: { redoubt_db_up: '1+0x100' },
  },
  {
    name: 'DatabaseMaintenanceStale',
    expr: 'time() - max(redoubt_db_maintenance_last_success_timestamp_seconds) > 86400',
    for: '10m',
    severity: 'ticket',
    summary: 'Partitions were not made ahead for a day',
    impact: 'When no partition of today is left, nothing can be stored.',
    diagnosis: ['kubectl logs deployment/redoubt-db-writer --tail 200'],
    mitigation: ['The log names what PostgreSQL refused.', 'A lock that lasts blocks it: look at pg_stat_activity.'],
    fires: { redoubt_db_maintenance_last_success_timestamp_seconds: '-100000+0x100' },
    rests: { redoubt_db_maintenance_last_success_timestamp_seconds: '0+60x100' },
  },
  {
    name: 'AclDrift',
    ...above('redoubt_acl_drift_nodes', '0'),
    for: '5m',
    severity: 'page',
    summary: 'Nodes have other users than are declared',
    impact: 'Somebody may have more rights than was meant, or a service fewer than it needs.',
    diagnosis: ['redoubt acl diff', 'redoubt audit tail'],
    mitigation: [
      'In mode enforce it is put right: its log says what stands in the way.',
      'Find in the audit who changed users.',
    ],
  },
  {
    name: 'AclNodeUnreachable',
    ...above('redoubt_acl_unreachable_nodes', '0'),
    for: '5m',
    severity: 'page',
    summary: 'A Redis node does not answer',
    impact: 'A replica less, or a part of the organisations without service.',
    diagnosis: ['redoubt health', 'kubectl get pods --selector app.kubernetes.io/name=redis-cluster'],
    mitigation: [
      'Bring the node back; it finds the others by itself.',
      'No failover comes about without a majority of masters.',
    ],
  },
  {
    name: 'RedisSecurityCheckFails',
    expr: 'max by (check) (redoubt_redis_security_check_status{status="fail"}) > 0',
    for: '10m',
    severity: 'ticket',
    summary: 'A check of the Redis posture fails',
    impact: 'An anonymous user, a plain port or rights too wide: the check says which.',
    diagnosis: ['redoubt health', 'redoubt acl diff'],
    mitigation: ['Each check names its fix on the page of Redis security.'],
    fires: { 'redoubt_redis_security_check_status{check="auth.no-nopass",status="fail"}': '1+0x100' },
    rests: { 'redoubt_redis_security_check_status{check="auth.no-nopass",status="fail"}': '0+0x100' },
  },
  {
    name: 'RedisAuthenticationFailureSpike',
    ...moving('redoubt_redis_security_incidents_total', '15m'),
    for: '0m',
    severity: 'ticket',
    summary: 'Failed logins or refused commands rise at once',
    impact: 'A misconfigured client, or somebody who tries.',
    diagnosis: ['redoubt audit tail', 'redoubt health'],
    mitigation: [
      'The incident names user, address and command.',
      'Revoke the user if it is an attempt: `redoubt acl revoke`.',
    ],
  },
  {
    name: 'CertificateExpiresSoon',
    expr: 'min(redoubt_redis_tls_not_after_timestamp_seconds) - time() < 21 * 86400',
    for: '1h',
    severity: 'ticket',
    summary: 'A certificate runs out within three weeks',
    impact: 'After that nobody can connect.',
    diagnosis: ['redoubt cert check'],
    mitigation: [
      'Renew it; nodes of the charts are told of new files by their keeper, others by `CONFIG SET`.',
      'See docs/how-to/tls.md.',
    ],
    fires: { 'redoubt_redis_tls_not_after_timestamp_seconds{node="a"}': '600000+0x100' },
    rests: { 'redoubt_redis_tls_not_after_timestamp_seconds{node="a"}': '9000000+0x100' },
  },
  {
    name: 'CertificateExpiresNow',
    expr: 'min(redoubt_redis_tls_not_after_timestamp_seconds) - time() < 3 * 86400',
    for: '5m',
    severity: 'page',
    summary: 'A certificate runs out within three days',
    impact: 'After that nobody can connect.',
    diagnosis: ['redoubt cert check'],
    mitigation: ['As CertificateExpiresSoon, now.'],
    fires: { 'redoubt_redis_tls_not_after_timestamp_seconds{node="a"}': '90000+0x100' },
    rests: { 'redoubt_redis_tls_not_after_timestamp_seconds{node="a"}': '9000000+0x100' },
  },
  {
    name: 'AuditNotWritten',
    ...moving('redoubt_acl_audit_failures_total', '15m'),
    for: '0m',
    severity: 'page',
    summary: 'Changes of users could not be recorded',
    impact: 'The audit chain has a gap; the log of acl-manager has the records.',
    diagnosis: ['redoubt audit verify', 'redoubt audit tail'],
    mitigation: ['Keep the log of acl-manager.', 'Bring back the master that holds the chain.'],
  },
  {
    name: 'ComplianceRunStale',
    expr: 'time() - max(redoubt_compliance_last_run_timestamp_seconds) > 26 * 3600',
    for: '10m',
    severity: 'ticket',
    summary: 'No compliance run for more than a day',
    impact: 'Evidence grows old; reports say so.',
    diagnosis: ['redoubt compliance report', 'kubectl logs deployment/redoubt-compliance-reporter --tail 100'],
    mitigation: ['Start one: `redoubt compliance run`.'],
    fires: { redoubt_compliance_last_run_timestamp_seconds: '-100000+0x100' },
    rests: { redoubt_compliance_last_run_timestamp_seconds: '0+60x100' },
  },
  {
    name: 'SinkSilent',
    ...above('redoubt_siem_sink_success_age_seconds', '900'),
    for: '5m',
    severity: 'ticket',
    summary: 'A receiver has taken nothing for a quarter of an hour',
    impact: 'Events for it wait, for as long as its budget lasts.',
    diagnosis: ['redoubt sink list --org <org>', 'redoubt lag'],
    mitigation: [
      '`redoubt sink test` says what the receiver answers.',
      'Pause it when it is away for long: `redoubt sink pause`.',
    ],
  },
  {
    name: 'RuleEvaluationSlow',
    expr: 'histogram_quantile(0.99, sum by (le) (rate(redoubt_rule_evaluation_duration_seconds_bucket[10m]))) > 0.1',
    for: '15m',
    severity: 'ticket',
    summary: 'Batches of events take rules longer than 100 ms',
    impact: 'Alerts come later.',
    diagnosis: ['redoubt rules list', 'kubectl top pods --selector app.kubernetes.io/name=alert-engine'],
    mitigation: ['Look for a new rule with a costly regular expression.', 'Add workers.'],
    fires: {
      'redoubt_rule_evaluation_duration_seconds_bucket{le="0.1"}': '0+0x100',
      'redoubt_rule_evaluation_duration_seconds_bucket{le="0.5"}': '0+60x100',
      'redoubt_rule_evaluation_duration_seconds_bucket{le="+Inf"}': '0+60x100',
    },
    rests: {
      'redoubt_rule_evaluation_duration_seconds_bucket{le="0.1"}': '0+60x100',
      'redoubt_rule_evaluation_duration_seconds_bucket{le="0.5"}': '0+60x100',
      'redoubt_rule_evaluation_duration_seconds_bucket{le="+Inf"}': '0+60x100',
    },
  },
  {
    name: 'EventLoopLags',
    ...above('nodejs_eventloop_lag_p99_seconds', '0.2'),
    for: '10m',
    severity: 'ticket',
    summary: 'A process answers late because it is busy',
    impact: 'Leases may be lost, and requests take longer.',
    diagnosis: ['kubectl top pods --selector app.kubernetes.io/part-of=redoubt'],
    mitigation: ['Add pods, or give each more CPU.'],
  },
];
