import type { MailRecorder } from '@redoubt/notifications/testing';
import type { FaultSink } from '@redoubt/sinks/testing';
import type { Postgres, RedisCluster } from '@redoubt/test-kit';
import type { Platform } from '../../bench/platform.ts';
import type { ClusterBus } from './cluster-bus.ts';
import type { LoopbackProxy } from './loopback-proxy.ts';

/** What stands between services and servers, to part them. */
export interface Wires {
  /** To PostgreSQL. */
  database: LoopbackProxy;
  /** To the mail server. */
  mail: LoopbackProxy;
  /** Between nodes; undefined where they speak TLS, of which senders cannot be told. */
  bus: ClusterBus | undefined;
}

/** What faults are done to. */
export interface World {
  platform: Platform;
  cluster: RedisCluster;
  postgres: Postgres;
  sink: FaultSink;
  mail: MailRecorder;
  wires: Wires;
  /** Services that are meant to be down or held now. */
  held: Set<string>;
  /** What was to be done and was not, or had no effect. */
  undone: string[];
  onStep: (text: string) => void;
}

/** The first so many organisations are sent to all the time; the others are attacked. */
export const LOAD_ORGS = 2;

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
