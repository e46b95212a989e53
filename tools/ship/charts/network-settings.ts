import type { AppConfig } from './app-config.ts';
import { count, flag, group, labels, objects, ports, type Entry, type Group } from './setting.ts';
import type { ServiceFacts } from './services.ts';

type Entries = Readonly<Record<string, Entry>>;

const NAMESPACE = 'kubernetes.io/metadata.name';
const own = (key: string): string => `; what global.networkPolicy.${key} says when empty`;

/** Where names are resolved; the same in every chart. */
export const dnsSettings: Entries = {
  dnsTo: objects(
    `Where DNS is${own('dnsTo')}, and else kube-system or openshift-dns and the cache of a node (169.254.20.10).`,
  ),
  dnsPorts: ports('Ports of its pods: 53, on OpenShift 5353 as well, when empty.'),
};

/** What all parts have in common, for the umbrella chart. */
export const sharedNetworkSettings = group('Who may talk to whom, where a chart does not say it itself.', {
  dnsTo: objects('Where DNS is; kube-system or openshift-dns and the cache of a node when empty.'),
  dnsPorts: ports('Ports of its pods: 53, on OpenShift 5353 as well, when empty.'),
  redisTo: objects('Where Redis is; the pods of redis-cluster when empty.'),
  redisPort: count(0, 'Its port; 6379 when 0.', { max: 65_535 }),
  databaseTo: objects(
    'Where PostgreSQL is; pods of every namespace when empty. One outside of Kubernetes needs an ipBlock.',
  ),
  databasePort: count(0, 'Its port; 5432 when 0.', { max: 65_535 }),
  receiversTo: objects('Where receivers of alerts, events and mail are, and who signs people in; anywhere when empty.'),
});

/** Values of one service under `networkPolicy`. */
export function networkSettings(facts: ServiceFacts, config: AppConfig): Group {
  return group('What pods may talk to and who to them.', {
    enabled: flag(true, 'Make one.'),
    monitoringNamespace: labels('Labels of the namespace that reads metrics.', { [NAMESPACE]: 'monitoring' }),
    ...dnsSettings,
    ...(facts.httpPort === undefined ? {} : { httpFrom: objects(HTTP_FROM) }),
    ...(facts.extraPorts === undefined
      ? {}
      : {
          syslogFrom: objects('Who may send syslog; every address when empty. Policies see the address that is left.'),
        }),
    redisTo: objects(`Where Redis is${own('redisTo')}.`),
    redisPort: count(0, `Its port${own('redisPort')}.`, { max: 65_535 }),
    ...(config.database === 'none'
      ? {}
      : {
          databaseTo: objects(`Where PostgreSQL is${own('databaseTo')}.`),
          databasePort: count(0, `Its port${own('databasePort')}.`, { max: 65_535 }),
        }),
    ...(facts.receiverPorts === undefined
      ? {}
      : {
          receiversTo: objects(`Where its receivers are${own('receiversTo')}.`),
          receiverPorts: ports('Their ports; every port when empty.', facts.receiverPorts),
        }),
    ...(facts.rules === undefined
      ? {}
      : { kubernetesTo: objects('Where the API server is.', [{ ipBlock: { cidr: '0.0.0.0/0' } }]) }),
    extraEgress: objects('Further rules.'),
  });
}

const HTTP_FROM =
  'Who may send requests; pods of every namespace when empty, and every address where service.type is not ClusterIP. Load balancers that talk to pods by their address, and controllers on the network of the host, need an ipBlock.';
