import type { AppConfig } from './app-config.ts';
import { networkSettings } from './network-settings.ts';
import { count, flag, group, labels, object, objects, oneOf, secretRef, text, words, type Entry } from './setting.ts';
import type { ServiceFacts } from './services.ts';

type Entries = Readonly<Record<string, Entry>>;

const digest = { pattern: '^(sha256:[0-9a-f]{64})?$' };
const quantity = { type: ['string', 'integer', 'number'] };

/** Which image runs; the same in every chart. */
export const imageSettings = (repository: string): Entry =>
  group('The image.', {
    registry: text('ghcr.io', 'Registry; global.imageRegistry wins.'),
    repository: text(repository, 'Repository.', { minLength: 1 }),
    tag: text('', 'Tag; the version of the chart when empty. `latest` is refused.', { not: { const: 'latest' } }),
    digest: text('', 'Digest, `sha256:…`; wins over the tag.', digest),
    pullPolicy: oneOf('IfNotPresent', ['Always', 'IfNotPresent', 'Never'], 'When to pull it.'),
  });

/** Where pods run and what is added to them; the same in every chart. */
export const podSettings: Entries = {
  imagePullSecrets: words('Names of Secrets for the registry.'),
  runAsUser: count(10001, 'User and group of processes, unless openshift.enabled.', { min: 1, max: 2 ** 31 - 1 }),
  openshift: group('OpenShift.', { enabled: flag(false, 'Leave user and group ids to OpenShift.') }),
  podLabels: labels('Further labels of pods.'),
  podAnnotations: labels('Further annotations of pods.'),
  nodeSelector: labels('Nodes that may run pods.'),
  tolerations: objects('Taints of nodes that pods bear.'),
  affinity: object('Replaces the preference for different nodes.'),
  topologySpreadConstraints: objects('Replaces the spread over zones.'),
  priorityClassName: text('', 'Priority class.'),
  runtimeClassName: text('', 'Runtime class.'),
  extraObjects: objects('Further Kubernetes objects.'),
};

/** What is added to a service's container. */
const containerSettings: Entries = {
  extraEnv: objects('Further environment of the container; a name that the chart sets is refused.'),
  extraVolumes: objects('Further volumes.'),
  extraVolumeMounts: objects('Where they are mounted.'),
};

export const nameSettings: Entries = {
  global: object('Values of the umbrella chart.'),
  enabled: { kind: 'setting', value: true, schema: { type: 'boolean' }, help: 'Whether the umbrella chart has it.' },
  fullnameOverride: text('', 'Name of all objects instead of `<release>-<chart>`.', { maxLength: 50 }),
};

export const resourceSettings = ({ cpu, memory, memoryLimit }: Pick<ServiceFacts, 'cpu' | 'memory' | 'memoryLimit'>) =>
  group('What a pod asks for and may take. No limit on CPU: it would slow what is urgent.', {
    requests: group('Asked for.', {
      cpu: { kind: 'setting', value: cpu, schema: quantity, help: 'CPU.' },
      memory: text(memory, 'Memory.', { minLength: 1 }),
    }),
    limits: {
      kind: 'group',
      help: 'At most.',
      entries: {
        memory: text(memoryLimit, 'Memory, in whole Mi or Gi; the heap of Node is three quarters of it.', {
          pattern: '^[1-9][0-9]*(Mi|Gi)$',
        }),
      },
    },
  });

const redisTls = group('TLS to Redis.', {
  enabled: flag(false, 'Use it.'),
  caSecret: secretRef('ca.crt', 'Whom to trust; the system when no name is given.'),
  clientSecret: group('The certificate shown to Redis.', { name: text('', 'Secret with tls.crt and tls.key.') }),
});

/** Values of one service's chart, in the order of its values.yaml. */
export function serviceSettings(facts: ServiceFacts, config: AppConfig): Entries {
  return {
    ...nameSettings,
    image: imageSettings(`redoubt/${facts.name}`),
    replicas: count(facts.replicas, 'Pods, where nothing scales them.', { max: 256 }),
    revisionHistoryLimit: count(3, 'Old ReplicaSets that are kept for a rollback.', { max: 100 }),
    config: group(
      'Environment of the service by its names; what each means stands in its README.',
      configOf(facts, config),
    ),
    ...secretSettings(config),
    redis: group('The Redis cluster.', {
      nodes: words('Start addresses, `host:port`; those of the umbrella chart when empty.'),
      username: text(facts.name, 'The user it comes as.', { minLength: 1 }),
      passwordSecret: secretRef('password', passwordHelp(facts)),
      tls: redisTls,
    }),
    ...(config.database === 'none'
      ? {}
      : { database: group('PostgreSQL.', { urlSecret: secretRef('url', 'Its address with user and password.') }) }),
    ...(facts.httpPort === undefined ? {} : httpSettings()),
    ...(facts.hasMigrations === true ? migrationSettings : {}),
    ...(facts.volume === undefined ? {} : { [facts.volume.value]: volumeSettings(facts.volume) }),
    drainTimeoutSeconds: count(20, 'How long a stop may take; the grace of pods follows from it.', { max: 600 }),
    resources: resourceSettings(facts),
    autoscaling: autoscaling(facts),
    podDisruptionBudget: group('How many pods may go at a time; none of it with a single pod.', {
      enabled: flag(true, 'Make one.'),
      maxUnavailable: count(1, 'Pods.', { min: 1, max: 100 }),
    }),
    service: group('The Service.', {
      type: oneOf('ClusterIP', ['ClusterIP', 'LoadBalancer', 'NodePort'], 'Its type.'),
      annotations: labels('Annotations.'),
    }),
    serviceAccount: group('The ServiceAccount; its token is not mounted where the API server is not needed.', {
      create: flag(true, 'Make it.'),
      name: text('', 'Its name; that of the other objects when empty.'),
      annotations: labels('Annotations.'),
    }),
    networkPolicy: networkSettings(facts, config),
    monitoring: group('Prometheus.', {
      annotations: flag(false, 'Annotate pods with prometheus.io/scrape.'),
      serviceMonitor: group('ServiceMonitor of the operator.', {
        enabled: flag(false, 'Make one; global.monitoring.enabled does the same.'),
        labels: labels('Labels it needs to be found; those of global.monitoring when empty.'),
        interval: text('15s', 'How often.', { pattern: '^[0-9]+(ms|s|m)$' }),
        relabelings: objects('Relabelings of targets.'),
        metricRelabelings: objects('Relabelings of metrics.'),
      }),
    }),
    externalSecret: externalSecret(),
    tests: group('helm test.', { enabled: flag(true, 'Make its pod.') }),
    ...podSettings,
    ...containerSettings,
  };
}

