import type { Logger } from '@redoubt/telemetry';
import { Cluster, type ClusterOptions } from 'ioredis';
import type { RedisOptions } from './options.ts';

/** A cluster client in the form bullmq takes; nothing else uses it. */
export interface JobsConnection {
  /** Handed to bullmq as it is. */
  readonly client: Cluster;
  /** Whether it has a way to the cluster now; the detail is what went wrong last. */
  state(): { ok: boolean; detail: string };
  /** Ends its sockets at once. Safe to call twice. */
  close(): Promise<void>;
}

/** Pause before the nodes are asked for the slot map again, ms. */
const RETRY_PAUSE_MS = 200;

/**
 * Connects to the cluster for job queues: commands wait through a failover instead of failing, since a worker has
 * nobody to report to; callers that cannot wait bound their calls themselves.
 */
export function createJobsConnection(options: RedisOptions, { log }: { log: Logger }): JobsConnection {
  const client = new Cluster([...options.nodes], clusterOptions(options));
  let lastError = '';
  const note = (error: Error): void => {
    if (error.message === lastError) return;
    lastError = error.message;
    log.warn({ err: error }, 'jobs_connection_error');
  };
  client.on('error', note);
  client.on('node error', note);
  client.on('ready', () => (lastError = ''));
  return {
    client,
    state: () =>
      client.status === 'ready' ? { ok: true, detail: 'ok' } : { ok: false, detail: lastError || 'not connected' },
    close: () => Promise.resolve(client.disconnect()),
  };
}

function clusterOptions(options: RedisOptions): ClusterOptions {
  return {
    enableOfflineQueue: true,
    // With the check, a `connect()` that meets the cluster in the middle of an election never settles (ioredis 6.0.0),
    // and bullmq's worker waits for it for ever. Commands sent too early are refused with CLUSTERDOWN and tried again.
    enableReadyCheck: false,
    clusterRetryStrategy: () => RETRY_PAUSE_MS,
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
