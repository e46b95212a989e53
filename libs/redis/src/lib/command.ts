/** A reply in RESP2 shapes; bulk strings are Buffers when the command asked for `buffers`. */
export type Reply = string | number | Buffer | null | Reply[];

/**
 * When a command may be sent again.
 * - `free`: always (reads, idempotent writes).
 * - `definite`: only when the server certainly did not execute it (MOVED, ASK, TRYAGAIN, CLUSTERDOWN, not connected).
 * - `never`: not even then.
 */
export type RetryClass = 'free' | 'definite' | 'never';

/** A script to be run, carried by commands that call one. */
export interface ScriptBody {
  sha: string;
  source: string;
}

export interface RedisCommand {
  name: string;
  /** Routes the command; all keys of one command share its slot. */
  key: string;
  args: readonly (string | number | Buffer)[];
  retry: RetryClass;
  /** Bulk strings come back as Buffers. */
  buffers?: boolean;
  /** Set for script calls: `args` then holds key count, keys and arguments. */
  script?: ScriptBody;
}

export interface BatchOptions {
  /** Longest wait for one node's pipeline, ms. */
  timeoutMs?: number;
  /** Appends WAIT to each node's pipeline: every result of a node that falls short becomes NotReplicatedError. */
  wait?: { replicas: number; timeoutMs: number };
}
