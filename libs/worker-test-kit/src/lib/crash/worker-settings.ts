import type { LeaseTimes, StreamConsumerOptions } from '@redoubt/stream';

/** What a worker process of the crash suite is told, as JSON in WORKER_SETTINGS. */
export interface WorkerSettings {
  addresses: string;
  workerId: string;
  /** One line per handled event is appended here before the handler returns. */
  effectsFile: string;
  /** Pause after the effects and before the outcome, ms: the window in which a kill leaves effects without an ack. */
  pauseMs?: number;
  /** The process kills itself with SIGKILL when it meets this external id. */
  deadlyId?: string;
  /** Events whose external id starts with this are refused for good. */
  refusePrefix?: string;
  leaseTimes?: LeaseTimes;
  /** Longest wait for a pipeline, ms. */
  commandTimeoutMs?: number;
  options?: Partial<
    Pick<
      StreamConsumerOptions,
      | 'quantumEvents'
      | 'orgsPerRound'
      | 'sweepIntervalMs'
      | 'auditIntervalMs'
      | 'maxAttempts'
      | 'deadLetterLimit'
      | 'trim'
    >
  >;
}

/** Short leases, so that a takeover takes three seconds instead of twelve. */
export const quickLeases: LeaseTimes = { ttlMs: 3_000, renewMs: 500, marginMs: 300 };

/**
 * A worker that never renews and trusts its own clock: after three seconds it is a zombie that only fences can stop.
 */
export const zombieLeases: LeaseTimes = { ttlMs: 3_000, renewMs: 600_000, marginMs: -600_000 };
