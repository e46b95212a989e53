import { DEFAULT_GROUPS } from '@redoubt/key-schema';

/** What tells the chart of one service from those of the others. */
export interface ServiceFacts {
  name: string;
  description: string;
  /** Port of requests; none: a worker. */
  httpPort?: number;
  /** Path of connections that stay open. */
  longLivedPath?: string;
  /** Consumer group whose backlog says how many workers are needed. */
  group?: string;
  replicas: number;
  cpu: string;
  memory: string;
  memoryLimit: string;
  /** Talks to the API server, under these rules. */
  rules?: readonly object[];
  /** Talks to receivers that people name, on these ports; on every port when there is none. */
  receiverPorts?: readonly number[];
  /** Values under `config` that differ from what the service takes by itself. */
  config?: Readonly<Record<string, string>>;
  /** Environment that the chart sets for good. */
  env?: Readonly<Record<string, string>>;
  /** Environment that comes from the pod itself. */
  fieldEnv?: Readonly<Record<string, string>>;
  /** Further ports, opened by the key of `config` that names them. */
  extraPorts?: Readonly<Record<string, { key: string; protocol: 'TCP' | 'UDP' }>>;
  /** A claim of the operator's: mounted at `path`, which the service is told by `key`. */
  volume?: { value: string; help: string; key: string; path: string; isReadOnly: boolean; file?: string };
  /** Brings the schema of PostgreSQL up to date by a Job. */
  hasMigrations?: boolean;
}

/** Webhooks, mail and who signs people in. */
const WEB_AND_MAIL = [443, 25, 465, 587];
const WORKER = { WORKER_ID: 'metadata.name' };
const small = { cpu: '250m', memory: '256Mi', memoryLimit: '512Mi' };
const large = { cpu: '500m', memory: '512Mi', memoryLimit: '1Gi' };
/** Windows and open alerts of all organisations that a worker has. */
const largest = { ...large, memoryLimit: '1536Mi' };

/** Every service that has a chart. */
export const SERVICES: readonly ServiceFacts[] = [
  {
    ...large,
    name: 'ingest-gateway',
    description: 'Takes security events over HTTP and other protocols',
    httpPort: 8080,
    replicas: 2,
    extraPorts: {
      'syslog-udp': { key: 'SYSLOG_UDP_PORT', protocol: 'UDP' },
      'syslog-tcp': { key: 'SYSLOG_TCP_PORT', protocol: 'TCP' },
      'syslog-tls': { key: 'SYSLOG_TLS_PORT', protocol: 'TCP' },
    },
  },
  {
    ...largest,
    name: 'alert-engine',
    description: 'Runs detection rules over events and tells people of alerts',
    group: 'alert_engine',
    receiverPorts: WEB_AND_MAIL,
    replicas: 2,
    fieldEnv: WORKER,
  },
  {
    ...large,
    name: 'ml-scorer',
    description: 'Scores how unusual events are',
    group: 'ml_engine',
    replicas: 2,
    fieldEnv: WORKER,
    volume: {
      ...{ value: 'ownModel', key: 'OWN_MODEL_FILE', path: '/var/lib/redoubt/model', isReadOnly: true },
      ...{ help: 'A model of your own, as one more part of the score.', file: 'model.onnx' },
    },
  },
  {
    ...large,
    name: 'db-writer',
    description: 'Stores events, alerts and scores in PostgreSQL',
    group: 'db_writer',
    replicas: 2,
    fieldEnv: WORKER,
    hasMigrations: true,
    volume: {
      ...{ value: 'archive', key: 'ARCHIVE_DIR', path: '/var/lib/redoubt/archive', isReadOnly: false },
      help: 'Where days are archived before they are dropped; without one they are gone.',
    },
    // Streams are trimmed by what these have read: a service left out would lose what it has not read yet.
    config: { EXPECTED_GROUPS: DEFAULT_GROUPS.join(',') },
  },
  {
    ...large,
    name: 'siem-forwarder',
    description: 'Sends events and alerts on to other systems',
    group: 'siem_forwarder',
    receiverPorts: [],
    replicas: 2,
    fieldEnv: WORKER,
  },
  {
    ...small,
    name: 'compliance-reporter',
    description: 'Collects evidence for compliance frameworks and makes reports',
    replicas: 1,
    // Prometheus, too.
    receiverPorts: [...WEB_AND_MAIL, 9090],
  },
  {
    ...large,
    name: 'dashboard',
    description: 'The page, its API and its sockets',
    httpPort: 8081,
    longLivedPath: '/socket.io',
    receiverPorts: WEB_AND_MAIL,
    replicas: 2,
  },
  {
    ...small,
    name: 'acl-manager',
    description: 'Keeps the users of Redis, exchanges their passwords and watches the security of every node',
    replicas: 2,
    env: { CREDENTIALS_STORE: 'kubernetes' },
    fieldEnv: { KUBERNETES_NAMESPACE: 'metadata.namespace' },
    rules: [
      { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'create', 'update', 'delete'] },
      { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list'] },
      { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies', 'ingresses'], verbs: ['get', 'list'] },
    ],
  },
];

/**
 * Largest heap of Node that a service gets, MB: of its limit what `redoubt-lib.heapMegabytes` of the charts leaves for it.
 *
 * @throws Error  no service of this name
 */
export function heapMegabytesOf(name: string): number {
  const service = SERVICES.find((one) => one.name === name);
  if (service === undefined) throw new Error(`there is no service ${name}`);
  const { memoryLimit } = service;
  const megabytes = memoryLimit.endsWith('Gi') ? parseInt(memoryLimit, 10) * 1024 : parseInt(memoryLimit, 10);
  return Math.floor((megabytes * 3) / 4);
}
