import type { Logger } from '@redoubt/telemetry';
import { Cluster, type ClusterOptions } from 'ioredis';
import { connectionName } from './connection-name.ts';
import type { RedisCredentials, RedisOptions } from './options.ts';
import { followPassword } from './password-file.ts';
import { connectionTls } from './tls/connection-tls.ts';

/** A cluster client in the form bullmq takes; nothing else uses it. */
export interface JobsConnection {
  /** Handed to bullmq as it is. */
  readonly client: Cluster;
  /** Whether it has a way to the cluster now; the detail is what went wrong last. */
  state(): { ok: boolean; detail: string };
  /**
   * Changes user or password of its connections and those of its copies, live and future ones, without ending any; one
   * that waits in a blocking read follows when that returns. All or nothing: rejects with what a node answered, and the
   * old ones stay.
   */
  switchCredentials(credentials: RedisCredentials): Promise<void>;
  /** Ends its sockets and those of its copies at once. Safe to call twice. */
  close(): Promise<void>;
}

/** Pause before the nodes are asked for the slot map again, ms. */
const RETRY_PAUSE_MS = 200;
/**
 * Redirections and lost connections make it look at once; in between a look finds new replicas only, and logs in with a
 * connection of its own (ioredis 6.0.0), which is seconds of a node's time a day.
 */
const TOPOLOGY_REFRESH_MS = 10_000;

/**
 * Connects to the cluster for job queues: commands wait through a failover instead of failing, since a worker has
 * nobody to report to; callers that cannot wait bound their calls themselves.
 */
export function createJobsConnection(options: RedisOptions, { log }: { log: Logger }): JobsConnection {
  let lastError = '';
  let isClosed = false;
  let held = options.credentials;
  const note = (error: Error): void => {
    if (isClosed || error.message === lastError) return;
    lastError = error.message;
    log.warn({ err: error }, 'jobs_connection_error');
  };
  const all = new Set<Cluster>();
  const watch = (client: Cluster): Cluster => {
    all.add(client);
    client.on('end', () => all.delete(client));
    client.on('error', note);
    client.on('node error', note);
    client.on('ready', () => (lastError = ''));
    client.on('connect', () => {
      // A connect that was under way at the close would otherwise stay open.
      if (isClosed) setImmediate(() => client.disconnect());
      else all.add(client);
    });
    return client;
  };
  const client = watch(
    new Cluster(
      [...options.nodes],
      clusterOptions(options, () => isClosed),
    ),
  );
  const refresh = setInterval(() => {
    for (const one of all) if (one.status === 'ready') one.refreshSlotsCache();
  }, options.topologyRefreshMs ?? TOPOLOGY_REFRESH_MS);
  refresh.unref();
  const duplicate = client.duplicate.bind(client);
  // bullmq blocks on a copy of its own, and does not end that when its close is cut short.
  client.duplicate = (...args) => watch(duplicate(...args));
  const switchCredentials = async (credentials: RedisCredentials): Promise<void> => {
    const before = held;
    held = credentials;
    const name = connectionName(nameOf(options), credentials);
    const refused = await authenticateAll(all, credentials, name);
    if (refused === undefined) return;
    held = before;
    if (before) await authenticateAll(all, before, connectionName(nameOf(options), before));
    throw refused;
  };
  const unfollow = followPassword(options, switchCredentials, log);
  return {
    client,
    state: () =>
      client.status === 'ready' ? { ok: true, detail: 'ok' } : { ok: false, detail: lastError || 'not connected' },
    switchCredentials,
    close: () => {
      isClosed = true;
      unfollow();
      clearInterval(refresh);
      for (const one of all) one.disconnect();
      return Promise.resolve();
    },
  };
}

/** What ioredis 6.0.0 keeps of a cluster's options: it copies them, so that each copy has to be told. */
interface ClusterInside {
  connectionPool: { redisOptions: NodeOptions };
  options: { redisOptions?: NodeOptions };
}

interface NodeOptions {
  username?: string | undefined;
  password?: string | undefined;
  connectionName?: string | undefined;
}

/** Undefined when every node took the credentials, else what one answered. */
async function authenticateAll(
  clusters: Iterable<Cluster>,
  { username, password }: RedisCredentials,
  connectionName: string,
): Promise<Error | undefined> {
  const ends: Promise<unknown>[] = [];
  for (const cluster of clusters) {
    const inside = cluster as unknown as ClusterInside;
    const known = [inside.connectionPool.redisOptions, inside.options.redisOptions];
    for (const options of known) Object.assign(options ?? {}, { username, password, connectionName });
    for (const node of cluster.nodes('all')) {
      Object.assign(node.options, { username, password, connectionName });
      if (node.status !== 'ready') continue;
      ends.push(node.call('AUTH', username, password).then(() => node.call('CLIENT', 'SETNAME', connectionName)));
    }
  }
  const settled = await Promise.allSettled(ends);
  // A connection that ended meanwhile comes back with the new ones.
  const refused = settled.flatMap((end) => (end.status === 'rejected' && isReply(end.reason) ? [end.reason] : []));
  return refused[0];
}

function isReply(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

function nameOf(options: RedisOptions): string {
  return `${options.clientName ?? 'redoubt'}-jobs`;
}

function clusterOptions(options: RedisOptions, isClosed: () => boolean): ClusterOptions {
  return {
    enableOfflineQueue: true,
    // With the check, a `connect()` that meets the cluster in the middle of an election never settles (ioredis 6.0.0),
    // and bullmq's worker waits for it for ever. Commands sent too early are refused with CLUSTERDOWN and tried again.
    enableReadyCheck: false,
    // bullmq may connect again after the close, and would then try for ever.
    clusterRetryStrategy: () => (isClosed() ? null : RETRY_PAUSE_MS),
    retryDelayOnFailover: RETRY_PAUSE_MS,
    retryDelayOnClusterDown: RETRY_PAUSE_MS,
    // An election takes the node time-out and a little more: at 200 ms a try this outlasts it.
    maxRedirections: 100,
    // Its own rounds go on for ever, and with them the process, after a disconnect in the middle of one (ioredis 6.0.0).
    slotsRefreshInterval: 0,
    slotsRefreshTimeout: 2_000,
    // Names are resolved when a connection is opened. An address in the place of one would not be in the certificate.
    dnsLookup: (name, callback) => callback(null, name),
    redisOptions: {
      ...(options.credentials ?? {}),
      ...(options.tls ? { tls: connectionTls(options.tls) } : {}),
      connectionName: connectionName(nameOf(options), options.credentials),
      protocol: 2,
      // Required by bullmq: a blocking read has no end of its own.
      maxRetriesPerRequest: null,
      connectTimeout: 2_000,
    },
  };
}
