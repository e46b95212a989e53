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
  /** From this moment after its start the worker hears nothing of leases any more, ms: with `zombieLeases`, a zombie. */
  deafAfterMs?: number;
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

/** Leases that a worker believes in for ever. */
export const zombieLeases: LeaseTimes = { ttlMs: 3_000, renewMs: 500, marginMs: -600_000 };
