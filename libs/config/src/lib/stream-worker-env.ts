import { hostname } from 'node:os';
import { z } from 'zod';
import { envInteger } from './env-types.ts';
import { defineFragment } from './fragment.ts';
import { lifecycleEnv } from './fragments.ts';

/** What differs between services. */
export interface StreamWorkerDefaults {
  quantumEvents: number;
  orgsPerRound: number;
  roundSpacingMs: number;
  urgentSpacingMs: number;
  /** @default 20000 */
  maxInFlightEvents?: number;
}

/**
 * WORKER_ID (unique in its group), QUANTUM_EVENTS, ORGS_PER_ROUND, ROUND_SPACING_MS, URGENT_SPACING_MS,
 * MAX_IN_FLIGHT_EVENTS and MAX_IN_FLIGHT_BYTES of a service that consumes streams; and DRAIN_TIMEOUT_MS, half of which
 * the consumer may take and the rest what is closed after it.
 */
export function streamWorkerEnv(app: string, defaults: StreamWorkerDefaults) {
  return defineFragment(
    {
      ...lifecycleEnv.shape,
      WORKER_ID: z
        .string()
        .regex(/^[\w.-]{1,128}$/)
        .default(`${app}-${hostname()}-${process.pid}`),
      QUANTUM_EVENTS: envInteger({ min: 1, max: 100_000 }).default(defaults.quantumEvents),
      ORGS_PER_ROUND: envInteger({ min: 1, max: 1_000 }).default(defaults.orgsPerRound),
      ROUND_SPACING_MS: envInteger({ min: 0, max: 1_000 }).default(defaults.roundSpacingMs),
      URGENT_SPACING_MS: envInteger({ min: 0, max: 1_000 }).default(defaults.urgentSpacingMs),
      MAX_IN_FLIGHT_EVENTS: envInteger({ min: 1, max: 1_000_000 }).default(defaults.maxInFlightEvents ?? 20_000),
      MAX_IN_FLIGHT_BYTES: envInteger({ min: 1024, max: 4 * 1024 ** 3 }).default(64 * 1024 * 1024),
    },
    (env) => ({
      lifecycle: lifecycleEnv.pick(env),
      consumer: {
        workerId: env.WORKER_ID,
        quantumEvents: env.QUANTUM_EVENTS,
        orgsPerRound: env.ORGS_PER_ROUND,
        roundSpacingMs: env.ROUND_SPACING_MS,
        urgentSpacingMs: env.URGENT_SPACING_MS,
        maxInFlightEvents: env.MAX_IN_FLIGHT_EVENTS,
        maxInFlightBytes: env.MAX_IN_FLIGHT_BYTES,
        drainTimeoutMs: Math.round(env.DRAIN_TIMEOUT_MS / 2),
      },
    }),
  );
}
