import type { FaultSink } from '@redoubt/sinks/testing';
import type { Postgres, RedisCluster } from '@redoubt/test-kit';
import type { Platform } from '../../bench/platform.ts';

/** What faults are done to. */
export interface World {
  platform: Platform;
  cluster: RedisCluster;
  postgres: Postgres;
  sink: FaultSink;
  /** Services that are meant to be down or held now. */
  held: Set<string>;
  onStep: (text: string) => void;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