function passwordHelp({ name }: ServiceFacts): string {
  return name === 'acl-manager'
    ? 'Its first password; that of the Redis of this release when no name is given.'
    : 'Its password; the Secret that acl-manager keeps when no name is given.';
}

function configOf({ config: own = {} }: ServiceFacts, { config }: AppConfig): Entries {
  return Object.fromEntries(
    Object.entries(config).map(([key, one]) => [key, key in own ? { ...one, value: own[key] } : one]),
  );
}

function secretSettings({ secrets }: AppConfig): Entries {
  const entries = Object.entries(secrets).map(([key, need]) => [
    key,
    secretRef(key, `${key} of the service, ${need}; global.secrets.${key} when no name is given.`),
  ]);
  return {
    secrets: group('Secrets that somebody else makes; each becomes a file.', Object.fromEntries(entries) as Entries),
  };
}

function httpSettings(): Entries {
  return {
    readinessLingerSeconds: count(5, 'How long requests are still answered after "not ready".', { max: 60 }),
    tls: group('HTTPS instead of HTTP.', {
      secretName: text('', 'Secret with tls.crt and tls.key, perhaps of cert-manager.'),
    }),
    gateway: group('Gateway API.', {
      enabled: flag(false, 'Make an HTTPRoute.'),
      annotations: labels('Annotations.'),
      parentRefs: objects('The Gateway.'),
      hostnames: words('Names it answers to.'),
    }),
    ingress: group('Ingress.', {
      enabled: flag(false, 'Make one.'),
      className: text('', 'Its class.'),
      annotations: labels('Annotations.'),
      hosts: words('Names it answers to.'),
      tls: objects('TLS of those names.'),
    }),
  };
}

const migrationSettings: Entries = {
  migrations: group('The schema of PostgreSQL. Without a Job the service sees to it at its start.', {
    job: flag(false, 'Make a Job.'),
    hook: flag(true, 'Run it as a hook before pods change; switch off for tools that know no hooks.'),
    timeoutSeconds: count(3600, 'How long it may take.', { min: 60, max: 86_400 }),
    backoffLimit: count(3, 'How often it is tried again.', { max: 20 }),
  }),
};

function autoscaling(facts: ServiceFacts): Entry {
  const kinds = facts.group === undefined ? ['none', 'hpa'] : ['none', 'hpa', 'keda'];
  return group('Scaling. With hpa or keda the number of pods is theirs.', {
    kind: oneOf('none', kinds, `none, hpa (CPU)${facts.group === undefined ? '' : ' or keda (backlog of the group)'}.`),
    minReplicas: count(2, 'At least.', { min: 1, max: 200 }),
    maxReplicas: count(10, 'At most; a group has 256 partitions, and a worker without one idles.', {
      min: 1,
      max: 200,
    }),
    targetCpuPercent: count(70, 'CPU of its request that hpa aims at.', { min: 1, max: 100 }),
    ...(facts.group === undefined
      ? {}
      : {
          prometheusUrl: text('', 'Where keda asks; global.autoscaling.prometheusUrl when empty.'),
          backlogEntries: count(
            5_000,
            'Entries of backlog, each a frame of 1 to 100 events, that ask for one more pod.',
            {
              min: 1,
            },
          ),
          fallbackReplicas: count(4, 'Pods while Prometheus does not answer.', { min: 1, max: 200 }),
        }),
  });
}

function volumeSettings({ help, file }: NonNullable<ServiceFacts['volume']>): Entry {
  return group(help, {
    claimName: text('', 'A PersistentVolumeClaim; ReadWriteMany where there are several pods.'),
    ...(file === undefined ? {} : { file: text(file, 'The file in it.', { minLength: 1 }) }),
  });
}

function externalSecret(): Entry {
  return group('An ExternalSecret of external-secrets.', {
    enabled: flag(false, 'Make one.'),
    refreshInterval: text('1h', 'How often it is read again.'),
    store: group('Where secrets are.', {
      name: text('', 'Name.'),
      kind: oneOf('SecretStore', ['SecretStore', 'ClusterSecretStore'], 'Kind.'),
    }),
    targetName: text('', 'Name of the Secret it makes; that of the other objects when empty.'),
    data: labels('Keys of that Secret, by where they stand in the store.'),
  });
}
