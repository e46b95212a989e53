/** A panel: title, unit and queries with their legends. */
interface Panel {
  title: string;
  unit: string;
  queries: readonly (readonly [legend: string, expr: string])[];
}

interface Dashboard {
  uid: string;
  title: string;
  panels: readonly Panel[];
}

const rate = (metric: string, by = ''): string =>
  `sum${by === '' ? '' : ` by (${by})`} (rate(${metric}[$__rate_interval]))`;
const p99 = (metric: string, by = 'le'): string => `histogram_quantile(0.99, ${rate(`${metric}_bucket`, by)})`;
const panel = (title: string, unit: string, ...queries: (readonly [string, string])[]): Panel => ({
  title,
  unit,
  queries,
});

/** Dashboards of Grafana; every metric in them is in docs/reference/metrics.md. */
const DASHBOARDS: readonly Dashboard[] = [
  {
    uid: 'redoubt-pipeline',
    title: 'Redoubt: pipeline',
    panels: [
      panel(
        'Events accepted',
        'ops',
        ['accepted', rate('redoubt_gateway_events_accepted_total')],
        ['refused', rate('redoubt_gateway_events_refused_total')],
        ['shed', rate('redoubt_gateway_events_shed_total')],
      ),
      panel('Answers', 'reqps', ['{{code}}', rate('redoubt_gateway_requests_total', 'code')]),
      panel('Time of a request, 99 %', 's', ['p99', p99('redoubt_gateway_request_duration_seconds')]),
      panel('Backlog by group', 'short', [
        '{{group}}',
        'sum by (group) (redoubt_stream_group_lag_entries) + sum by (group) (redoubt_stream_group_pending_entries)',
      ]),
      panel('Settled by group and outcome', 'ops', [
        '{{group}} {{outcome}}',
        rate('redoubt_stream_events_total', 'group, outcome'),
      ]),
      panel('Accept to settled, 99 %', 's', ['{{group}}', p99('redoubt_event_age_seconds', 'le, group')]),
      panel(
        'Stored',
        'ops',
        ['events', rate('redoubt_db_events_stored_total')],
        ['alerts', rate('redoubt_db_alert_records_stored_total')],
        ['scores', rate('redoubt_db_score_records_stored_total')],
      ),
      panel('Time of a transaction, 99 %', 's', ['p99', p99('redoubt_db_commit_duration_seconds')]),
      panel('Dead letters', 'ops', ['{{group}} {{reason}}', rate('redoubt_stream_dead_total', 'group, reason')]),
      panel('Synthetic event until seen, 90 %', 's', [
        '{{stage}}',
        `histogram_quantile(0.9, ${rate('redoubt_canary_latency_seconds_bucket', 'le, stage')})`,
      ]),
      panel('Synthetic events that failed', 'short', [
        '{{stage}}',
        'sum by (stage) (increase(redoubt_canary_failures_total[10m]))',
      ]),
      panel('Forwarded', 'ops', ['{{sink}} {{result}}', rate('redoubt_siem_items_total', 'sink, result')]),
    ],
  },
  {
    uid: 'redoubt-tenants',
    title: 'Redoubt: organisations',
    panels: [
      panel('Organisations read by group', 'short', [
        '{{group}}',
        'sum by (group) (redoubt_stream_owned_organizations)',
      ]),
      panel('Partitions held by group', 'short', ['{{group}}', 'sum by (group) (redoubt_lease_held_partitions)']),
      panel('Leases lost', 'ops', ['{{group}} {{reason}}', rate('redoubt_lease_lost_total', 'group, reason')]),
      panel('Events in hand', 'short', ['{{group}}', 'sum by (group) (redoubt_stream_inflight_events)']),
      panel('Sockets', 'short', ['{{feed}}', 'sum by (feed) (redoubt_socket_connections)']),
      panel('Models in memory', 'short', ['models', 'sum(redoubt_ml_models_in_memory)']),
    ],
  },
  {
    uid: 'redoubt-redis',
    title: 'Redoubt: Redis',
    panels: [
      panel('Memory of the fullest master', 'percentunit', ['used', 'max(redoubt_gateway_redis_memory_ratio)']),
      panel('Commands without a reply of use', 'ops', ['{{kind}}', rate('redoubt_redis_command_errors_total', 'kind')]),
      panel('Retries', 'ops', ['retries', rate('redoubt_redis_retries_total')]),
      panel('Appended', 'ops', ['events', rate('redoubt_append_events_total')]),
      panel('Time of a flush, 99 %', 's', ['p99', p99('redoubt_append_flush_duration_seconds')]),
      panel('Entries trimmed', 'ops', ['{{group}}', rate('redoubt_stream_trimmed_entries_total', 'group')]),
      panel('Connections', 'short', ['{{transport}}', 'sum by (transport) (redoubt_redis_client_connections)']),
      panel('Nodes that do not answer', 'short', ['nodes', 'max(redoubt_acl_unreachable_nodes)']),
    ],
  },
  {
    uid: 'redoubt-security',
    title: 'Redoubt: security',
    panels: [
      panel('Alerts opened', 'ops', ['{{severity}}', rate('redoubt_alerts_created_total', 'severity')]),
      panel('Alerts kept quiet', 'ops', ['{{reason}}', rate('redoubt_alerts_suppressed_total', 'reason')]),
      panel('Detections', 'ops', ['{{severity}}', rate('redoubt_detections_total', 'severity')]),
      panel('Posture of Redis', 'short', ['score', 'max(redoubt_redis_security_score)']),
      panel('Nodes with other users than declared', 'short', ['nodes', 'max(redoubt_acl_drift_nodes)']),
      panel('Refused by Redis', 'ops', ['{{reason}}', rate('redoubt_redis_denied_total', 'reason')]),
      panel('Age of passwords', 's', ['{{user}}', 'max by (user) (redoubt_credential_age_seconds)']),
      panel('Certificates run out in', 's', [
        '{{node}}',
        'min by (node) (redoubt_redis_tls_not_after_timestamp_seconds) - time()',
      ]),
      panel('Compliance score', 'short', ['score', 'max(redoubt_compliance_score)']),
    ],
  },
];

/** Grafana dashboards as JSON, by their path under deploy/grafana. */
export function renderDashboards(sloNames: readonly string[]): Readonly<Record<string, string>> {
  const slo: Dashboard = {
    uid: 'redoubt-slo',
    title: 'Redoubt: service levels',
    panels: sloNames.map((name) =>
      panel(
        `${name}: part that failed`,
        'percentunit',
        ['1 h', `slo:${name}:error_ratio_1h`],
        ['6 h', `slo:${name}:error_ratio_6h`],
        ['3 d', `slo:${name}:error_ratio_3d`],
      ),
    ),
  };
  return Object.fromEntries([...DASHBOARDS, slo].map((one) => [`${one.uid}.json`, JSON.stringify(dashboardJson(one))]));
}

function dashboardJson({ uid, title, panels }: Dashboard): object {
  const datasource = { type: 'prometheus', uid: '${datasource}' };
  return {
    ...{ uid, title, tags: ['redoubt'], schemaVersion: 39, timezone: 'utc', editable: false, refresh: '30s' },
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus' }] },
    panels: panels.map(({ title: name, unit, queries }, at) => ({
      ...{ id: at + 1, type: 'timeseries', title: name, datasource },
      gridPos: { x: (at % 2) * 12, y: Math.floor(at / 2) * 8, w: 12, h: 8 },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: queries.map(([legendFormat, expr], index) => ({
        refId: String.fromCharCode(65 + index),
        datasource,
        expr,
        legendFormat,
      })),
    })),
  };
}
