import { sharedNetworkSettings } from './network-settings.ts';
import { flag, group, labels, object, objects, secretRef, text, words, type Entry } from './setting.ts';

/** Values of the umbrella chart; those of a part stand under its name. */
export function umbrellaSettings(
  parts: readonly string[],
  secretKeys: readonly string[],
): Readonly<Record<string, Entry>> {
  const secrets = secretKeys.map((key) => [key, secretRef(key, `${key} of every service that has one.`)] as const);
  return {
    global: group('Values that all parts share.', {
      imageRegistry: text('', 'Registry of all images, for clusters without a way out.'),
      imagePullSecrets: words('Names of Secrets for the registry.'),
      openshift: group('OpenShift.', { enabled: flag(false, 'Leave user and group ids to OpenShift.') }),
      redis: group('The Redis cluster.', {
        bundled: flag(true, 'That of this release.'),
        name: text('', 'Its name, where redis-cluster.fullnameOverride says another than `<release>-redis-cluster`.'),
        nodes: words('Start addresses of another one, `host:port`.'),
        tls: group('TLS to Redis.', {
          enabled: flag(false, 'Use it.'),
          caSecret: secretRef('ca.crt', 'Whom to trust; the Redis of this release when empty.'),
          clientSecret: group('The certificate shown to Redis.', {
            name: text('', 'Secret with tls.crt and tls.key; that of the nodes of this release when empty.'),
          }),
        }),
      }),
      networkPolicy: sharedNetworkSettings,
      database: group('PostgreSQL.', { urlSecret: secretRef('url', 'Its address with user and password.') }),
      secrets: group('Secrets that somebody else makes.', Object.fromEntries(secrets) as Record<string, Entry>),
      autoscaling: group('Scaling.', { prometheusUrl: text('', 'Where keda asks.') }),
      monitoring: group('Prometheus operator.', {
        enabled: flag(false, 'ServiceMonitors for all, rules and dashboards.'),
        labels: labels('Labels they need to be found.'),
        dashboardLabel: text('grafana_dashboard', 'Label by which Grafana finds dashboards.'),
        dashboardFolder: text('Redoubt', 'Folder of the dashboards.'),
        runbookUrl: text('https://redoubt.dev/docs/runbooks', 'Where runbooks stand.'),
      }),
    }),
    ...Object.fromEntries(parts.map((part) => [part, object(`Values of ${part}; see its chart.`, { enabled: true })])),
    extraObjects: objects('Further Kubernetes objects.'),
  };
}
