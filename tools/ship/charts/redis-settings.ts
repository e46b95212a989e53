import { dnsSettings } from './network-settings.ts';
import { imageSettings, nameSettings, podSettings } from './service-settings.ts';
import { count, flag, group, labels, object, objects, oneOf, text, words, type Entry } from './setting.ts';

const NAMESPACE = 'kubernetes.io/metadata.name';
const redoubtPods = { podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'redoubt' } } };

/** Values of the redis-cluster chart. */
export const redisSettings: Readonly<Record<string, Entry>> = {
  ...nameSettings,
  image: group('The image: Valkey 9, or Redis 8.', {
    ...(imageSettings('valkey/valkey') as { entries: Readonly<Record<string, Entry>> }).entries,
    registry: text('docker.io', 'Registry; global.imageRegistry wins.'),
    tag: text('9', 'Tag. `latest` is refused.', { minLength: 1, not: { const: 'latest' } }),
  }),
  masters: count(3, 'Masters; fixed for the life of the cluster.', { min: 3, max: 128 }),
  replicasPerMaster: count(2, 'Replicas of each; with one, a lost node leaves a third of the organisations without.', {
    max: 4,
  }),
  maxMemory: text('1gb', 'maxmemory of a node; nothing is evicted.', { pattern: '^[0-9]+(mb|gb)$' }),
  durability: oneOf('everysec', ['everysec', 'always'], 'appendfsync.'),
  settings: labels('Further lines of redis.conf.'),
  adminSecret: group('Passwords that the cluster begins with; made by a Job when the Secret is not there.', {
    name: text(
      '',
      'Secret; `<name>-admin` when empty. Another has to be named by acl-manager.redis.passwordSecret as well.',
    ),
    adminKey: text('admin', 'Key of the administrator.', { minLength: 1 }),
    managerKey: text('acl-manager', 'Key of the first password of acl-manager.', { minLength: 1 }),
    generate: flag(true, 'Make it by a Job.'),
    generatorImage: text('ghcr.io/redoubt/acl-manager:0.1.0', 'Image with Node that the Job runs.', { minLength: 1 }),
  }),
  tls: group('TLS to clients, between nodes and in replication; then no port is without.', {
    enabled: flag(false, 'Use it.'),
    secretName: text('', 'Secret with tls.crt, tls.key and ca.crt, of all nodes; `<name>-tls` when empty.'),
    clientCertificates: oneOf('optional', ['no', 'optional', 'yes'], 'Whether clients have to show one.'),
    certManager: group('A Certificate of cert-manager.', {
      enabled: flag(false, 'Make one.'),
      issuer: group('Who signs it.', { name: text('', 'Name.'), kind: text('Issuer', 'Kind.') }),
      duration: text('2160h', 'How long it holds.'),
      renewBefore: text('720h', 'When it is renewed.'),
    }),
  }),
  persistence: group('Volumes; not to be changed later.', {
    size: text('10Gi', 'Size.', { pattern: '^[1-9][0-9]*(Mi|Gi|Ti)$' }),
    storageClass: text('', 'Class; the default when empty.'),
  }),
  resources: group('What a node asks for and may take.', {
    requests: group('Asked for.', { cpu: text('500m', 'CPU.'), memory: text('1536Mi', 'Memory.') }),
    limits: group('At most.', { memory: text('2Gi', 'Memory: maxMemory and what a rewrite needs.') }),
  }),
  terminationGracePeriodSeconds: count(120, 'How long a node may take to hand its slots over.', { min: 30, max: 600 }),
  clusterDomain: text('cluster.local', 'Domain of Services.'),
  serviceAccount: group('The ServiceAccount.', {
    create: flag(true, 'Make it.'),
    name: text('', 'Its name.'),
    annotations: labels('Annotations.'),
  }),
  networkPolicy: group('Who may talk to nodes.', {
    enabled: flag(true, 'Make one.'),
    from: objects('Clients.', [redoubtPods]),
    monitoringNamespace: labels('Labels of the namespace that reads metrics.', { [NAMESPACE]: 'monitoring' }),
    ...dnsSettings,
    extraIngress: objects('Further rules of who may come.'),
    extraEgress: objects('Further rules of where nodes may go.'),
    kubernetesTo: objects('Where the API server is, for the Job.', [{ ipBlock: { cidr: '0.0.0.0/0' } }]),
  }),
  ...podSettings,
  labels: labels('Labels of the StatefulSet.'),
  tests: group('helm test.', { enabled: flag(true, 'Make its pod.') }),
  annotations: object('Annotations of the StatefulSet.'),
  extraArguments: words('Further arguments of the server.'),
};
