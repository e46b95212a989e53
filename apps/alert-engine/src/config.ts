import { hostname } from 'node:os';
import { envInteger, lifecycleEnv, logEnv, opsEnv, redisEnv } from '@redoubt/config';
import { z } from 'zod';
import { notifyConfig, notifyEnvShape } from './notify/index.ts';

/** Environment of alert-engine; every key is described in its README. */
export const alertEngineEnv = z.object({
  ...logEnv.shape,
  ...opsEnv.shape,
  ...redisEnv.shape,
  ...lifecycleEnv.shape,
  ...notifyEnvShape,
  WORKER_ID: z
    .string()
    .regex(/^[\w.-]{1,128}$/)
    .default(`alert-engine-${hostname()}-${process.pid}`),
  QUANTUM_EVENTS: envInteger({ min: 1, max: 100_000 }).default(500),
  ORGS_PER_ROUND: envInteger({ min: 1, max: 1_000 }).default(8),
  MAX_IN_FLIGHT_EVENTS: envInteger({ min: 1, max: 1_000_000 }).default(20_000),
  MAX_IN_FLIGHT_BYTES: envInteger({ min: 1024, max: 4 * 1024 ** 3 }).default(64 * 1024 * 1024),
  MAX_ORGS_IN_MEMORY: envInteger({ min: 1, max: 1_000_000 }).default(5_000),
  MAX_PACKS_IN_MEMORY: envInteger({ min: 1, max: 1_000 }).default(4),
  SETTINGS_INTERVAL_MS: envInteger({ min: 100, max: 3_600_000 }).default(30_000),
  TICK_INTERVAL_MS: envInteger({ min: 50, max: 60_000 }).default(1_000),
});

export type AlertEngineEnv = z.infer<typeof alertEngineEnv>;

/** Turns the parsed environment into the options of the engine's parts. */
export function alertEngineConfig(env: AlertEngineEnv) {
  return {
    log: logEnv.pick(env),
    ops: opsEnv.pick(env),
    redis: redisEnv.pick(env),
    lifecycle: lifecycleEnv.pick(env),
    notify: notifyConfig(env),
    consumer: {
      workerId: env.WORKER_ID,
      quantumEvents: env.QUANTUM_EVENTS,
      orgsPerRound: env.ORGS_PER_ROUND,
      maxInFlightEvents: env.MAX_IN_FLIGHT_EVENTS,
      maxInFlightBytes: env.MAX_IN_FLIGHT_BYTES,
      drainTimeoutMs: Math.round(env.DRAIN_TIMEOUT_MS / 2),
    },
    engine: {
      maxOrgsInMemory: env.MAX_ORGS_IN_MEMORY,
      maxPacks: env.MAX_PACKS_IN_MEMORY,
      settingsIntervalMs: env.SETTINGS_INTERVAL_MS,
      tickIntervalMs: env.TICK_INTERVAL_MS,
    },
  };
}

export type AlertEngineConfig = ReturnType<typeof alertEngineConfig>;
