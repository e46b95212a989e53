import type { RedisTls } from './tls/connection-tls.ts';

/** Address of a cluster node that can be asked for the topology. */
export interface RedisNodeAddress {
  host: string;
  port: number;
}

export interface RedisCredentials {
  username: string;
  password: string;
}

/** How to reach a Redis Cluster. */
export interface RedisOptions {
  /** Nodes to ask first; one that answers is enough. */
  nodes: readonly RedisNodeAddress[];
  /** ACL user; absent means the `default` user without a password. */
  credentials?: RedisCredentials;
  /** File of the password, which may be exchanged while a service runs; clients follow it. */
  passwordFile?: string;
  /** TLS on every connection when present. */
  tls?: RedisTls;
  /** Shown by CLIENT LIST. @default 'redoubt' */
  clientName?: string;
  /** Longest wait for the first slot map, ms. @default 10000 */
  connectTimeoutMs?: number;
  /** Longest wait for one pipeline on one node, ms. @default 3000 */
  commandTimeoutMs?: number;
  /** Longest time a command is retried after definite refusals, ms; longer than a failover. @default 12000 */
  retryTimeoutMs?: number;
  /** How often the slot map is read again, ms; bounds how long a moved slot goes unnoticed. @default 1000 */
  topologyRefreshMs?: number;
}
