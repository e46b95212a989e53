import type { Logger } from '@redoubt/telemetry';
import { Cluster, type ClusterOptions } from 'ioredis';
import type { RedisOptions } from './options.ts';

/** A cluster client in the form bullmq takes; nothing else uses it. */
export interface JobsConnection {
  /** Handed to bullmq as it is. */
  readonly client: Cluster;
  /** Whether it has a way to the cluster now; the detail is what went wrong last. */
  state(): { ok: boolean; detail: string };
  /** Ends its sockets and those of its copies at once. Safe to call twice. */
  close(): Promise<void>;
}

/** Pause before the nodes are asked for the slot map again, ms. */
const RETRY_PAUSE_MS = 200;

/**
 * Connects to the cluster for job queues: commands wait through a failover instead of failing, since a worker has
 * nobody to report to; callers that cannot wait bound their calls themselves.
 */
export function createJobsConnection(options: RedisOptions, { log }: { log: Logger }): JobsConnection {
  let lastError = '';
  let isClosed = false;
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
    // A connect that was under way at the close would otherwise stay open.
    client.on('connect', () => isClosed && setImmediate(() => client.disconnect()));
    return client;
  };
  const client = watch(
    new Cluster(
      [...options.nodes],
      clusterOptions(options, () => isClosed),
    ),
  );
  const duplicate = client.duplicate.bind(client);
  // bullmq blocks on a copy of its own, and does not end that when its close is cut short.
  client.duplicate = (...args) => watch(duplicate(...args));
  return {
    client,
    state: () =>
      client.status === 'ready' ? { ok: true, detail: 'ok' } : { ok: false, detail: lastError || 'not connected' },
    close: () => {
      isClosed = true;
      for (const one of all) one.disconnect();
      return Promise.resolve();
    },
  };
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
    slotsRefreshInterval: options.topologyRefreshMs ?? 1_000,
    slotsRefreshTimeout: 2_000,
    redisOptions: {
      ...(options.credentials ?? {}),
      ...(options.tls ? { tls: options.tls } : {}),
      connectionName: `${options.clientName ?? 'redoubt'}-jobs`,
      protocol: 2,
      // Required by bullmq: a blocking read has no end of its own.
      maxRetriesPerRequest: null,
      connectTimeout: 2_000,
    },
  };
}
